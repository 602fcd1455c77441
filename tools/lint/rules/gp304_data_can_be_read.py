"""YAML, JSON and TOML can be read."""

from __future__ import annotations

from collections.abc import Iterator

from ..data import problems_of_data
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for problem in problems_of_data(view):
        if not problem.twice:
            yield problem.finding


RULE = Rule(
    id="GP304",
    check="syntax",
    scope="file",
    title="YAML, JSON and TOML can be read.",
    why="Whatever reads the file fails, often far from here.",
    fix="Correct it at the place.",
    find=_find,
)
