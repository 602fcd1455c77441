"""What a change touches, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["changed", "added", "removed", "renamed", "downstream"]

LOOKED_AT_ONLY = frozenset({"policy", "prices"})
"""Kinds of chains that change what is said about a unit's plan, and not the plan."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a unit is affected: the steps from a changed file to it, each with what it is."""

    steps: tuple[str, ...]
    """Such as ``modules/network/main.tf (changed)``, ``module modules/network``, ``unit accounts/dev/…/network``."""


@dataclass(frozen=True, slots=True)
class AffectedUnit:
    """A unit that a change touches."""

    path: str
    status: Status
    """``downstream``: nothing that it rests on itself changed, something that it depends on did."""
    chains: tuple[Chain, ...]
    """The shortest first; at most a few dozen."""
    kinds: tuple[str, ...]
    """What its chains are: ``code``, or the kind of a rule (``policy``, ``prices``, ``model``, ``providers``)."""
    renamed_from: str | None = None
    more: int = 0
    """How many chains are not among ``chains``."""

    @property
    def needs_plan(self) -> bool:
        """Whether it may plan differently; otherwise only what is said about its plan may differ."""
        return not LOOKED_AT_ONLY.issuperset(self.kinds)


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is wrong with the tree as it is now."""

    unit: str | None
    """None where it concerns several, such as a circle."""
    message: str
    """With the place and what to do, as the other tasks print it."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The units that a change touches."""

    base: str
    """The commit that the tree was compared with."""
    units: Mapping[str, AffectedUnit]
    """By path, in order; removed ones too."""
    other_files: tuple[str, ...]
    """Changed files that no unit rests on."""
    errors: tuple[Broken, ...]
    """A unit that cannot be evaluated counts as affected: what it rests on is not known."""
    total: int
    """How many units there are, without removed ones."""
    files: int
    """How many files changed."""
    evaluated: int = 0
    """How many units had to be evaluated for this answer; the others were known from before."""
