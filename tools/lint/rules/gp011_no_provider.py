"""A module configures no provider."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind == "provider":
                yield view.at(block.place, "a module configures no provider: its caller does")


RULE = Rule(
    id="GP011",
    check="modules",
    scope="part",
    title="A module configures no provider.",
    why=(
        "A module with a provider block cannot be called with for_each, nor be removed while its resources exist; "
        "and accounts and regions are the caller's."
    ),
    fix="Take the block out; whoever calls the module configures the provider.",
    find=_find,
)
