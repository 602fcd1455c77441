"""Where a rule of checkov is skipped, a reason stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            for number, line in enumerate(block.text.split("\n")):
                if re.search(r"checkov:skip=\s*[\w,\s]+(:\s*)?$", line):
                    at = block.place.line + number
                    yield view.at(
                        Place(block.place.path, at, at), "a skipped rule needs its reason: #checkov:skip=ID:reason"
                    )


RULE = Rule(
    id="GP018",
    check="modules",
    scope="part",
    title="Where a rule of checkov is skipped, a reason stands beside it.",
    why="A skip without a reason is taken for a mistake later, or for a habit.",
    fix="Write `#checkov:skip=ID:reason`.",
    find=_find,
)
