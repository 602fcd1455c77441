"""Every unit can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(view.estate.errors)


RULE = Rule(
    id="GP201",
    check="inputs",
    scope="tree",
    title="Every unit can be evaluated.",
    why="What cannot be evaluated cannot be planned, and nothing else can be said of it.",
    fix="Correct the file at the place: an include that is not there, a function or a local that is not known.",
    find=_find,
)
