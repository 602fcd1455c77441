"""What a reviewer reads first: the concerns, those of one kind gathered into one point with many places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Concern, Level, Review

_EXCERPT = re.compile(r"\s*\d*\s*\||\s*\d+:\s|\s*while evaluating ")
"""A line of source, as our own errors and Terraform's show it, or how it was come to."""
_GRAVE = frozenset({"data-loss", "refused", "unprotected", "problems"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a concern lies."""

    unit: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """Concerns of one rule, level and title."""

    rule: str
    level: Level
    blocks: bool
    title: str
    details: tuple[str, ...]
    """What is said about them, each once, without lines of source."""
    places: tuple[Place, ...]

    @property
    def address(self) -> str | None:
        """The address that all its places share."""
        addresses = {place.address for place in self.places}
        return next(iter(addresses)) if len(addresses) == 1 else None

    @property
    def tone(self) -> str:
        """``bad`` where data or the whole review is at stake, ``block`` where it blocks, else ``warn``."""
        return "bad" if self.rule in _GRAVE and self.blocks else "block" if self.blocks else "warn"


def points(review: Review) -> list[Point]:
    """The concerns in their order, each point where its first one stood."""
    groups: dict[tuple[str, Level, bool, str], list[Concern]] = {}
    for concern in review.concerns:
        groups.setdefault((concern.rule, concern.level, concern.blocks, concern.title), []).append(concern)
    return [
        Point(
            *key,
            details=tuple(dict.fromkeys(_said(each.detail) for each in members if each.detail.strip())),
            places=tuple(
                dict.fromkeys(Place(each.unit, each.address) for each in members if each.unit or each.address)
            ),
        )
        for key, members in groups.items()
    ]


def _said(detail: str) -> str:
    """What an error says, without the lines of source that it shows and without how it was come to."""
    first, *rest = (line.strip() for line in detail.strip().splitlines() if not _EXCERPT.match(line))
    more = " ".join(line for line in rest if line)
    return f"{first.rstrip('.:')}{'. ' if more[:1].isupper() else ': '}{more}" if more else first


def in_front(found: Sequence[Point], most: int) -> tuple[list[Point], list[Point]]:
    """The points that are shown first, and the others, both in their order.

    Every rule has its first point in front before any has more: forty tables that are destroyed do not hide the one
    door that is opened.
    """
    firsts = {point.rule: index for index, point in reversed(list(enumerate(found)))}
    chosen = sorted(range(len(found)), key=lambda index: (firsts[found[index].rule] != index, index))[:most]
    shown = set(chosen)
    return (
        [point for index, point in enumerate(found) if index in shown],
        [point for index, point in enumerate(found) if index not in shown],
    )
