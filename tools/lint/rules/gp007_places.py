"""Inputs stand in variables.tf, outputs in outputs.tf, or in a file of theirs for a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for kind, blocks in (("variables", module.variables), ("outputs", module.outputs)):
            for block in blocks:
                if not re.fullmatch(rf"{kind}(-[a-z0-9-]+)?\.tf", block.place.path.name):
                    yield view.at(block.place, f"{kind} stand in {kind}.tf, or {kind}-<topic>.tf")


RULE = Rule(
    id="GP007",
    check="modules",
    scope="module",
    title="Inputs stand in variables.tf, outputs in outputs.tf, or in a file of theirs for a topic.",
    why="An input between resources is overlooked.",
    fix="Move the block to `variables.tf` or `variables-<topic>.tf`, `outputs.tf` or `outputs-<topic>.tf`.",
    find=_find,
)
