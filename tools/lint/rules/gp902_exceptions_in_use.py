"""An exception excepts something."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for each in view.exemptions:
        if each.rule in view.ran and each not in view.used:
            yield Finding(each.file, each.line, f"nothing here is against {each.rule}: take the exception out")


RULE = Rule(
    id="GP902",
    check="exceptions",
    scope="file",
    title="An exception excepts something.",
    why="One that does nothing hides the next mistake at its place.",
    fix="Take it out.",
    find=_find,
)
