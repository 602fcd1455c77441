"""No account id and no region is written into a unit."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import code_of, place_in


def _find(view: View) -> Iterator[Finding]:
    for file, text in view.texts("live/*terragrunt.hcl", "live/units/*.hcl"):
        for number, line in enumerate(code_of(text), 1):
            if place := place_in(line):
                yield Finding(file, number, f"names {place}: read it from account.hcl or region.hcl")


RULE = Rule(
    id="GP211",
    check="live",
    scope="unit",
    title="No account id and no region is written into a unit.",
    why="The unit of the second account reaches into the first one.",
    fix="Read them from account.hcl and region.hcl, where they are said once.",
    find=_find,
)
