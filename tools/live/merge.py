"""Configurations as Terragrunt holds them, and how an included one and its child become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..hcl import HclError, Range, Residual, syntax
from ..hcl.values import ListValue, MapValue, Sensitive, SetValue, Unknown

Plain = Any
"""A value as JSON has it: dict, list, str, int, Decimal, bool, None; or an unknown where outputs are not known."""

_Block = dict[str, Any]
_TEXTS = (
    "download_dir",
    "iam_role",
    "iam_assume_role_session_name",
    "iam_web_identity_token",
    "terraform_version_constraint",
    "terraform_binary",
    "terragrunt_version_constraint",
)
_OPTIONAL = ("prevent_destroy", "iam_assume_role_duration")


@dataclass(slots=True)
class Config:
    """A configuration: the blocks and attributes under the names by which ``terragrunt render --json`` shows them.

    None means "not there". Blocks with labels are mappings by label, in the order in which they apply.
    """

    values: dict[str, Any] = field(default_factory=dict)
    locals: dict[str, Plain] | None = None
    inputs: dict[str, Plain] | None = None
    input_ranges: dict[str, Range] = field(default_factory=dict)
    ranges: dict[tuple[str, str], Range] = field(default_factory=dict)
    """Where a labelled block stands: ("dependency", "vpc")."""

    def get(self, name: str) -> Any:
        """A block or attribute, or None."""
        return self.values.get(name)


def plain(value: Any) -> Plain:
    """A value as Terragrunt keeps it: through JSON, so that lists, maps and sets lose their types, and all marks."""
    kind = type(value)
    if kind is str or kind is bool or kind is int or value is None:
        return value
    if kind is list:
        changed = [plain(item) for item in value]
        return value if all(a is b for a, b in zip(changed, value, strict=True)) else changed
    if kind is dict:
        altered = {key: plain(item) for key, item in value.items()}
        return value if all(altered[key] is item for key, item in value.items()) else altered
    if isinstance(value, Sensitive):
        return plain(value.value)
    if isinstance(value, MapValue | dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, ListValue | SetValue | list):
        return [plain(item) for item in value]
    return value


def merge(parent: Config, child: Config, *, deep: bool) -> Config:
    """The included ``parent`` with the ``child`` over it.

    Raises:
        HclError: a shallow merge would have two generate blocks of one name, or lists meet what are not lists.
    """
    over, under = child.values, parent.values
    out = dict(under)
    for name in _TEXTS:
        if over.get(name):
            out[name] = over[name]
    for name in _OPTIONAL:
        if over.get(name) is not None:
            out[name] = over[name]
    if over.get("remote_state") is not None:
        out["remote_state"] = over["remote_state"]
    for name, merge_block in (("engine", _engine), ("exclude", _exclude), ("errors", _errors)):
        if over.get(name) is not None:
            out[name] = merge_block(under[name], over[name]) if deep and under.get(name) is not None else over[name]
    out["terraform"] = _terraform(under.get("terraform"), over.get("terraform"), deep=deep)
    ranges = parent.ranges | child.ranges
    if deep:
        out["dependencies"] = _deep_paths(under, over)
        out["dependency"] = merge_dependencies(_named(under, "dependency"), _named(over, "dependency"), ranges)
        out["feature"] = _deep_features(_named(under, "feature"), _named(over, "feature"), ranges)
    else:
        out["dependencies"] = _paths(under.get("dependencies"), over.get("dependencies"))
        out["dependency"] = _named(under, "dependency") | _named(over, "dependency")
        out["feature"] = _named(under, "feature") | _named(over, "feature")
        _no_second_generate(parent, child)
    out["generate"] = _named(under, "generate") | _named(over, "generate")
    inputs = parent.inputs
    if child.inputs is not None:
        below = parent.inputs or {}
        inputs = merge_deep(below, child.inputs, child.input_ranges) if deep else {**below, **child.inputs}
    return Config(out, child.locals, inputs, parent.input_ranges | child.input_ranges, ranges)


def _named(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return values.get(name) or {}


def _no_second_generate(parent: Config, child: Config) -> None:
    for name in _named(child.values, "generate"):
        if name in _named(parent.values, "generate"):
            other = parent.ranges.get(("generate", name))
            raise HclError.at(
                child.ranges.get(("generate", name)),
                f'There are two generate blocks named "{name}"',
                f"The included one is at {other}." if other else "",
                'Rename one, or include with merge_strategy = "deep" to replace the included one.',
            )


def _paths(under: list[str] | None, over: list[str] | None) -> list[str] | None:
    if over is None or under is None:
        return under if over is None else over
    return [*under, *(path for path in dict.fromkeys(over) if path not in under)]


def _deep_paths(under: Mapping[str, Any], over: Mapping[str, Any]) -> list[str] | None:
    """Terragrunt's rule: also the paths of the parent's dependency blocks that the child does not have."""
    if over.get("dependencies") is None:
        return under.get("dependencies")
    result: list[str] = []
    if under.get("dependencies") is not None:
        blocks = {name: block["config_path"] for name, block in _named(under, "dependency").items()}
        result += [path for name, path in blocks.items() if name not in _named(over, "dependency")]
        result += [path for path in under["dependencies"] if path not in blocks.values()]
    return [*result, *over["dependencies"]]


def _terraform(under: dict[str, Any] | None, over: dict[str, Any] | None, *, deep: bool) -> dict[str, Any] | None:
    if over is None or under is None:
        return under if over is None else over
    out = dict(under)
    for name in ("source", "version", "copy_terraform_lock_file"):
        if over.get(name) is not None:
            out[name] = over[name]
    if deep:
        for name in ("include_in_copy", "exclude_from_copy"):
            if over[name] is not None:
                out[name] = [*over[name], *(under[name] or [])]
    for name in ("extra_arguments", "before_hook", "after_hook", "error_hook"):
        out[name] = under[name] | over[name]
    return out


def _engine(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return {name: over[name] if over[name] not in ("", None) else under[name] for name in under}


def _exclude(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return {**over, "actions": over["actions"] or under["actions"]}


def _errors(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return {
        "retry": _by_name(under["retry"], over["retry"], _retry),
        "ignore": _by_name(under["ignore"], over["ignore"], _ignore),
    }


def _by_name(under: list[_Block], over: list[_Block], join: Callable[[_Block, _Block], _Block]) -> list[_Block]:
    """Blocks of one kind; two of one name become one, in the place of the first."""
    blocks = {block["name"]: block for block in under}
    for block in over:
        below = blocks.get(block["name"])
        blocks[block["name"]] = block if below is None else {"name": block["name"], **join(below, block)}
    return [*blocks.values()]


def _retry(under: _Block, over: _Block) -> _Block:
    numbers = {name: (over if over[name] > 0 else under)[name] for name in ("max_attempts", "sleep_interval_sec")}
    return {"retryable_errors": sorted({*under["retryable_errors"], *over["retryable_errors"]}), **numbers}


def _ignore(under: _Block, over: _Block) -> _Block:
    return {
        "ignorable_errors": sorted({*under["ignorable_errors"], *over["ignorable_errors"]}),
        "message": over["message"] or under["message"],
        "signals": {**under["signals"], **over["signals"]},
    }


def merge_dependencies(
    under: dict[str, Any], over: dict[str, Any], ranges: Mapping[tuple[str, str], Range]
) -> dict[str, Any]:
    """Dependency blocks by name, deeply: mocks are merged, allowed commands put one after the other."""
    out = dict(under)
    for name, block in over.items():
        mine = under.get(name)
        if mine is None or mine is block:
            out[name] = block
            continue
        merged = dict(mine)
        for key in ("config_path", "enabled", "skip"):
            if block[key] is not None and block[key] != "":
                merged[key] = block[key]
        mocks, theirs = mine["mock_outputs"], block["mock_outputs"]
        if mocks is None or theirs is None:
            merged["mock_outputs"] = mocks if theirs is None else theirs
        elif mocks is not theirs:
            place = ranges.get(("dependency", name))
            merged["mock_outputs"] = merge_deep(mocks, theirs, dict.fromkeys(theirs, place) if place else {})
        commands = "mock_outputs_allowed_terraform_commands"
        if mine[commands] is None or block[commands] is None:
            merged[commands] = mine[commands] if block[commands] is None else block[commands]
        elif mine[commands] is not block[commands]:
            merged[commands] = [*mine[commands], *block[commands]]
        out[name] = merged
    return out


def _deep_features(
    under: dict[str, Any], over: dict[str, Any], ranges: Mapping[tuple[str, str], Range]
) -> dict[str, Any]:
    out = dict(under)
    for name, default in over.items():
        mine = under.get(name)
        if mine is None or default is None:
            out[name] = mine if default is None else default
        elif isinstance(mine, dict) and isinstance(default, dict):
            out[name] = merge_deep(mine, default, {})
        else:
            raise HclError.at(
                ranges.get(("feature", name)),
                f'The feature "{name}" is also in the included file, and only objects can be merged deeply',
                "Terragrunt fails here as well.",
                'Include with merge_strategy = "shallow", or define the feature once.',
            )
    return out


def merge_deep(under: dict[str, Plain], over: dict[str, Plain], places: Mapping[str, Range | None]) -> dict[str, Plain]:
    """``over`` merged into ``under``: maps key by key, lists one after the other, everything else replaced.

    ``places`` are the ranges of the keys of ``over``, for the message when a list meets what is not a list.
    """
    out = dict(under)
    for key, value in over.items():
        out[key] = _deep(under.get(key), value, places.get(key), key)
    return out


def _deep(mine: Plain, value: Plain, place: Range | None, name: str) -> Plain:
    if isinstance(value, dict) and isinstance(mine, dict):
        return {**mine, **{key: _deep(mine.get(key), item, place, f"{name}.{key}") for key, item in value.items()}}
    if isinstance(value, Residual) and isinstance(mine, list | dict) and mine:
        return _call("concat" if isinstance(mine, list) else "merge", mine, value)
    if isinstance(value, list) and isinstance(mine, Residual):
        return _call("concat", mine, value)
    if isinstance(value, list) and mine is not None and not isinstance(mine, Unknown):
        if not isinstance(mine, list):
            raise HclError.at(
                place,
                f"{name} is a list here and something else in the included file: they cannot be merged",
                "",
                "Give both the same type.",
            )
        return [*mine, *value]
    return value


def _call(name: str, *arguments: Plain) -> Residual:
    """What cannot be merged before the outputs are known, as an expression that does it then."""
    known = next(each for each in arguments if isinstance(each, Residual)).expr
    parts = tuple(
        each.expr if isinstance(each, Residual) else syntax.Literal(known.source, known.start, known.end, each)
        for each in arguments
    )
    return Residual(syntax.Call(known.source, known.start, known.end, name, parts))
