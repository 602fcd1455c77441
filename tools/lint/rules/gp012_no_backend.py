"""A module has no backend and no cloud block."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            for inner in block.blocks if block.kind == "terraform" else ():
                if inner.kind in ("backend", "cloud"):
                    yield view.at(inner.place, f"a module has no {inner.kind}: its caller has")


RULE = Rule(
    id="GP012",
    check="modules",
    scope="part",
    title="A module has no backend and no cloud block.",
    why="Where the state is kept is the caller's; Terraform ignores the block in a module, and its reader does not.",
    fix="Take the block out.",
    find=_find,
)
