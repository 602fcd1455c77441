"""Policies are made with jsonencode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...docs import Block, Place
from ...hcl import Expr, syntax
from ..model import Finding
from ..resting import parsed
from ..rule import Rule
from ..view import View

_DOCUMENT = re.compile(r"\s*\{\s*(?:\"|\}|$)")


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind != "variable":
                for place, name in _written(block):
                    yield view.at(place, f"{name} is JSON in a text: jsonencode makes it, and is checked")


def _written(block: Block) -> Iterator[tuple[Place, str]]:
    """The policies, in blocks inside it as well, that are written as a text."""
    for name, value in block.attributes.items():
        expr = parsed(value) if name.endswith("policy") else None
        if expr and any(_DOCUMENT.match(text) for text in _texts(expr)):
            yield block.place, name
    for inner in block.blocks:
        yield from _written(inner)


def _texts(expr: Expr) -> Iterator[str]:
    match expr:
        case syntax.Literal(value=str(text)):
            yield text
        case syntax.Template(parts=parts):
            yield "".join(str(part.value) if isinstance(part, syntax.Literal) else "x" for part in parts)
        case _:
            for inner in syntax.children(expr):
                yield from _texts(inner)


RULE = Rule(
    id="GP027",
    check="modules",
    scope="part",
    title="Policies are made with jsonencode.",
    why="A policy in a text is checked by nobody before AWS refuses it, and a value in it can break its quotes.",
    fix='Write `jsonencode({ Version = "2012-10-17", Statement = [ … ] })`.',
    find=_find,
)
