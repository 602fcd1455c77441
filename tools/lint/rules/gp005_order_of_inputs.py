"""Inputs stand required ones first, then A to Z, in each file."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for file in sorted({variable.place.path for variable in module.variables}):
            variables = [variable for variable in module.variables if variable.place.path == file]
            ordered = sorted(variables, key=lambda variable: (not variable.required, variable.name))
            for is_, should in zip(variables, ordered, strict=True):
                if is_ is not should:
                    yield view.at(is_.place, f"inputs stand required first, then A to Z: {should.name} belongs here")
                    break


RULE = Rule(
    id="GP005",
    check="modules",
    scope="module",
    title="Inputs stand required ones first, then A to Z, in each file.",
    why="A caller reads from the top what has to be given, and finds the rest by its letter.",
    fix="Move the input that is named to the place that is named.",
    find=_find,
)
