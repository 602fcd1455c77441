"""What two modules call the same is defined in INTERFACES.md."""

from __future__ import annotations

from collections.abc import Iterator

from ..interfaces import shared
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    yield from shared(view, "defined")


RULE = Rule(
    id="GP112",
    check="interfaces",
    scope="library",
    title="What two modules call the same is defined in INTERFACES.md.",
    why="Nobody says that two inputs of one name are the same thing, so they drift apart.",
    fix="Define it in modules/INTERFACES.md, or give one of them another name.",
    find=_find,
)
