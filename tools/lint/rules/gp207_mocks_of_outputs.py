"""A mock stands for an output that the module has."""

from __future__ import annotations

from collections.abc import Iterator

from ...hcl import did_you_mean
from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(_each(view))


def _each(view: View) -> Iterator[Finding]:
    estate = view.estate
    for unit, dependency, meant in estate.dependencies():
        interface = estate.interfaces.get(meant.module_dir) if meant.module_dir else None
        if interface is None or not isinstance(dependency.mock_outputs, dict):
            continue
        for name in dependency.mock_outputs:
            if name not in interface.outputs:
                where = view.project.path(interface.folder)
                message = f'the mock of "{dependency.name}" has {name}, which {where} does not give'
                yield estate.at(unit, dependency, message, did_you_mean(name, interface.outputs))


RULE = Rule(
    id="GP207",
    check="live",
    scope="unit",
    title="A mock stands for an output that the module has.",
    why="A unit that is planned on it works until the other one is applied, and then fails.",
    fix="Correct the name, or take the mock out.",
    find=_find,
)
