"""Outputs stand A to Z."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for output, name in zip(module.outputs, sorted(output.name for output in module.outputs), strict=True):
            if output.name != name:
                yield view.at(output.place, f"outputs stand A to Z: {name} belongs here")
                break


RULE = Rule(
    id="GP006",
    check="modules",
    scope="module",
    title="Outputs stand A to Z.",
    why="An output is looked up by its name.",
    fix="Move the output that is named to the place that is named.",
    find=_find,
)
