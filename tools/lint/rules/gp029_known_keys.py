"""The keys of for_each are known when planning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ...docs import Module
from ...errors import GroundplanError
from ...hcl import Expr, Source, parse_expression, references, syntax
from ..model import Finding
from ..rule import Rule
from ..view import View

_ELSEWHERE = {"var", "local", "each", "path", "terraform", "self", "module"}
"""Roots of references that are no resources. What modules give is known or not by their own expressions."""
_DEEPEST = 10


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        locals_ = _locals(module)
        for block in module.blocks:
            text = block.attributes.get("for_each")
            expr = _parsed(text) if text else None
            if expr is None:
                continue
            for unknown in dict.fromkeys(_keys(expr, locals_, 0)):
                message = f"its keys rest on {unknown}, which only AWS knows: take keys that the caller gives"
                yield view.at(block.place, message)


def _locals(module: Module) -> dict[str, str]:
    return {name: text for block in module.blocks if block.kind == "locals" for name, text in block.attributes.items()}


def _parsed(text: str) -> Expr | None:
    try:
        return parse_expression(Source(Path("for_each"), text))
    except GroundplanError:
        return None


def _keys(expr: Expr, locals_: Mapping[str, str], depth: int) -> Iterator[str]:
    """The attributes of resources that decide which keys a map, or which elements a set, has."""
    if depth > _DEEPEST:
        return
    match expr:
        case syntax.GetAttr(object=syntax.Variable(name="local"), name=name):
            inner = _parsed(locals_.get(name, "null"))
            if inner is not None:
                yield from _keys(inner, locals_, depth + 1)
        case syntax.For(collection=collection, key=key, value=value, condition=condition):
            yield from _keys(collection, locals_, depth + 1)
            names = frozenset(filter(None, (expr.key_name, expr.value_name)))
            for part in (key if key is not None else value, condition):
                if part is not None:
                    yield from _attributes(part, names)
        case syntax.Object(items=items):
            for name_expr, _ in items:
                yield from _attributes(name_expr)
        case syntax.Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from _attributes(condition)
            yield from _keys(then, locals_, depth + 1)
            yield from _keys(otherwise, locals_, depth + 1)
        case syntax.Call(name="merge" | "tomap" | "coalesce" | "try", arguments=arguments):
            for each in arguments:
                yield from _keys(each, locals_, depth + 1)
        case _:
            yield from _attributes(expr)


def _attributes(expr: Expr, loop: frozenset[str] = frozenset()) -> Iterator[str]:
    """The attributes of resources in an expression; a whole resource has the keys of its own for_each."""
    for reference in references(expr):
        names = reference.names
        whole = 3 if reference.root == "data" else 2
        attributes = [step for step in reference.steps if isinstance(step, syntax.AttrStep)]
        if reference.root not in _ELSEWHERE | loop and len(attributes) >= whole:
            yield ".".join(names)


RULE = Rule(
    id="GP029",
    check="modules",
    scope="part",
    title="The keys of for_each are known when planning.",
    why="Terraform refuses a plan whose keys it does not know, in the empty account and nowhere before it.",
    fix="Use a map whose keys the caller gives; what is known only later may stand in its values.",
    find=_find,
)
