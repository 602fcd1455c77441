"""A mock has every output that the unit uses."""

from __future__ import annotations

from collections.abc import Iterator

from ...hcl import AttrStep, Traversal, did_you_mean
from ..estate import outputs_used
from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(_each(view))


def _each(view: View) -> Iterator[Finding]:
    for unit in view.estate.units.values():
        for reference in outputs_used(unit):
            names = _names(reference)
            dependency = unit.dependencies.get(names[1]) if names[0] == "dependency" and len(names) > 3 else None
            if dependency is None or dependency.implicit or dependency.skip_outputs or not dependency.enabled:
                continue
            meant = view.estate.every.get(dependency.unit_path or "")
            interface = view.estate.interfaces.get(meant.module_dir) if meant and meant.module_dir else None
            if interface is not None and names[3] not in interface.outputs:
                where = view.project.path(interface.folder)
                message = f'the unit uses {names[3]} of "{dependency.name}", which {where} does not give'
                yield view.estate.at(unit, dependency, message, did_you_mean(names[3], interface.outputs))
                continue
            value = dependency.mock_outputs
            for depth, name in enumerate(names[3:], 4):
                if not isinstance(value, dict):
                    break
                if name not in value:
                    message = f'the mock of "{dependency.name}" has no {".".join(names[3:depth])}, which the unit uses'
                    yield view.estate.at(unit, dependency, message)
                    break
                value = value[name]
            if dependency.mock_outputs is None:
                message = f'"{dependency.name}" has no mock_outputs, and the unit uses {".".join(names[3:])}'
                yield view.estate.at(unit, dependency, message)


def _names(reference: Traversal) -> list[str]:
    """The steps of a reference, as long as they are names: ``outputs["id"]`` is ``outputs.id``."""
    names = [reference.root]
    for step in reference.steps:
        name = step.name if isinstance(step, AttrStep) else step.key
        if not isinstance(name, str):
            break
        names.append(name)
    return names


RULE = Rule(
    id="GP208",
    check="live",
    scope="unit",
    title="A mock has every output that the unit uses.",
    why="Without it the unit cannot be planned before the other one is applied: not in a new account, and not in CI.",
    fix="Add the output to the mock, with a value of the shape that the module gives.",
    find=_find,
)
