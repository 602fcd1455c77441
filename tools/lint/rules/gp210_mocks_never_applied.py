"""No mock is allowed when a unit is applied or destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once

_REAL = {"apply", "destroy", "import", "refresh"}


def _find(view: View) -> Iterator[Finding]:
    yield from once(_each(view))


def _each(view: View) -> Iterator[Finding]:
    estate = view.estate
    for unit in estate.units.values():
        for dependency in unit.dependencies.values():
            if dependency.mock_outputs is None or dependency.implicit or not dependency.enabled:
                continue
            allowed = estate.settings(unit, dependency).get("mock_outputs_allowed_terraform_commands")
            if not allowed:
                message = f'the mock of "{dependency.name}" may be applied: no commands are said for it'
                yield estate.at(unit, dependency, message)
            elif isinstance(allowed, list) and (real := sorted(_REAL & set(map(str, allowed)))):
                message = f'the mock of "{dependency.name}" may be used by {" and ".join(real)}'
                yield estate.at(unit, dependency, message)


RULE = Rule(
    id="GP210",
    check="live",
    scope="unit",
    title="No mock is allowed when a unit is applied or destroyed.",
    why="Terragrunt then writes `vpc-mock` into the real account.",
    fix='Write `mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]`.',
    find=_find,
)
