"""A mock has the shape of the output that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..outputs import misfits
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(_each(view))


def _each(view: View) -> Iterator[Finding]:
    estate = view.estate
    for unit, dependency, meant in estate.dependencies():
        mocks = dependency.mock_outputs
        if not isinstance(mocks, dict):
            continue
        types = estate.types(meant)
        for name in types.keys() & mocks.keys():
            for problem in misfits(mocks[name], types[name], name):
                yield estate.at(unit, dependency, f'the mock of "{dependency.name}": {problem}')


RULE = Rule(
    id="GP209",
    check="live",
    scope="unit",
    title="A mock has the shape of the output that it stands for.",
    why="A list in place of a map is planned well, and fails when the real value comes.",
    fix="Give the mock the shape that the module's output has.",
    find=_find,
)
