"""A unit gives every input that its module requires."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(view.estate.problems("The module needs an input"))


RULE = Rule(
    id="GP203",
    check="inputs",
    scope="unit",
    title="A unit gives every input that its module requires.",
    why="The plan stops at a question, or in CI with an error that names the module and not the unit.",
    fix="Add the input, in the unit or in a file that it includes.",
    find=_find,
)
