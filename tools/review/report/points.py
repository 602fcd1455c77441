"""What a reviewer reads first: the concerns, those of one kind gathered into one point with many places."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Concern, Level, Review

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
    """What is said about them, each once."""
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
            details=tuple(dict.fromkeys(each.detail for each in members if each.detail)),
            places=tuple(
                dict.fromkeys(Place(each.unit, each.address) for each in members if each.unit or each.address)
            ),
        )
        for key, members in groups.items()
    ]
