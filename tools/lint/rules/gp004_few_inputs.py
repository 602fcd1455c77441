"""A module takes at most 25 inputs."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_MOST = 25


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        if len(module.variables) > _MOST:
            place = module.variables[_MOST].place
            yield view.at(place, f"{len(module.variables)} inputs, more than {_MOST}: one object per concern")


RULE = Rule(
    id="GP004",
    check="modules",
    scope="module",
    title="A module takes at most 25 inputs.",
    why="A caller cannot hold more in mind; what belongs together should be seen together.",
    fix="Make one object of the inputs of one concern, with `optional()` attributes and their defaults.",
    find=_find,
)
