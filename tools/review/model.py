"""A review as data: what a change does to an estate. Everything that is written for people or machines comes from it.

All classes are frozen and hold JSON-able values only, so that ``dataclasses.asdict`` gives the document that
``review.schema.json`` describes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..iam.model import Permission, PermissionChange
from ..levels import Level
from ..reach.model import Flow, FlowChange

__all__ = [
    "Action",
    "AttributeChange",
    "Blast",
    "Chain",
    "Concern",
    "Cost",
    "Downstream",
    "FindingChange",
    "Flow",
    "FlowChange",
    "Level",
    "Node",
    "Permission",
    "PermissionChange",
    "Problem",
    "ResourceChange",
    "Review",
    "Side",
    "Trust",
    "UnitReview",
]

Action = Literal["add", "change", "replace", "destroy", "move", "import", "forget", "none"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the comparison."""

    name: str
    """As it was named, ``main`` or ``working tree``."""
    commit: str | None
    """The full commit id; None for a working tree with changes that are not committed."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a unit is affected: the steps from a changed file to it, each with what it is."""

    steps: tuple[str, ...]
    """Such as ``modules/network/main.tf (changed)``, ``module modules/network``, ``unit accounts/dev/…/network``."""


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute of a resource, or one leaf within it."""

    path: str
    """``engine_version``, ``tags.Owner``, ``ingress[0].cidr_blocks``, ``policy.Statement[Sid=Read].Action``."""
    before: Any
    after: Any
    kind: Literal["added", "removed", "changed", "unknown"]
    """``unknown``: the new value is known after apply only (``after`` is None)."""
    sensitive: bool = False
    """Both values are masked then (None)."""
    forces_replacement: bool = False
    assumed: bool = False
    """A value that only AWS would know, and that the assumed state made up, is part of ``before`` or ``after``."""
    note: str | None = None
    """What to know of it: ``only the order differs``, ``17 others stay`` …"""
    diff: str | None = None
    """The lines that differ, as a unified diff, where it is a text of several lines; both values are clipped then."""


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What the change does to one resource."""

    unit: str
    address: str
    full_address: str
    type: str
    action: Action
    attributes: tuple[AttributeChange, ...] = ()
    replaced_because: tuple[str, ...] = ()
    """Paths of the attributes that force a replacement, or words where it is something else."""
    reason: str | None = None
    """Why it is destroyed or replaced, in words (``its key is no longer in for_each``)."""
    previous_address: str | None = None
    holds: str | None = None
    """What it holds where it holds data: ``database``, ``bucket``, ``table``, ``key``, ``stream`` …"""
    protection: tuple[str, ...] = ()
    """What stands against losing the data: ``deletion protection``, ``final snapshot`` …"""
    refused: str | None = None
    """Terraform will refuse the change (``prevent_destroy``), in words."""
    hint: str | None = None
    """What to do, such as a ``moved`` block for what looks like a rename."""

    @property
    def loses_data(self) -> bool:
        """Whether data is at stake."""
        return self.holds is not None and self.action in ("replace", "destroy", "forget")


@dataclass(frozen=True, slots=True)
class Trust:
    """What a plan rests on. ``high``: composed references and values that are in the code, nothing else decided."""

    level: Level
    grounds: tuple[str, ...]
    """Sentences, what weighs most first."""


@dataclass(frozen=True, slots=True)
class UnitReview:
    """What the change does to one unit."""

    path: str
    status: Literal["changed", "added", "removed", "renamed", "downstream"]
    """``downstream``: none of its own files changed, something that it depends on did."""
    chains: tuple[Chain, ...]
    changes: tuple[ResourceChange, ...]
    trust: Trust
    renamed_from: str | None = None
    planned: bool = True
    """False where it could not be planned; ``problems`` of the review say why."""

    @property
    def counts(self) -> dict[str, int]:
        """How many resources each action touches."""
        found: dict[str, int] = {}
        for change in self.changes:
            found[change.action] = found.get(change.action, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a side, so that (a part of) it could not be planned."""

    side: Literal["base", "head"]
    unit: str | None
    message: str
    """With the place and what to do, as the other tasks print it."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A security finding, seen against the base."""

    state: Literal["new", "fixed", "remaining", "accepted", "expired"]
    """``expired``: it was accepted until a day that has passed."""
    fingerprint: str
    rule: str
    name: str
    severity: str | None
    unit: str
    address: str
    """Full within the unit, with keys."""
    attribute: str | None
    value: Any
    message: str
    path: str | None
    line: int | None
    reason: str = ""
    guideline: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The monthly difference in USD; ``available`` is False where nothing can be said, and ``note`` says why."""

    available: bool
    low: float | None = None
    expected: float | None = None
    high: float | None = None
    unpriced: Mapping[str, int] = field(default_factory=dict)
    """Resource type -> how many changed resources of it have no price."""
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the change makes a difference, in any case, or may make one that has no price."""
        return bool(self.low or self.expected or self.high or self.unpriced)


@dataclass(frozen=True, slots=True)
class Downstream:
    """A unit that depends on a changed one."""

    unit: str
    needs: tuple[str, ...]
    """The affected units that it needs directly."""
    changes: int
    """How many of its resources change in this plan."""
    attributes: tuple[str, ...]
    """Which (``address: path``), at most a few."""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the picture of the affected part of the graph."""

    unit: str
    status: Literal["changed", "added", "removed", "renamed", "downstream", "context"]
    action: Action
    """The gravest of its changes; ``none`` where nothing of it changes."""
    counts: Mapping[str, int]
    loses_data: bool = False


@dataclass(frozen=True, slots=True)
class Blast:
    """How far the change reaches."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    """(unit, the unit that it needs)."""
    downstream: tuple[Downstream, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that a reviewer should look at first."""

    rule: str
    """The rule of ``review.toml``, such as ``data-loss``."""
    level: Level
    blocks: bool
    title: str
    detail: str
    unit: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What a change does to an estate."""

    base: Side
    head: Side
    concerns: tuple[Concern, ...]
    """The gravest first."""
    units: tuple[UnitReview, ...]
    problems: tuple[Problem, ...]
    permissions: tuple[PermissionChange, ...]
    flows: tuple[FlowChange, ...]
    findings: tuple[FindingChange, ...]
    cost: Cost
    blast: Blast
    trust: Trust
    not_affected: int = 0
    """How many units of the tree the change does not touch."""
    other_files: tuple[str, ...] = ()
    """Changed files that no unit rests on."""
    version: str = "1.0"

    @property
    def verdict(self) -> Literal["clear", "decision"]:
        """``decision`` where somebody has to decide before it is merged."""
        return "decision" if any(concern.blocks for concern in self.concerns) else "clear"

    @property
    def counts(self) -> dict[str, int]:
        """How many resources each action touches, over all units."""
        found: dict[str, int] = {}
        for unit in self.units:
            for action, count in unit.counts.items():
                found[action] = found.get(action, 0) + count
        return found
