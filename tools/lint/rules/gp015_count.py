"""`count` is for one or none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_EITHER_OR = re.compile(r"\?\s*(1\s*:\s*0|0\s*:\s*1)\s*\)?$")


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            count = block.attributes.get("count")
            if count is not None and not _EITHER_OR.search(count):
                message = f"count = {count}: use for_each over a map; count is for one or none (`x ? 1 : 0`)"
                yield view.at(block.place, message)


RULE = Rule(
    id="GP015",
    check="modules",
    scope="part",
    title="`count` is for one or none.",
    why="With `count = length(…)` each address is a position: taking the first element out replaces all that follow.",
    fix="Use `for_each` over a map whose keys the caller gives; keep `count = x ? 1 : 0`.",
    find=_find,
)
