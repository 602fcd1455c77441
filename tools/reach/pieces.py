"""What differs between two moments, cut into pieces that are each one flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from . import region
from .addresses import INTERNET, PRIVATE, is_wide_public
from .flows import Passed, Reach, Source
from .intervals import EMPTY, Intervals, intersect, normal, subtract, union
from .region import Region


@dataclass(frozen=True, slots=True)
class Piece:
    """Traffic that somebody may send to a thing on one side, and not on the other."""

    reach: Reach
    """The side on which it may."""
    traffic: Intervals
    addresses: Intervals
    """From where, where it is a matter of addresses."""
    reaching: Intervals
    """Those of them from which it gets there; the others are let in by the security group only."""
    sources: tuple[Source, ...] = ()
    """From whom, where it is not a matter of addresses."""
    is_reaching: bool = False
    """Whether the traffic of these sources gets there."""

    @property
    def gets_there(self) -> bool:
        """Whether anybody gets there; the public, where it is let in."""
        if self.sources:
            return self.is_reaching
        return bool(intersect(self.reaching, self.outside) if self.outside else self.reaching)

    @property
    def outside(self) -> Intervals:
        """The addresses that are on the internet, seen from the thing."""
        return subtract(intersect(self.addresses, INTERNET), self.reach.inside)


def pieces(more: Reach, less: Reach | None) -> Iterator[Piece]:
    """What one side lets through and the other does not.

    From nothing to allowed, from nothing to reaching and from allowed to reaching are steps up; each is told once.
    What is allowed only, or reaches, on both sides is nothing new.
    """
    if more.is_shadowed:
        return
    yield from _by_addresses(more, less)
    yield from _by_names(more, less)


def _by_addresses(more: Reach, less: Reach | None) -> Iterator[Piece]:
    other_allowed, other_reached = (less.allowed, less.reached) if less else (region.NOWHERE, region.NOWHERE)
    reached = region.subtract(more.reached, other_reached)
    allowed = region.subtract(region.subtract(more.allowed, other_allowed), more.reached)
    together: dict[tuple[Intervals, Intervals], list[tuple[int, int]]] = {}
    for first, end, found in region.union(reached, allowed):
        for cut_first, cut_end, got in _cut(reached, first, end):
            for part in _parts(found, more.inside):
                together.setdefault((part, intersect(part, got)), []).append((cut_first, cut_end))
    for (found, got), traffic in together.items():
        yield Piece(more, normal(traffic), found, got)


def _cut(reached: Region, first: int, end: int) -> Iterator[tuple[int, int, Intervals]]:
    """A stretch of traffic, cut where the addresses that get there change."""
    edges = sorted({first, end} | {edge for start, stop, _ in reached for edge in (start, stop) if first < edge < end})
    for start, stop in pairwise(edges):
        yield start, stop, next((found for low, high, found in reached if low <= start < high), EMPTY)


def _parts(found: Intervals, inside: Intervals) -> list[Intervals]:
    """The internet, with whatever else is open to all; or public and private addresses apart."""
    public = subtract(intersect(found, INTERNET), inside)
    if is_wide_public(public):
        return [found]
    private = intersect(subtract(found, public), union(PRIVATE, inside))
    return [part for part in (public, private) if part]


def _by_names(more: Reach, less: Reach | None) -> Iterator[Piece]:
    together: dict[tuple[str, Intervals, bool], list[Source]] = {}
    for source, passed in more.named.items():
        other = less.named.get(source, Passed()) if less else Passed()
        reached = subtract(passed.reached, other.reached)
        allowed = subtract(subtract(passed.allowed, other.allowed), passed.reached)
        for traffic, is_reaching in ((reached, True), (allowed, False)):
            if traffic:
                together.setdefault((source.kind, traffic, is_reaching), []).append(source)
    for (_, traffic, is_reaching), sources in together.items():
        yield Piece(more, traffic, EMPTY, EMPTY, tuple(sources), is_reaching)
