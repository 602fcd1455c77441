"""A selection of units with their own states: composed as one, what cannot be read or composed named and left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ..compose import Composition, CompositionError, compose
from ..errors import GroundplanError
from ..estate import states
from ..estate.states import State
from ..hcl import Sensitive, Value
from ..live import Tree, Unit, UnitError, explain
from ..terraform import Binary
from .backend import Stored

Failures = dict[str, GroundplanError]
"""Why a unit could not be looked at, by its path."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Units that can be composed, as one root with one state."""

    tree: Tree
    composition: Composition
    state: State
    failed: Failures
    """Units that are no part of it, or whose state is not."""
    held: Mapping[str, State]
    """The states that could be read, by unit."""

    @property
    def unsure(self) -> dict[str, str]:
        """Units whose plan would rest on what is not known, by what that is."""
        found: dict[str, str] = {}
        for path in self.tree.order():
            member = self.composition.members.get(path)
            if member is None:
                continue
            unknown = [
                each for each in member.unit.needs if each in found or (each in self.failed and not self._stands(each))
            ]
            mocks = [name for name in member.mocks if not self._stands(member.unit.dependencies[name].unit_path)]
            if unknown:
                found[path] = f"it needs {unknown[0]}, of which not enough is known"
            elif mocks:
                found[path] = f"mocks stand for {', '.join(mocks)}"
        return found

    def _stands(self, path: str | None) -> bool:
        """Whether the outputs in a unit's state stand for it, as it is no part of the composition."""
        return path in self.held and path not in self.composition.members


def gather(tree: Tree, stored: Mapping[str, Stored], failed: Failures, binary: Binary) -> Gathered:
    """Compose what can be, and join the states of its units.

    A unit that is left out gives those that need it the outputs in its state; without a state, its mocks.

    Raises:
        GroundplanError: something is wrong that no unit can be blamed for.
    """
    held = {path: each.state for path, each in stored.items() if each.state is not None}
    failed = dict(failed)
    broken = {each.unit: each for each in tree.errors if isinstance(each, UnitError)}
    if others := [each for each in tree.errors if not isinstance(each, UnitError)]:
        raise GroundplanError("\n\n".join(explain(others)))
    failed |= broken
    tree = without(replace(tree, errors=[]), broken, held)
    while True:
        try:
            composition = compose(tree)
        except CompositionError as error:
            if not error.units:
                raise
            wrong = {path: GroundplanError("\n\n".join(explain(each))) for path, each in error.units.items()}
            failed = wrong | failed
            tree = without(tree, error.units, held)
            continue
        failed |= {path: GroundplanError(f"it cannot be composed: {why}") for path, why in composition.apart.items()}
        own = {path: state for path, state in held.items() if path in composition.members and path not in failed}
        state, refused = _joined(composition, own, binary)
        return Gathered(tree, composition, state, failed | refused, held)


def _joined(composition: Composition, own: dict[str, State], binary: Binary) -> tuple[State, Failures]:
    refused: Failures = {}
    for path, state in own.items():
        try:
            states.join(composition, {path: state}, binary)
        except GroundplanError as error:
            refused[path] = error
    return states.join(composition, {path: own[path] for path in own.keys() - refused.keys()}, binary), refused


def without(tree: Tree, paths: Iterable[str], held: Mapping[str, State]) -> Tree:
    """The tree without some units; what they put out stands, for those that need them, in the place of their mocks."""
    gone = set(paths)
    outputs = {
        path: {name: _value(output) for name, output in (held[path].get("outputs") or {}).items()}
        for path in gone & held.keys()
    }
    units = {path: _handed(unit, outputs) for path, unit in tree.units.items() if path not in gone}
    return replace(tree, units=units)


def _value(output: Mapping[str, Any]) -> Value:
    """An output of a state as a value of the language, as secret as it is there."""
    value: Value = json.loads(json.dumps(output["value"]), parse_float=Decimal)
    return Sensitive(value) if output.get("sensitive") else value


def _handed(unit: Unit, outputs: Mapping[str, dict[str, Value]]) -> Unit:
    given = {
        name: replace(each, mock_outputs=outputs[each.unit_path])
        for name, each in unit.dependencies.items()
        if each.unit_path is not None and each.unit_path in outputs
    }
    return replace(unit, dependencies={**unit.dependencies, **given}) if given else unit
