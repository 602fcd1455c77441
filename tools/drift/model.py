"""What a look at the accounts found, as data; what is printed, for people and for machines, comes from it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..errors import GroundplanError
from ..review.model import AttributeChange, ResourceChange
from .backend import Lock, Stored
from .orphans import Orphan

Status = Literal["checked", "never applied", "failed"]
By = Literal["code", "aws", "resource", "entry"]
"""``ignore_changes``; AWS itself, which alone can set it; another resource; an entry of the list."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A resource that is not as the last apply left it."""

    unit: str
    address: str
    """Within the unit."""
    type: str
    kind: Literal["changed", "gone"]
    attributes: tuple[AttributeChange, ...] = ()
    """``before`` is what the state says, ``after`` what AWS says; sensitive ones are masked."""
    left: tuple[str, ...] = ()
    """The attributes among them that an apply leaves as they are: the code does not set them, AWS may."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference between state and AWS that is no drift, or that somebody has decided to live with."""

    unit: str
    address: str
    path: str
    """The attribute; empty where the resource is gone."""
    by: By
    why: str


@dataclass(frozen=True, slots=True)
class UnitDrift:
    """What was found of one unit."""

    path: str
    status: Status
    stored: Stored | None
    """What its backend holds; None where that could not be read."""
    error: GroundplanError | None = None
    drift: tuple[Drift, ...] = ()
    explained: tuple[Explained, ...] = ()
    pending: tuple[ResourceChange, ...] = ()
    """What the code says and the state does not: changes that were not applied."""
    outputs: tuple[str, ...] = ()
    """Outputs that an apply would change."""
    untold: str | None = None
    """Why nothing is said about pending changes, where that is so."""

    @property
    def lock(self) -> Lock | None:
        """Who holds its state."""
        return self.stored.lock if self.stored else None


@dataclass(frozen=True, slots=True)
class Look:
    """What was found of all units, by path."""

    units: Mapping[str, UnitDrift]
    expired: tuple[str, ...]
    """Entries of the list that have run out, each with its place."""
    at: datetime.datetime
    orphans: tuple[Orphan, ...] = ()
    """States that are no unit's any more."""
    unseen: tuple[GroundplanError, ...] = ()
    """Why it is not known what else lies in a bucket of states."""

    @property
    def is_whole(self) -> bool:
        """Whether all units were looked at, and something is said of what an apply would do to each."""
        return not any(unit.status == "failed" or unit.untold for unit in self.units.values())

    def exit_code(self, *, pending: bool = False) -> int:
        """0 nothing, 1 drift or an entry that ran out (with ``pending``, changes too), 2 a unit was not looked at."""
        units = self.units.values()
        if any(unit.status == "failed" for unit in units) or (pending and not self.is_whole):
            return 2
        found = self.expired or any(orphan.entry is None for orphan in self.orphans)
        found = found or any(unit.drift or (pending and (unit.pending or unit.outputs)) for unit in units)
        return 1 if found else 0
