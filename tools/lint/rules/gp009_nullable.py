"""An input can be null only where null is its default, and so has a meaning."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for variable in module.variables:
            if variable.nullable and variable.default != "null":
                yield view.at(variable.place, f"{variable.name} can be null without a meaning for it: nullable = false")


RULE = Rule(
    id="GP009",
    check="modules",
    scope="part",
    title="An input can be null only where null is its default, and so has a meaning.",
    why="Terraform hands a null of the caller on instead of the default, and expressions fail far from the cause.",
    fix="Write `nullable = false`, or `default = null` where leaving it out means something.",
    find=_find,
)
