"""No key of YAML or JSON is given twice."""

from __future__ import annotations

from collections.abc import Iterator

from ..data import problems_of_data
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for problem in problems_of_data(view):
        if problem.twice:
            yield problem.finding


RULE = Rule(
    id="GP305",
    check="syntax",
    scope="file",
    title="No key of YAML or JSON is given twice.",
    why="The first one is lost without a word.",
    fix="Take one of them out.",
    find=_find,
)
