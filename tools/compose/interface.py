"""What a Terraform module takes and needs: its variables with their types, its outputs, its providers."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..hcl import Block, Body, Expr, HclError, Range, blocks_from_json, parse, read_source
from ..hcl import syntax as ast
from ..hcl import types as cty

_PRIMITIVES = {"string": cty.STRING, "number": cty.NUMBER, "bool": cty.BOOL, "any": cty.DYNAMIC}


@dataclass(frozen=True, slots=True)
class Variable:
    """An input of a module."""

    name: str
    type: cty.Type
    required: bool
    range: Range


@dataclass(frozen=True, slots=True)
class Interface:
    """A module as its caller sees it."""

    folder: Path
    variables: dict[str, Variable]
    outputs: frozenset[str]
    sensitive_outputs: frozenset[str]
    providers: dict[str, str]
    """Local provider names with their source addresses, as ``required_providers`` says or the resource types imply."""
    aliases: frozenset[str]
    """Provider configurations that the caller must hand over under ``name.alias``."""
    configured: Range | None
    """A provider or backend block of the module's own, which no module to be called may have."""


@functools.cache
def read_interface(folder: Path) -> Interface:
    """The interface of the module in ``folder``, from its ``.tf`` and ``.tf.json`` files.

    Raises:
        HclError: a file does not parse, or a type constraint is none.
    """
    variables: dict[str, Variable] = {}
    outputs: set[str] = set()
    sensitive: set[str] = set()
    providers: dict[str, str] = {}
    implied: set[str] = set()
    aliases: set[str] = set()
    configured: Range | None = None
    for body in _bodies(folder):
        for block in top_blocks(body):
            match block.type:
                case "variable":
                    name = block.labels[0]
                    constraint = block.body.attributes.get("type")
                    type_ = type_constraint(constraint.expr) if constraint else cty.DYNAMIC
                    required = "default" not in block.body.attributes
                    variables[name] = Variable(name, type_, required, block.range)
                case "output":
                    outputs.add(block.labels[0])
                    if "sensitive" in block.body.attributes:
                        sensitive.add(block.labels[0])
                case "resource" | "data" | "ephemeral":
                    implied.add(block.labels[0].split("_", 1)[0])
                case "provider":
                    configured = configured or block.range
                case "terraform":
                    if own := [*blocks(block.body, "backend", 1), *blocks(block.body, "cloud", 0)]:
                        configured = configured or own[0].range
                    for required_block in blocks(block.body, "required_providers", 0):
                        _required(required_block.body, providers, aliases)
    for name in implied - providers.keys() - {"terraform"}:
        providers[name] = f"hashicorp/{name}"
    return Interface(
        folder,
        variables,
        frozenset(outputs),
        frozenset(sensitive),
        dict(sorted(providers.items())),
        frozenset(aliases),
        configured,
    )


_LABELS = {
    "data": 2,
    "ephemeral": 2,
    "module": 1,
    "output": 1,
    "provider": 1,
    "resource": 2,
    "terraform": 0,
    "variable": 1,
}
"""The blocks of a Terraform file with how many labels each has: what JSON needs to be read as blocks."""


def top_blocks(body: Body) -> list[Block]:
    """The blocks of a Terraform file, in native syntax or JSON (where a type that we do not know has no labels)."""
    if body.blocks or not body.attributes:
        return body.blocks
    names = [name for name in body.attributes if name != "//"]
    return [block for name in names for block in blocks(body, name, _LABELS.get(name, 0))]


def blocks(body: Body, type: str, labels: int) -> list[Block]:
    """The blocks of one type, also where JSON writes them as a property."""
    written = body.attributes.get(type)
    return [*body.blocks_of(type), *(blocks_from_json(written, labels) if written else [])]


def _bodies(folder: Path) -> Iterator[Body]:
    for path in sorted([*folder.glob("*.tf"), *folder.glob("*.tf.json")]):
        yield parse(read_source(path))


def _required(body: Body, providers: dict[str, str], aliases: set[str]) -> None:
    for name, attribute in body.attributes.items():
        source = f"hashicorp/{name}"
        if isinstance(attribute.expr, ast.Object):
            for key, value in attribute.expr.items:
                match key, value:
                    case ast.Literal(value="source"), ast.Literal(value=str(address)):
                        source = address
                    case ast.Literal(value="configuration_aliases"), ast.Tuple(items=items):
                        aliases.update(item.range.text for item in items)
        providers[name] = source


def type_constraint(expr: Expr) -> cty.Type:
    """The type that a constraint expression means (https://developer.hashicorp.com/terraform/language/expressions/type-constraints).

    Raises:
        HclError: it means none.
    """
    match expr:
        case ast.Variable(name=name) | ast.Literal(value=str(name)) if name in _PRIMITIVES:
            return _PRIMITIVES[name]
        case ast.Variable(name="list") | ast.Literal(value="list"):
            return cty.ListType(cty.DYNAMIC)
        case ast.Variable(name="map") | ast.Literal(value="map"):
            return cty.MapType(cty.DYNAMIC)
        case ast.Variable(name="set"):
            return cty.SetType(cty.DYNAMIC)
        case ast.Call(name="list", arguments=(element,)):
            return cty.ListType(type_constraint(element))
        case ast.Call(name="set", arguments=(element,)):
            return cty.SetType(type_constraint(element))
        case ast.Call(name="map", arguments=(element,)):
            return cty.MapType(type_constraint(element))
        case ast.Call(name="tuple", arguments=(ast.Tuple(items=items),)):
            return cty.TupleType(tuple(type_constraint(item) for item in items))
        case ast.Call(name="object", arguments=(ast.Object(items=items),)):
            attributes, optional = {}, set()
            for key, value in items:
                name = str(key.value) if isinstance(key, ast.Literal) else key.range.text
                match value:
                    case ast.Call(name="optional", arguments=(inner, *_)):
                        attributes[name] = type_constraint(inner)
                        optional.add(name)
                    case _:
                        attributes[name] = type_constraint(value)
            return cty.ObjectType.of(attributes, frozenset(optional))
    raise HclError.at(
        expr.range,
        "This is no type constraint",
        hint="expected string, number, bool, any, list(…), set(…), map(…), tuple([…]) or object({…})",
    )
