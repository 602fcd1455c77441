"""A value that a unit gives fits the type that the module takes."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(view.estate.problems("does not fit"))


RULE = Rule(
    id="GP205",
    check="inputs",
    scope="unit",
    title="A value that a unit gives fits the type that the module takes.",
    why="It fails only when the unit is planned, with words about the generated file.",
    fix="Give a value of the type that is named.",
    find=_find,
)
