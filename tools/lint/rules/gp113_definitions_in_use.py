"""A definition in INTERFACES.md can be read, and all of it is in use."""

from __future__ import annotations

from collections.abc import Iterator

from ..interfaces import shared
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    yield from shared(view, "in use")


RULE = Rule(
    id="GP113",
    check="interfaces",
    scope="library",
    title="A definition in INTERFACES.md can be read, and all of it is in use.",
    why="A leave that no module takes, or a name that none has, is believed by the next reader.",
    fix="Take it out, or correct it.",
    find=_find,
)
