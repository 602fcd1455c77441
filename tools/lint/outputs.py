"""What a module's outputs are, as far as their expressions say: enough to hold mocks against them.

What cannot be told is of type ``DYNAMIC``, which takes anything. Attributes of resources are known by their names
alone (an ``arn`` is a text), because the providers' schemas are not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..compose.interface import type_constraint
from ..errors import GroundplanError
from ..hcl import Block, Expr, Unknown, parse, read_source, syntax
from ..hcl import types as cty

_TEXT = re.compile(r"(?:.*_)?(?:arn|id|name|url|domain|endpoint)$")
_TEXTS = {"basename", "format", "join", "jsonencode", "lower", "replace", "substr", "title", "tostring"}
_TEXTS |= {"trimprefix", "trimspace", "trimsuffix", "upper", "yamlencode", "base64encode", "sha256"}
_NUMBERS = {"ceil", "floor", "length", "max", "min", "parseint", "tonumber", "sum"}
_BOOLS = {"alltrue", "anytrue", "can", "contains", "endswith", "startswith", "tobool"}
_LISTS = {"compact", "concat", "distinct", "flatten", "keys", "reverse", "sort", "split", "tolist", "toset", "values"}
_MAPS = {"merge", "tomap", "zipmap"}
_SAME = {"coalesce", "nonsensitive", "sensitive", "try"}
_NOT_RESOURCES = {"each", "local", "module", "path", "self", "terraform", "var"}
_DEEPEST = 20


def output_types(folder: Path, depth: int = 0) -> dict[str, cty.Type]:
    """The types of the outputs of the module in ``folder``, by name; of a module that cannot be read, none."""
    try:
        blocks = [block for file in sorted(folder.glob("*.tf")) for block in parse(read_source(file)).blocks]
        module = _Module(folder, depth)
        for block in blocks:
            module.take(block)
        values = {
            block.labels[0]: block.body.attributes["value"].expr
            for block in blocks
            if block.type == "output" and block.labels and "value" in block.body.attributes
        }
        return {name: module.type_of(value) for name, value in values.items()}
    except GroundplanError:
        return {}


def misfits(value: Any, type_: cty.Type, path: str) -> Iterator[str]:
    """Where a mock is not of the type of the output that it stands for, in words."""
    if value is None or type_ == cty.DYNAMIC or isinstance(value, Unknown):
        return
    match type_:
        case cty.ListType(element=element) | cty.SetType(element=element) if isinstance(value, list):
            for number, item in enumerate(value):
                yield from misfits(item, element, f"{path}[{number}]")
        case cty.MapType(element=element) if isinstance(value, dict):
            for key, item in value.items():
                yield from misfits(item, element, f'{path}["{key}"]')
        case cty.ObjectType() if isinstance(value, dict):
            attributes = type_.attributes
            for key, item in value.items():
                if key in attributes:
                    yield from misfits(item, attributes[key], f"{path}.{key}")
                else:
                    yield f"{path} has {key}, which the module's output does not have"
        case _:
            try:
                cty.convert(value, type_)
            except cty.ConversionError:
                yield f"{path} is {_a(cty.describe(value))}, and the module gives {_a(str(type_).split(' ')[0])}"


def _a(kind: str) -> str:
    kind = {"tuple": "list"}.get(kind, kind)
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


@dataclass
class _Module:
    folder: Path
    depth: int
    locals: dict[str, Expr] = field(default_factory=dict)
    variables: dict[str, cty.Type] = field(default_factory=dict)
    sources: dict[str, Path] = field(default_factory=dict)

    def take(self, block: Block) -> None:
        match block.type:
            case "locals":
                self.locals |= {name: attribute.expr for name, attribute in block.body.attributes.items()}
            case "variable" if "type" in block.body.attributes:
                self.variables[block.labels[0]] = type_constraint(block.body.attributes["type"].expr)
            case "module" if "source" in block.body.attributes:
                source = block.body.attributes["source"].expr
                if isinstance(source, syntax.Literal) and str(source.value).startswith("."):
                    self.sources[block.labels[0]] = self.folder / str(source.value)

    def type_of(self, expr: Expr, bound: frozenset[str] = frozenset(), depth: int = 0) -> cty.Type:
        if depth > _DEEPEST:
            return cty.DYNAMIC

        def inner(part: Expr, more: frozenset[str] = frozenset()) -> cty.Type:
            return self.type_of(part, bound | more, depth + 1)

        match expr:
            case syntax.Literal(value=value):
                return cty.type_of(value)
            case syntax.Template() | syntax.TemplateFor():
                return cty.STRING
            case syntax.Tuple():
                return cty.ListType(cty.DYNAMIC)
            case syntax.Object(items=items):
                return _object({key: inner(value) for key, value in items})
            case syntax.For(key=None, value=value):
                return cty.ListType(inner(value, _names(expr)))
            case syntax.For(value=value, group=group):
                return cty.MapType(cty.DYNAMIC if group else inner(value, _names(expr)))
            case syntax.Conditional(then=then, otherwise=otherwise):
                return _common([inner(then), inner(otherwise)])
            case syntax.Unary(operator=operator):
                return cty.BOOL if operator == "!" else cty.NUMBER
            case syntax.Binary(operator=operator):
                return cty.NUMBER if operator in ("+", "-", "*", "/", "%") else cty.BOOL
            case syntax.Splat(each=each):
                return cty.ListType(inner(each))
            case syntax.Index(object=of, key=key):
                name = key.value if isinstance(key, syntax.Literal) else None
                return _element(inner(of), name) if not _is_resource(of, bound) else cty.DYNAMIC
            case syntax.GetAttr(object=of, name=name):
                return self._attribute(of, name, inner(of) if isinstance(of, syntax.GetAttr) else None, bound, depth)
            case syntax.Call(name=name, arguments=arguments):
                return _called(name, [inner(each) for each in arguments])
        return cty.DYNAMIC

    def _attribute(self, of: Expr, name: str, type_: cty.Type | None, bound: frozenset[str], depth: int) -> cty.Type:
        match of:
            case syntax.Variable(name="local"):
                return self.type_of(self.locals[name], depth=depth + 1) if name in self.locals else cty.DYNAMIC
            case syntax.Variable(name="var"):
                return self.variables.get(name, cty.DYNAMIC)
            case syntax.GetAttr(object=syntax.Variable(name="module"), name=call):
                found = output_types(self.sources[call], self.depth + 1) if self._can_follow(call) else {}
                return found.get(name, cty.DYNAMIC)
        if type_ is not None and type_ != cty.DYNAMIC:
            return _element(type_, name)
        return cty.STRING if _is_resource(of, bound) and _TEXT.match(name) else cty.DYNAMIC

    def _can_follow(self, call: str) -> bool:
        return call in self.sources and self.depth < _DEEPEST


def _names(loop: syntax.For) -> frozenset[str]:
    return frozenset(filter(None, (loop.key_name, loop.value_name)))


def _is_resource(expr: Expr, bound: frozenset[str]) -> bool:
    """Whether an attribute of the expression may be one of a resource: ``aws_vpc.this``, or what a loop goes over."""
    steps = 0
    while isinstance(expr, syntax.GetAttr | syntax.Index):
        steps += isinstance(expr, syntax.GetAttr)
        expr = expr.object
    if isinstance(expr, syntax.SplatItem):
        return True
    if not isinstance(expr, syntax.Variable) or expr.name in _NOT_RESOURCES:
        return False
    return expr.name in bound or steps > 0


def _object(items: dict[Expr, cty.Type]) -> cty.Type:
    """The type of an object; a mock need not have all of its attributes."""
    names = {key.value: type_ for key, type_ in items.items() if isinstance(key, syntax.Literal)}
    if len(names) < len(items):
        return cty.MapType(cty.DYNAMIC)
    attributes = {str(name): type_ for name, type_ in names.items()}
    return cty.ObjectType.of(attributes, frozenset(attributes))


def _element(type_: cty.Type, key: object) -> cty.Type:
    match type_:
        case cty.ListType(element=element) | cty.SetType(element=element) | cty.MapType(element=element):
            return element
        case cty.ObjectType() if isinstance(key, str):
            return type_.attributes.get(key, cty.DYNAMIC)
    return cty.DYNAMIC


def _common(types: list[cty.Type]) -> cty.Type:
    """The one type of several; a null, and what is not known, is of any."""
    known = {type_ for type_ in types if type_ != cty.DYNAMIC}
    return known.pop() if len(known) == 1 else cty.DYNAMIC


def _called(name: str, arguments: list[cty.Type]) -> cty.Type:
    for names, type_ in ((_TEXTS, cty.STRING), (_NUMBERS, cty.NUMBER), (_BOOLS, cty.BOOL)):
        if name in names:
            return type_
    if name in _LISTS:
        return cty.ListType(cty.DYNAMIC)
    if name in _MAPS:
        return cty.MapType(cty.DYNAMIC)
    if name == "one" and arguments:
        return _element(arguments[0], 0)
    return _common(arguments) if name in _SAME else cty.DYNAMIC
