"""What the page's templates show, prepared: the numbers in front, and units with their changes row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..model import AttributeChange, ResourceChange, Review, UnitReview
from . import words
from .compare import Part, parts
from .values import shown

Anchors: TypeAlias = Mapping[str, str]
"""Unit -> the id of its section."""
_MOST_ATTRIBUTES = 200
_FEW = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """A number in front, with a link to what it counts."""

    number: str
    label: str
    tone: str = ""
    link: str = ""
    sign: str = ""
    """The action whose sign it carries."""


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute: each side in pieces, those that differ marked; None where it has none."""

    path: str
    before: tuple[Part, ...] | None
    after: tuple[Part, ...] | None
    marks: tuple[str, ...]
    ours: tuple[bool, bool]
    """Whether each side's value is a word of ours (masked, not known yet)."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One resource."""

    change: ResourceChange
    rows: tuple[Row, ...]
    left: int
    """How many attributes are left out."""
    opened: bool

    @property
    def sides(self) -> tuple[bool, bool]:
        """Whether any attribute has a before, and an after."""
        return any(row.before for row in self.rows), any(row.after for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit."""

    unit: UnitReview
    anchor: str
    why: str
    stakes: bool
    changes: tuple[ChangeView, ...]
    opened: bool


def facts(review: Review) -> Iterator[Fact]:
    """The numbers in front, those left out that are nothing to speak of."""
    yield Fact(
        f"{len(review.units):,}", "unit" if len(review.units) == 1 else "units", link="units" if review.units else ""
    )
    tones = {"add": "good", "change": "warn", "replace": "hot", "destroy": "bad"}
    for action in words.SIGNS:
        count = review.counts.get(action, 0)
        if action != "none" and (count or (action in words.MAIN and review.units)):
            tone = tones.get(action, "cool") if count else "quiet"
            yield Fact(f"{count:,}", words.VERBS[action], tone, "changes" if count else "", action)
    if stake := len(words.at_stake(review)):
        yield Fact(f"{stake:,}", "data at stake", "bad", "changes")
    new = sum(finding.state in ("new", "expired") for finding in review.findings)
    yield Fact(
        f"{new:,}", "new finding" if new == 1 else "new findings", "hot" if new else "quiet", "findings" if new else ""
    )
    more = sum(each.kind not in words.LESS for each in review.permissions)
    if more:
        yield Fact(f"{more:,}", "IAM gained", "hot", "iam")
    opened = sum(flow.kind == "opened" for flow in review.flows)
    if opened:
        yield Fact(f"{opened:,}", "new flow" if opened == 1 else "new flows", "hot", "reachability")
    if review.cost.available and review.cost.differs:
        yield Fact(words.money(review.cost.expected), "USD a month", link="cost")
    if review.problems:
        yield Fact(
            f"{len(review.problems):,}", "problem" if len(review.problems) == 1 else "problems", "bad", "problems"
        )
    if review.units:
        tone = {"high": "good", "medium": "warn", "low": "hot"}[review.trust.level]
        yield Fact(review.trust.level, "trust", tone, "trust")


def unit_views(review: Review, anchors: Anchors, limit: int) -> list[UnitView]:
    """The units with their changes, the gravest first; few changes are open, and what endangers data always is."""
    total = sum(review.counts.values())
    stakes = len(words.at_stake(review))
    folder = words.common_folder(unit.path for unit in review.units)
    views = []
    for unit in words.by_gravity(review.units):
        changes = []
        for change in sorted(unit.changes, key=words.gravity):
            if change.action == "none":
                continue
            ordered = sorted(change.attributes, key=lambda attribute: not attribute.forces_replacement)
            rows = tuple(_row(attribute, limit) for attribute in ordered[:_MOST_ATTRIBUTES])
            brief = change.action not in ("add", "destroy") and len(rows) <= _FEW
            opened = (change.loses_data and stakes <= _FEW) or (brief and total <= 2 * _FEW)
            changes.append(ChangeView(change, rows, len(ordered) - len(rows), opened))
        stake = any(view.change.loses_data for view in changes)
        opened = (stake and stakes <= _FEW) or total <= 2 * _FEW
        views.append(UnitView(unit, anchors[unit.path], words.why(unit, folder), stake, tuple(changes), opened))
    return views


def _row(attribute: AttributeChange, limit: int) -> Row:
    both = shown(attribute, limit)
    ours = attribute.sensitive, attribute.sensitive or attribute.kind == "unknown"
    if both.before is None or both.after is None or any(ours):
        before = (Part(both.before, True),) if both.before is not None else None
        after = (Part(both.after, True),) if both.after is not None else None
        return Row(attribute.path, before, after, both.marks, ours)
    one, other = parts(both.before, both.after)
    return Row(attribute.path, _least(one, limit), _least(other, limit), both.marks, ours)


def _least(pieces: Iterable[Part], limit: int) -> tuple[Part, ...]:
    """The pieces up to about ``limit`` characters, and how many more there are."""
    kept: list[Part] = []
    room = limit
    left = 0
    for piece in pieces:
        if room > 0:
            kept.append(Part(piece.text[:room], piece.differs))
        left += max(0, len(piece.text) - max(0, room))
        room -= len(piece.text)
    return (*kept, Part(f"… {words.plural(left, 'more character')}", False)) if left else tuple(kept)
