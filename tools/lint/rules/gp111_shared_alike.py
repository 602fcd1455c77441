"""An input or output that modules share is as INTERFACES.md defines it."""

from __future__ import annotations

from collections.abc import Iterator

from ..interfaces import shared
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    yield from shared(view, "alike")


RULE = Rule(
    id="GP111",
    check="interfaces",
    scope="library",
    title="An input or output that modules share is as INTERFACES.md defines it.",
    why="What is called the same and is not the same is handed over wrongly by whoever knows the other module.",
    fix="Write it as it is defined at the place that is named, or change the definition and every module with it.",
    find=_find,
)
