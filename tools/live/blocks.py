"""From evaluated blocks to a :class:`Config`, and from there to the value that other files and ``render`` see."""

from __future__ import annotations

from typing import Any

from ..hcl import Attribute, Block, Expr, HclError, Range, Residual, Scope, Unknown, Value, evaluate, syntax
from ..hcl.types import ConversionError, convert
from .merge import Config, plain
from .place import FileScope
from .reader import ConfigFile
from .schema import DEPENDENCY, GENERATE, REMOTE_STATE, ROOT, evaluate_as, read_block

IF_EXISTS = ("error", "skip", "overwrite", "overwrite_terragrunt")
IF_DISABLED = ("skip", "remove", "remove_terragrunt")
_TEXTS = (
    "terraform_binary",
    "terraform_version_constraint",
    "terragrunt_version_constraint",
    "download_dir",
    "iam_role",
    "iam_assume_role_session_name",
    "iam_web_identity_token",
)
_OTHERS = ("prevent_destroy", "iam_assume_role_duration")
_TERRAFORM = ROOT.blocks["terraform"].schema
_LABELLED = ("extra_arguments", "before_hook", "after_hook", "error_hook")


def _raw(value: Value) -> Value:
    return value


def dependency(block: Block, scope: FileScope) -> dict[str, Any]:
    """A dependency block under the names by which it is rendered.

    An included file may leave the path empty for its child to fill.
    """
    given = read_block(block, DEPENDENCY, scope, _raw)
    path, on = given["config_path"], given["enabled"] is not False
    for_child = scope.evaluation.included is not None
    if on and not (isinstance(path, str) and (path or for_child)) and not isinstance(path, Unknown):
        place = block.body.attributes["config_path"].expr.range
        raise HclError.at(place, "config_path must be a path", f'The dependency "{block.labels[0]}" leads nowhere.')
    if on and isinstance(path, Unknown):
        place = block.body.attributes["config_path"].expr.range
        raise HclError.at(place, "config_path is not known", "It may not depend on outputs of other units.")
    return {
        "config_path": path,
        "enabled": given["enabled"],
        "skip": given["skip_outputs"],
        "mock_outputs": given["mock_outputs"],
        "mock_outputs_allowed_terraform_commands": given["mock_outputs_allowed_terraform_commands"],
        "mock_outputs_merge_with_state": given["mock_outputs_merge_with_state"],
        "mock_outputs_merge_strategy_with_state": given["mock_outputs_merge_strategy_with_state"],
        "outputs": None,
        "inputs": None,
        "name": block.labels[0],
    }


def read_config(file: ConfigFile, scope: FileScope, dependencies: dict[str, dict[str, Any]]) -> Config:
    """All blocks and attributes of a file but includes and locals; its dependency blocks are evaluated already."""
    attributes = file.body.attributes
    values: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    for name in (*_TEXTS, *_OTHERS):
        if name in attributes:
            value = evaluate_as(attributes[name], ROOT.attributes[name], scope)
            values[name] = value if value is not None or name in _OTHERS else ""
    ranges = {(block.type, block.labels[0]): _place(block) for block in file.body.blocks if block.labels}
    values["dependency"] = dependencies
    values["feature"] = scope.evaluation.own_features
    values["generate"] = _generate(file, scope)
    for block in file.body.blocks:
        match block.type:
            case "terraform":
                values["terraform"] = _terraform(block, scope)
            case "remote_state":
                values["remote_state"] = _remote_state(read_block(block, REMOTE_STATE, scope, plain), block)
            case "dependencies":
                values["dependencies"] = list(_one(block, "paths", scope))
            case "exclude":
                given = read_block(block, ROOT.blocks["exclude"].schema, scope, plain)
                flags = {name: bool(given[name]) for name in ("if", "no_run", "exclude_dependencies")}
                values["exclude"] = {"actions": given["actions"], **flags}
            case "errors":
                values["errors"] = _errors(block, scope)
            case "engine":
                given = read_block(block, ROOT.blocks["engine"].schema, scope, plain)
                values["engine"] = {name: given[name] or "" for name in ("source", "version", "type")}
                values["engine"]["meta"] = given["meta"]
            case "catalog":
                read_block(block, ROOT.blocks["catalog"].schema, scope, plain)
    if "remote_state" in attributes:
        values["remote_state"] = _remote_state_attribute(attributes["remote_state"], scope)
    config = Config(values, ranges=ranges)
    config.locals = plain(dict(scope.evaluation.locals_for())) or None
    if "inputs" in attributes:
        config.inputs = _inputs(attributes["inputs"], scope)
        config.input_ranges = dict(_ranges(attributes["inputs"].expr))
        whole = attributes["inputs"].range
        config.input_ranges = {name: config.input_ranges.get(name, whole) for name in config.inputs}
    return config


def _place(block: Block) -> Range:
    """What to point at: where a dependency leads, or the head of the block."""
    path = block.body.attributes.get("config_path") if block.type == "dependency" else None
    return block.range if path is None else path.expr.range


def _one(block: Block, name: str, scope: Scope) -> Any:
    return evaluate_as(block.body.attributes[name], ROOT.blocks[block.type].schema.attributes[name], scope)


def _inputs(attribute: Attribute, scope: FileScope) -> dict[str, Any]:
    value = evaluate(attribute.expr, scope)
    if isinstance(value, Residual):
        return _inputs_from_outputs(attribute, value, scope)
    found = {} if value is None else plain(value)
    if isinstance(found, Unknown):
        return {}
    if not isinstance(found, dict):
        raise HclError.at(attribute.expr.range, "inputs must be an object", "", "Write inputs = { name = value, … }.")
    return found


def _inputs_from_outputs(attribute: Attribute, value: Residual, scope: FileScope) -> dict[str, Any]:
    """Inputs that are computed as a whole from outputs: what their names are can only be told from the mocks."""
    mocked = {
        name: {"outputs": block["mock_outputs"]}
        for name, block in scope.evaluation.place.own().dependency_blocks.items()
        if block["mock_outputs"] is not None
    }
    try:
        names = evaluate(attribute.expr, FileScope(scope.evaluation, {**scope.variables, "dependency": mocked}))
    except HclError:
        names = None
    if not isinstance(names, dict):
        raise HclError.at(
            attribute.expr.range,
            "The names of the inputs depend on outputs of other units",
            "Which inputs there are must be known before anything is applied.",
            "Give the dependencies mock_outputs with the same names, or write inputs = { name = …, }.",
        )
    expr = value.expr
    return {
        name: Residual(
            syntax.Index(
                expr.source, expr.start, expr.end, expr, syntax.Literal(expr.source, expr.start, expr.end, name)
            )
        )
        for name in names
    }


def _ranges(expr: Expr) -> list[tuple[str, Range]]:
    """Where each input is written, as far as it is written as such: in an object, or in one that is merged."""
    if isinstance(expr, syntax.Object):
        return [
            (key.value, Range(key.source, key.start, item.end))
            for key, item in expr.items
            if isinstance(key, syntax.Literal) and isinstance(key.value, str)
        ]
    if isinstance(expr, syntax.Call) and expr.name == "merge":
        return [found for argument in expr.arguments for found in _ranges(argument)]
    return []


def _terraform(block: Block, scope: Scope) -> dict[str, Any]:
    out = read_block(block, _TERRAFORM, scope, plain)
    for name in _LABELLED:
        out[name] = {}
    for inner in block.body.blocks:
        schema = _TERRAFORM.blocks[inner.type].schema
        given = read_block(inner, schema, scope, plain) | {"name": inner.labels[0]}
        if "execute" in given and not (given["execute"] and given["execute"][0]):
            raise HclError.at(
                inner.body.attributes["execute"].expr.range,
                f'The hook "{inner.labels[0]}" executes nothing',
                "execute needs at least one argument, the program, that is not empty.",
            )
        out[inner.type][inner.labels[0]] = given
    return out


def _remote_state(given: dict[str, Any], place: Block | Attribute) -> dict[str, Any]:
    if not given["backend"]:
        raise HclError.at(place.range, "remote_state.backend must not be empty")
    config = {} if given["config"] is None else given["config"]
    if not isinstance(config, dict | Unknown):
        raise HclError.at(place.range, "remote_state.config must be an object")
    generate = given["generate"]
    if generate is not None and not (isinstance(generate, dict) and {"path", "if_exists"} <= set(generate)):
        raise HclError.at(place.range, "remote_state.generate must be an object with path and if_exists")
    return {
        "backend": given["backend"],
        "disable_init": bool(given["disable_init"]),
        "disable_dependency_optimization": bool(given["disable_dependency_optimization"]),
        "generate": {name: generate[name] for name in ("path", "if_exists")} if generate is not None else None,
        "config": config,
        "encryption": given["encryption"],
    }


def _remote_state_attribute(attribute: Attribute, scope: Scope) -> dict[str, Any]:
    value = plain(evaluate(attribute.expr, scope))
    if not isinstance(value, dict):
        raise HclError.at(attribute.expr.range, "remote_state must be an object")
    given = {name: _weakly(value.get(name), attr.type, attribute) for name, attr in REMOTE_STATE.attributes.items()}
    return _remote_state(given, attribute)


def _generate(file: ConfigFile, scope: Scope) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for block in file.blocks("generate"):
        name = block.labels[0]
        if name in out:
            raise HclError.at(block.range, f'There are two generate blocks named "{name}"', "", "Rename one.")
        out[name] = _one_generate(read_block(block, GENERATE, scope, plain), name, block)
    attribute = file.body.attributes.get("generate")
    if attribute is not None:
        value = plain(evaluate(attribute.expr, scope))
        if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
            raise HclError.at(attribute.expr.range, "generate must be an object of objects")
        for name, each in value.items():
            if name in out:
                raise HclError.at(attribute.range, f'There are two generate blocks named "{name}"', "", "Rename one.")
            given = {key: _weakly(each.get(key), attr.type, attribute) for key, attr in GENERATE.attributes.items()}
            out[name] = _one_generate(given, name, attribute)
    return out


def _weakly(value: Any, type_: Any, attribute: Attribute) -> Any:
    try:
        return value if isinstance(value, Unknown) else plain(convert(value, type_))
    except ConversionError as error:
        raise HclError.at(attribute.expr.range, f"Unsuitable value in {attribute.name}", f"{error.message}.") from None


def _one_generate(given: dict[str, Any], name: str, place: Block | Attribute) -> dict[str, Any]:
    for key, known, default in (("if_exists", IF_EXISTS, None), ("if_disabled", IF_DISABLED, "skip")):
        value = given[key] if given[key] is not None else default
        if value not in known:
            where = place.body.attributes.get(key) if isinstance(place, Block) else None
            raise HclError.at(
                where.expr.range if where else place.range,
                f'"{value}" is no value for {key} of generate "{name}"' if value else f'generate "{name}" lacks {key}',
                "",
                f"Choose one of: {', '.join(known)}.",
            )
        given[key] = value
    return {
        "path": given["path"] if given["path"] is not None else "",
        "if_exists": given["if_exists"],
        "if_disabled": given["if_disabled"],
        "comment_prefix": "# " if given["comment_prefix"] is None else given["comment_prefix"],
        "contents": given["contents"] if given["contents"] is not None else "",
        "disable_signature": bool(given["disable_signature"]),
        "disable": bool(given["disable"]),
        "hcl_fmt": given["hcl_fmt"],
        "mutable": given["mutable"],
    }


def _errors(block: Block, scope: Scope) -> dict[str, Any]:
    schema = ROOT.blocks["errors"].schema
    out: dict[str, list[dict[str, Any]]] = {"retry": [], "ignore": []}
    for inner in block.body.blocks:
        given = read_block(inner, schema.blocks[inner.type].schema, scope, plain) | {"name": inner.labels[0]}
        if inner.type == "ignore":
            given["message"] = given["message"] or ""
            given["signals"] = given["signals"] or {}
        out[inner.type].append(given)
    return out


def as_value(config: Config) -> dict[str, Any]:
    """The configuration as other files see it, and as ``terragrunt render --json`` prints it."""
    values = config.values
    out: dict[str, Any] = {name: values.get(name) or "" for name in _TEXTS}
    for name in ("engine", "exclude", "remote_state"):
        if values.get(name) is not None:
            out[name] = values[name]
    errors = values.get("errors")
    if errors is not None:
        out["errors"] = {"retry": errors["retry"] or None} | ({"ignore": errors["ignore"]} if errors["ignore"] else {})
    terraform = values.get("terraform")
    if terraform is not None:
        optional = ("update_source_with_cas", "mutable", "version")
        out["terraform"] = {
            name: value for name, value in terraform.items() if name not in optional or value is not None
        }
    paths = values.get("dependencies")
    out["dependencies"] = None if paths is None else {"paths": paths}
    if values.get("prevent_destroy") is not None:
        out["prevent_destroy"] = values["prevent_destroy"]
    out["dependency"] = dict(values.get("dependency") or {})
    out["generate"] = values.get("generate") or {}
    out["iam_assume_role_duration"] = values.get("iam_assume_role_duration")
    out["inputs"] = config.inputs
    out["locals"] = config.locals
    out["feature"] = {name: {"name": name, "default": value} for name, value in (values.get("feature") or {}).items()}
    return out
