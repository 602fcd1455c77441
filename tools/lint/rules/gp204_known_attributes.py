"""An object that a unit gives has only attributes that the module knows."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(view.estate.problems("knows no attribute"))


RULE = Rule(
    id="GP204",
    check="inputs",
    scope="unit",
    title="An object that a unit gives has only attributes that the module knows.",
    why="Terraform drops the others without a word: `enabeld = true` does nothing.",
    fix="Correct the name that is shown; the module's README lists what it knows.",
    find=_find,
)
