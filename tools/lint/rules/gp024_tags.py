"""A module whose resources carry tags takes `tags`."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        names = {variable.name for variable in module.variables}
        if "tags" in names:
            continue
        for block in module.blocks:
            if block.kind == "resource" and "tags" in block.attributes:
                yield view.at(block.place, "carries tags that no caller can add to: the module takes no input `tags`")
                break


RULE = Rule(
    id="GP024",
    check="modules",
    scope="module",
    title="A module whose resources carry tags takes `tags`.",
    why="Cost and ownership are told by tags that only the caller knows.",
    fix="Add the input `tags`, a `map(string)`, and hand it to the resources.",
    find=_find,
)
