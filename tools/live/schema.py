"""The blocks and attributes of the Terragrunt language: checked once a file, evaluated once a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..hcl import (
    Attribute,
    Block,
    Body,
    Diagnostic,
    Expr,
    HclError,
    Scope,
    Unknown,
    Value,
    blocks_from_json,
    did_you_mean,
    evaluate,
    syntax,
)
from ..hcl.types import BOOL, DYNAMIC, NUMBER, STRING, ConversionError, ListType, MapType, Type, convert

STRINGS = ListType(STRING)
STRING_MAP = MapType(STRING)


@dataclass(frozen=True, slots=True)
class Attr:
    """An attribute: its type, and whether it has to be there."""

    type: Type
    required: bool = False


@dataclass(frozen=True, slots=True)
class Nested:
    """A block inside a body. ``label`` is what its label is called, None where it has none."""

    schema: BlockSchema
    label: str | None = None
    many: bool = False
    label_optional: bool = False


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """What a body may hold. ``open`` bodies (locals) hold attributes of any name."""

    attributes: Mapping[str, Attr] = field(default_factory=dict)
    blocks: Mapping[str, Nested] = field(default_factory=dict)
    open: bool = False


def _text(*required: str, **types: Type) -> dict[str, Attr]:
    return {name: Attr(type_, name in required) for name, type_ in types.items()}


_HOOK = _text("commands", "execute", commands=STRINGS, execute=STRINGS, working_dir=STRING, suppress_stdout=BOOL)

TERRAFORM = BlockSchema(
    _text(
        source=STRING,
        version=STRING,
        update_source_with_cas=BOOL,
        mutable=BOOL,
        include_in_copy=STRINGS,
        exclude_from_copy=STRINGS,
        copy_terraform_lock_file=BOOL,
    ),
    {
        "extra_arguments": Nested(
            BlockSchema(
                _text(
                    "commands",
                    commands=STRINGS,
                    arguments=STRINGS,
                    required_var_files=STRINGS,
                    optional_var_files=STRINGS,
                    env_vars=STRING_MAP,
                )
            ),
            label="name",
            many=True,
        ),
        "before_hook": Nested(BlockSchema(_HOOK | _text(**{"if": BOOL, "run_on_error": BOOL})), "name", many=True),
        "after_hook": Nested(BlockSchema(_HOOK | _text(**{"if": BOOL, "run_on_error": BOOL})), "name", many=True),
        "error_hook": Nested(BlockSchema(_HOOK | {"on_errors": Attr(STRINGS, required=True)}), "name", many=True),
    },
)
DEPENDENCY = BlockSchema(
    _text(
        "config_path",
        config_path=DYNAMIC,
        enabled=BOOL,
        skip_outputs=BOOL,
        mock_outputs=DYNAMIC,
        mock_outputs_allowed_terraform_commands=STRINGS,
        mock_outputs_merge_with_state=BOOL,
        mock_outputs_merge_strategy_with_state=STRING,
    )
)
INCLUDE = BlockSchema(_text("path", path=STRING, expose=BOOL, merge_strategy=STRING))
GENERATE = BlockSchema(
    _text(
        "path",
        "if_exists",
        "contents",
        path=STRING,
        if_exists=STRING,
        contents=STRING,
        if_disabled=STRING,
        comment_prefix=STRING,
        disable_signature=BOOL,
        disable=BOOL,
        hcl_fmt=BOOL,
        mutable=BOOL,
    )
)
REMOTE_STATE = BlockSchema(
    _text(
        "backend",
        "config",
        backend=STRING,
        config=DYNAMIC,
        disable_init=BOOL,
        disable_dependency_optimization=BOOL,
        generate=DYNAMIC,
        encryption=DYNAMIC,
    )
)
_RETRY = BlockSchema(
    _text(
        "retryable_errors",
        "max_attempts",
        "sleep_interval_sec",
        retryable_errors=STRINGS,
        max_attempts=NUMBER,
        sleep_interval_sec=NUMBER,
    )
)
_IGNORE = BlockSchema(_text("ignorable_errors", ignorable_errors=STRINGS, message=STRING, signals=MapType(DYNAMIC)))
ROOT = BlockSchema(
    _text(
        terraform_binary=STRING,
        terraform_version_constraint=STRING,
        terragrunt_version_constraint=STRING,
        inputs=DYNAMIC,
        remote_state=DYNAMIC,
        generate=DYNAMIC,
        download_dir=STRING,
        prevent_destroy=BOOL,
        iam_role=STRING,
        iam_assume_role_duration=NUMBER,
        iam_assume_role_session_name=STRING,
        iam_web_identity_token=STRING,
    ),
    {
        "locals": Nested(BlockSchema(open=True)),
        "include": Nested(INCLUDE, label="name", many=True, label_optional=True),
        "terraform": Nested(TERRAFORM),
        "remote_state": Nested(REMOTE_STATE),
        "dependency": Nested(DEPENDENCY, label="name", many=True),
        "dependencies": Nested(BlockSchema(_text("paths", paths=STRINGS))),
        "generate": Nested(GENERATE, label="name", many=True),
        "feature": Nested(BlockSchema(_text("default", default=DYNAMIC)), label="name", many=True),
        "exclude": Nested(
            BlockSchema(
                _text("if", "actions", **{"if": BOOL, "actions": STRINGS, "exclude_dependencies": BOOL, "no_run": BOOL})
            )
        ),
        "errors": Nested(
            BlockSchema(
                blocks={"retry": Nested(_RETRY, "name", many=True), "ignore": Nested(_IGNORE, "name", many=True)}
            )
        ),
        "engine": Nested(BlockSchema(_text("source", source=STRING, version=STRING, type=STRING, meta=DYNAMIC))),
        "catalog": Nested(
            BlockSchema(_text("urls", urls=STRINGS, default_template=STRING, no_shell=BOOL, no_hooks=BOOL))
        ),
    },
)


_REMOVED = {
    "skip": "use an exclude block.",
    "retryable_errors": "use an errors block with a retry block in it.",
    "retry_max_attempts": "use an errors block with a retry block in it.",
    "retry_sleep_interval_sec": "use an errors block with a retry block in it.",
}


def with_blocks(body: Body, schema: BlockSchema) -> Body:
    """A body that was read from JSON, with the blocks that the schema expects made from its attributes."""
    attributes: dict[str, Attribute] = {}
    found = list(body.blocks)
    for name, attribute in body.attributes.items():
        nested = schema.blocks.get(name)
        if nested is None or not isinstance(attribute.expr, syntax.Object | syntax.Tuple):
            attributes[name] = attribute
            continue
        labels = 0 if nested.label is None or (nested.label_optional and _is_bare(attribute.expr)) else 1
        found += blocks_from_json(attribute, labels)
    made = [
        Block(
            each.type,
            each.labels,
            with_blocks(each.body, schema.blocks[each.type].schema),
            each.source,
            each.start,
            each.head_end,
        )
        if each.type in schema.blocks
        else each
        for each in found
    ]
    return Body(attributes, made, body.range)


def _is_bare(expr: Expr) -> bool:
    """Whether an include in JSON is one without a label: an object, or a list of one, with a path that is text."""
    if isinstance(expr, syntax.Tuple):
        return len(expr.items) == 1 and _is_bare(expr.items[0])
    return isinstance(expr, syntax.Object) and any(
        isinstance(key, syntax.Literal) and key.value == "path" and not isinstance(item, syntax.Object)
        for key, item in expr.items
    )


def check(body: Body, schema: BlockSchema = ROOT, inside: str = "") -> Iterator[Diagnostic]:
    """Everything in a body that its schema does not allow, or that is missing."""
    expected = f"{inside} takes: {', '.join(schema.attributes)}" if inside and schema.attributes else ""
    for name, attribute in body.attributes.items():
        if not schema.open and name not in schema.attributes:
            hint = did_you_mean(name, [*schema.attributes, *schema.blocks]) or expected
            if name in schema.blocks:
                hint = f"{name} is a block: write {name} {{ … }}, without the equals sign."
            if schema is ROOT and name in _REMOVED:
                hint = f"Terragrunt 1.0 took it out: {_REMOVED[name]}"
            yield Diagnostic(
                "Unsupported argument", f'An argument named "{name}" is not expected here.', attribute.name_range, hint
            )
    seen: dict[str, Block] = {}
    for block in body.blocks:
        nested = schema.blocks.get(block.type)
        if nested is None:
            yield _unexpected_block(block, schema)
            continue
        yield from _check_labels(block, nested)
        bare = nested.label_optional and block.labels in ((), ("",))
        if not nested.many and block.type in seen:
            yield Diagnostic(
                f"Duplicate {block.type} block",
                f"Only one {block.type} block is allowed. Another was defined at {seen[block.type].range}.",
                block.range,
                "Bring the two together in one block.",
            )
        elif bare and block.type in seen:
            detail = "Only one include may be without a label."
            yield Diagnostic("Several includes without a label", detail, block.range, 'Write include "NAME" {')
        if not nested.label_optional or bare:
            seen.setdefault(block.type, block)
        yield from check(
            block.body, nested.schema, f"{block.type}{''.join(f' {chr(34)}{label}{chr(34)}' for label in block.labels)}"
        )
        missing = [
            name
            for name, attr in nested.schema.attributes.items()
            if attr.required and name not in block.body.attributes
        ]
        for name in missing:
            yield Diagnostic(
                "Missing required argument",
                f'The argument "{name}" is required, but no definition was found.',
                block.range,
            )


def _unexpected_block(block: Block, schema: BlockSchema) -> Diagnostic:
    hint = did_you_mean(block.type, [*schema.blocks, *schema.attributes])
    if block.type in schema.attributes:
        hint = f"{block.type} is an argument: write {block.type} = …"
    elif not hint and schema.blocks:
        hint = f"Known blocks: {', '.join(schema.blocks)}."
    detail = f'Blocks of type "{block.type}" are not expected here.'
    if block.type in {"unit", "stack"}:
        detail, hint = f'"{block.type}" blocks belong into terragrunt.stack.hcl.', "Stack files are not supported yet."
    return Diagnostic("Unsupported block type", detail, block.range, hint)


def _check_labels(block: Block, nested: Nested) -> Iterator[Diagnostic]:
    wanted = int(nested.label is not None)
    if len(block.labels) == wanted or (nested.label_optional and not block.labels):
        return
    if len(block.labels) < wanted:
        detail = f"A {block.type} block has one label, its {nested.label}."
        yield Diagnostic(f"Missing {nested.label} for {block.type}", detail, block.range, f'Write {block.type} "…" {{')
    else:
        detail = f"A {block.type} block has {'no labels' if not wanted else 'one label'}."
        yield Diagnostic(f"Extraneous label for {block.type}", detail, block.range)


def evaluate_as(attribute: Attribute, want: Attr, scope: Scope) -> Any:
    """The value of an attribute, converted to its type."""
    value = evaluate(attribute.expr, scope)
    if want.type is DYNAMIC:
        return value
    if value is None:
        if want.required:
            raise HclError.at(attribute.expr.range, f'"{attribute.name}" must not be null')
        return None
    if isinstance(value, Unknown):
        return value
    try:
        return convert(value, want.type)
    except ConversionError as error:
        raise HclError.at(
            attribute.expr.range,
            f'Unsuitable value for "{attribute.name}"',
            f"{error.message[:1].upper()}{error.message[1:]}.",
        ) from None


def read_block(
    block: Block, schema: BlockSchema, scope: Scope, plain: Callable[[Value], Any], only: frozenset[str] | None = None
) -> dict[str, Any]:
    """The attributes of a block by name, evaluated; None for those that are not there."""
    attributes = block.body.attributes
    out: dict[str, Any] = {}
    for name, attr in schema.attributes.items():
        given = attributes.get(name)
        if given is None or (only is not None and name not in only):
            out[name] = None
        else:
            out[name] = plain(evaluate_as(given, attr, scope))
    return out
