"""Which traffic from which addresses: a set of (traffic, address) pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import pairwise

from . import intervals
from .intervals import EMPTY, Intervals

Region = tuple[tuple[int, int, Intervals], ...]
"""``(first, end, addresses)``: the traffic from ``first`` to before ``end`` from these addresses. Sorted and disjoint;
neighbours have different addresses, so that equal regions are equal tuples."""

NOWHERE: Region = ()


def rectangle(traffic: Intervals, addresses: Intervals) -> Region:
    """All of this traffic from all of these addresses."""
    return tuple((first, end, addresses) for first, end in traffic) if addresses else NOWHERE


def union(left: Region, right: Region) -> Region:
    """What is in either."""
    if not left or not right:
        return left or right
    return _combine(intervals.union, left, right)


def union_all(regions: Iterable[Region]) -> Region:
    """What is in any."""
    return reduce(union, regions, NOWHERE)


def intersect(left: Region, right: Region) -> Region:
    """What is in both."""
    return _combine(intervals.intersect, left, right) if left and right else NOWHERE


def subtract(left: Region, right: Region) -> Region:
    """What is in the left one only."""
    return _combine(intervals.subtract, left, right) if left and right else left


def traffic_of(region: Region, within: Intervals | None = None) -> Intervals:
    """The traffic that comes from any address, or from any of these."""
    return intervals.normal(
        (first, end) for first, end, addresses in region if within is None or intervals.intersect(addresses, within)
    )


def addresses_of(region: Region, within: Intervals | None = None) -> Intervals:
    """The addresses from which any traffic comes, or any of this."""
    return intervals.normal(
        pair
        for first, end, addresses in region
        if within is None or intervals.intersect(((first, end),), within)
        for pair in addresses
    )


def _combine(operation: Callable[[Intervals, Intervals], Intervals], left: Region, right: Region) -> Region:
    edges = sorted({edge for first, end, _ in (*left, *right) for edge in (first, end)})
    found: list[tuple[int, int, Intervals]] = []
    here = there = 0
    for first, end in pairwise(edges):
        here, ours = _at(left, here, first)
        there, theirs = _at(right, there, first)
        addresses = operation(ours, theirs)
        if not addresses:
            continue
        if found and found[-1][1] == first and found[-1][2] == addresses:
            found[-1] = (found[-1][0], end, addresses)
        else:
            found.append((first, end, addresses))
    return tuple(found)


def _at(region: Region, index: int, traffic: int) -> tuple[int, Intervals]:
    """The addresses of a traffic, searched from an index on."""
    while index < len(region) and region[index][1] <= traffic:
        index += 1
    inside = index < len(region) and region[index][0] <= traffic
    return index, region[index][2] if inside else EMPTY
