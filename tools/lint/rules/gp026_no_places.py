"""No account id and no region is written into a module."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import code_of, place_in

_SKIPPED = {"variable", "terraform", "moved"}


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            for number, line in enumerate(code_of(block.text) if block.kind not in _SKIPPED else ()):
                place_of = place_in(line)
                if place_of and not re.match(r"\s*(?:description|error_message)\b", line):
                    at = block.place.line + number
                    yield view.at(Place(block.place.path, at, at), f"names {place_of}: take it as an input")


RULE = Rule(
    id="GP026",
    check="modules",
    scope="part",
    title="No account id and no region is written into a module.",
    why="The module works in one account, or silently reaches into another one.",
    fix="Take account and region as inputs: `var.account_id`, `var.region`.",
    find=_find,
)
