"""A dependency leads to a unit."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(view.estate.astray)


RULE = Rule(
    id="GP206",
    check="live",
    scope="tree",
    title="A dependency leads to a unit.",
    why="The path is looked at only when the unit is planned, in the account where it is wrong.",
    fix="Correct `config_path`, or add the unit.",
    find=_find,
)
