"""A composition's plan, cut back into units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .naming import unit_path

_MODULE = re.compile(r"module\.([A-Za-z_][A-Za-z0-9_-]*)\.(.+)", re.DOTALL)

ACTIONS = ("add", "change", "replace", "destroy", "move", "import", "forget", "read", "none")


@dataclass(frozen=True, slots=True)
class Change:
    """What the plan does to one resource of a unit."""

    unit: str
    address: str
    """Within the unit, as a plan of the unit alone would say it; an object that a replacement left behind says so."""
    full_address: str
    mode: str
    type: str
    name: str
    key: str | int | None
    action: str
    """One of ``ACTIONS``."""
    before: Any
    after: Any
    unknown: Any
    """Shaped like ``after``: true where the value is known after apply only."""
    sensitive: Any
    """Shaped like ``after``: true where the value is not to be shown."""
    replace_paths: tuple[tuple[str | int, ...], ...]
    reason: str | None
    previous_address: str | None
    before_sensitive: Any = False
    """Shaped like ``before``."""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """The changes of one unit."""

    path: str
    changes: tuple[Change, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many resources each action touches (data sources and untouched resources are not counted)."""
        return Counter(change.action for change in self.changes if change.action not in ("none", "read"))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a composition: Terraform's own document, and the same by unit."""

    document: dict[str, Any]
    units: dict[str, UnitPlan]

    @property
    def changes(self) -> list[Change]:
        """The changes of all units."""
        return [change for unit in self.units.values() for change in unit.changes]

    @property
    def counts(self) -> Counter[str]:
        """The totals over all units."""
        return sum((unit.counts for unit in self.units.values()), Counter())

    @property
    def is_empty(self) -> bool:
        """Whether applying it would do nothing."""
        return not self.counts


def cut(document: dict[str, Any], units: Iterable[str]) -> Plan:
    """Cut Terraform's plan document (``terraform show -json``) by the units of its composition.

    Raises:
        ValueError: a resource lies outside every unit, which a composition never makes.
    """
    found: dict[str, list[Change]] = {path: [] for path in sorted(units)}
    for raw in document.get("resource_changes", []):
        change = _change(raw)
        found.setdefault(change.unit, []).append(change)
    return Plan(document, {path: UnitPlan(path, tuple(changes)) for path, changes in found.items()})


def split_address(address: str) -> tuple[str, str]:
    """A full address as (unit path, address within the unit)."""
    match = _MODULE.fullmatch(address)
    if not match:
        raise ValueError(f"{address} lies in no unit")
    return unit_path(match[1]), match[2]


def _change(raw: Mapping[str, Any]) -> Change:
    change = raw["change"]
    unit, address = split_address(raw["address"])
    if raw.get("deposed"):  # what a replacement left behind: not the resource itself
        address = f"{address} (deposed {raw['deposed']})"
    previous = raw.get("previous_address")
    return Change(
        unit=unit,
        address=address,
        full_address=raw["address"],
        mode=raw["mode"],
        type=raw["type"],
        name=raw["name"],
        key=raw.get("index"),
        action=_action(change, moved=previous is not None),
        before=change.get("before"),
        after=change.get("after"),
        unknown=change.get("after_unknown", False),
        sensitive=change.get("after_sensitive", False),
        replace_paths=tuple(tuple(path) for path in change.get("replace_paths", [])),
        reason=raw.get("action_reason"),
        previous_address=previous,
        before_sensitive=change.get("before_sensitive", False),
    )


def _action(change: Mapping[str, Any], *, moved: bool) -> str:
    match change["actions"]:
        case ["create"]:
            return "import" if change.get("importing") else "add"
        case ["update"]:
            return "change"
        case ["delete"]:
            return "destroy"
        case ["forget"]:
            return "forget"
        case ["read"]:
            return "read"
        case ["delete", "create"] | ["create", "delete"] | ["create", "forget"]:
            return "replace"
        case _:
            return "import" if change.get("importing") else "move" if moved else "none"
