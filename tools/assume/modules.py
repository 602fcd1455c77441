"""A Terraform root as code: its modules' variables, locals, outputs, calls and resources, evaluated when asked for."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..compose.interface import blocks as blocks_in
from ..compose.interface import top_blocks, type_constraint
from ..hcl import FUNCTIONS, Block, Body, Expr, HclError, Scope, SetValue, Unknown, Value, evaluate, parse, read_source
from ..hcl import syntax as ast
from ..hcl.types import ConversionError, convert
from ..hcl.values import map_elements

ROOT = ""

Lookup = Callable[[str, str], Mapping[str | int | None, Value]]
"""The instances of a resource or data source, by key: asked for with the module's address and ``type.name``."""


@dataclass(frozen=True, slots=True)
class Code:
    """What the files of one folder declare."""

    folder: Path
    variables: Mapping[str, Block]
    locals: Mapping[str, Expr]
    outputs: Mapping[str, Block]
    calls: Mapping[str, Block]
    resources: Mapping[str, Block]
    """By ``type.name``; data sources under ``data.type.name``."""

    def called(self, name: str) -> Path | None:
        """The folder of a module that is called; None where it is not at hand."""
        block = self.calls.get(name)
        source = block.body.attributes.get("source") if block else None
        text = source.expr.value if source and isinstance(source.expr, ast.Literal) else None
        local = isinstance(text, str) and text.startswith(("./", "../", "/"))
        return Path(os.path.normpath(self.folder / str(text))) if local else None


@functools.lru_cache(maxsize=256)
def _code(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> Code:
    found: dict[str, dict[str, Block]] = {"variable": {}, "output": {}, "module": {}, "resource": {}, "data": {}}
    named: dict[str, Expr] = {}
    for path in sorted([*folder.glob("*.tf"), *folder.glob("*.tf.json")]):
        body = parse(read_source(path))
        for block in top_blocks(body):
            if block.type == "locals":
                named |= {name: each.expr for name, each in block.body.attributes.items()}
            elif block.type in found:
                found[block.type][".".join(block.labels)] = block
        for block in blocks_in(body, "locals", 0):
            named |= {name: each.expr for name, each in block.body.attributes.items()}
    data = {f"data.{name}": block for name, block in found["data"].items()}
    return Code(folder, found["variable"], named, found["output"], found["module"], {**found["resource"], **data})


def code(folder: Path) -> Code:
    """What a folder declares.

    Raises:
        HclError: a file does not parse.
    """
    stamps = [(path.name, path.stat().st_mtime_ns) for path in sorted(folder.iterdir()) if ".tf" in path.name]
    return _code(folder, tuple(stamps))


class Lazy(dict[str, Any]):
    """An object whose attributes are computed when they are asked for. A circle is a value that is not known."""

    def __init__(self, compute: Callable[[str], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, name: str) -> Value:
        self[name] = Unknown()
        self[name] = value = self._compute(name)
        return value


@dataclass(slots=True)
class Module:
    """An instance of a module."""

    code: Code
    address: str
    root: Path
    """The folder that Terraform runs in."""
    lookup: Lookup
    instances: Mapping[str, Iterable[str | int | None]]
    """The keys of every module call, by the call's address."""
    given: Callable[[str], tuple[bool, Value]] = lambda _: (False, None)
    """What the caller says for a variable, if anything."""
    scope: Scope = field(init=False)
    _children: dict[tuple[str, str | int | None], Module] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        path = {"module": os.path.relpath(self.code.folder, self.root), "root": ".", "cwd": str(self.root)}
        self.scope = Scope(_Names(self, path), FUNCTIONS, self.root)

    def inside(self, key: str | int | None, block: Block) -> Scope:
        """The scope in which an instance of a block is evaluated."""
        attributes = block.body.attributes
        if isinstance(key, str) and "for_each" in attributes:
            every = evaluate(attributes["for_each"].expr, self.scope)
            value = every.get(key, Unknown()) if isinstance(every, dict) else key
            return self.scope.child({"each": {"key": key, "value": value}})
        if isinstance(key, int):
            return self.scope.child({"count": {"index": key}})
        return self.scope

    def child(self, name: str, key: str | int | None) -> Module | None:
        """An instance of a module that this one calls; None where its source is not at hand."""
        if (name, key) not in self._children:
            block, folder = self.code.calls.get(name), self.code.called(name)
            if block is None or folder is None:
                return None
            attributes = block.body.attributes

            def given(variable: str) -> tuple[bool, Value]:
                if variable not in attributes:
                    return False, None
                return True, evaluate(attributes[variable].expr, self.inside(key, block))

            address = f"{self.address}.module.{name}".lstrip(".") + bracketed(key)
            self._children[name, key] = Module(code(folder), address, self.root, self.lookup, self.instances, given)
        return self._children[name, key]

    def variable(self, name: str) -> Value:
        """The value of a variable, as its type makes it."""
        block = self.code.variables.get(name)
        if block is None:
            return Unknown()
        attributes = block.body.attributes
        found, value = self.given(name)
        if not found or (value is None and "default" in attributes and _is_false(attributes.get("nullable"))):
            value = evaluate(attributes["default"].expr, self.scope) if "default" in attributes else Unknown()
        if "type" not in attributes:
            return value
        constraint = attributes["type"].expr
        try:
            return convert(_with_defaults(value, constraint, self.scope), type_constraint(constraint))  # type: ignore[no-any-return]
        except ConversionError:
            return value

    def local(self, name: str) -> Value:
        """The value of a local."""
        return evaluate(self.code.locals[name], self.scope) if name in self.code.locals else Unknown()

    def called(self, name: str) -> Value:
        """The outputs of a module that this one calls: an object, or a collection of them."""
        address = f"{self.address}.module.{name}".lstrip(".")
        outputs = {key: self._outputs(name, key) for key in self.instances.get(address, ())}
        return gathered(outputs, self.code.calls.get(name))

    def _outputs(self, name: str, key: str | int | None) -> Value:
        child = self.child(name, key)
        return Lazy(child.output) if child else Unknown()

    def output(self, name: str) -> Value:
        """The value of an output."""
        block = self.code.outputs.get(name)
        value = block.body.attributes.get("value") if block else None
        return Unknown() if value is None else evaluate(value.expr, self.scope)


class _Names(dict[str, Any]):
    """The names at the root of a module's expressions."""

    def __init__(self, module: Module, path: Mapping[str, str]) -> None:
        super().__init__(path=dict(path), terraform={"workspace": "default"})
        self["var"] = Lazy(module.variable)
        self["local"] = Lazy(module.local)
        self["module"] = Lazy(module.called)
        self["data"] = Lazy(lambda type: Lazy(functools.partial(self._resource, module, f"data.{type}")))
        types = {name.partition(".")[0] for name in module.code.resources if not name.startswith("data.")}
        for type in types:
            self[type] = Lazy(functools.partial(self._resource, module, type))

    @staticmethod
    def _resource(module: Module, type: str, name: str) -> Value:
        name = f"{type}.{name}"
        return gathered(module.lookup(module.address, name), module.code.resources.get(name))


def gathered(instances: Mapping[str | int | None, Value], block: Block | None) -> Value:
    """The instances of a block as one value: itself, a list by ``count``, or an object by ``for_each``."""
    if block is None:
        return Unknown()
    if "count" in block.body.attributes:
        return [instances[key] for key in sorted(instances, key=lambda key: key if isinstance(key, int) else 0)]
    if "for_each" in block.body.attributes:
        return {str(key): value for key, value in instances.items()}
    return instances.get(None, Unknown())


def bracketed(key: str | int | None) -> str:
    """A key as an address has it."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else '["' + key.replace("\\", "\\\\").replace('"', '\\"') + '"]'


def body_values(body: Body, scope: Scope) -> dict[str, Value]:
    """The arguments and blocks of a body; blocks of one type are a list. What fails to evaluate is not known."""
    out: dict[str, Value] = {}
    for name, attribute in body.attributes.items():
        try:
            out[name] = evaluate(attribute.expr, scope)
        except (HclError, LookupError, TypeError, ValueError):
            out[name] = Unknown()
    for block in body.blocks:
        if block.type != "dynamic":
            _list(out, block.type).append(body_values(block.body, scope))
            continue
        out.setdefault(block.labels[0], [])
        for each in _expanded(block, scope):
            _list(out, block.labels[0]).append(each)
    return out


def _list(out: dict[str, Value], name: str) -> list[Any]:
    found = out.setdefault(name, [])
    return found if isinstance(found, list) else []


def _expanded(block: Block, scope: Scope) -> Iterable[Value]:
    """What a ``dynamic`` block stands for."""
    try:
        every = evaluate(block.body.attributes["for_each"].expr, scope)
    except (HclError, LookupError, TypeError, ValueError):
        return
    iterator = block.body.attributes.get("iterator")
    name = iterator.expr.range.text if iterator else block.labels[0]
    if isinstance(every, Unknown) or every is None:
        return
    pairs = (
        every.items()
        if isinstance(every, dict)
        else ((item, item) for item in every)
        if isinstance(every, SetValue)
        else enumerate(every)
        if isinstance(every, list)
        else ()
    )
    for key, value in pairs:
        inner = scope.child({name: {"key": key, "value": value}})
        for content in block.body.blocks_of("content"):
            yield body_values(content.body, inner)


def _is_false(attribute: ast.Attribute | None) -> bool:
    return attribute is not None and isinstance(attribute.expr, ast.Literal) and attribute.expr.value is False


def _with_defaults(value: Value, constraint: Expr, scope: Scope) -> Value:
    """A value with the defaults of ``optional(type, default)`` where its objects lack an attribute."""
    match constraint:
        case ast.Call(name="object", arguments=(ast.Object(items=items),)) if isinstance(value, dict):
            out = dict(value)
            for key, inner in items:
                name = str(key.value) if isinstance(key, ast.Literal) else key.range.text
                match inner:
                    case ast.Call(name="optional", arguments=(type, *default)):
                        if out.get(name) is None and default:
                            out[name] = evaluate(default[0], scope)
                        out[name] = _with_defaults(out.get(name), type, scope)
                    case _:
                        out[name] = _with_defaults(out.get(name), inner, scope)
            return out
        case ast.Call(name="list" | "set" | "map", arguments=(element,)):
            changed: Value = map_elements(value, lambda item: _with_defaults(item, element, scope))
            return changed
    return value


def to_value(value: Any) -> Value:
    """A value of JSON as one of the language."""
    match value:
        case float():
            return Decimal(repr(value))
        case dict():
            return {key: to_value(item) for key, item in value.items()}
        case list():
            return [to_value(item) for item in value]
    result: Value = value
    return result
