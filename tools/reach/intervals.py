"""Sets of integers as sorted, disjoint intervals. Ports and addresses are compared as such sets."""

from __future__ import annotations

from collections.abc import Iterable

Intervals = tuple[tuple[int, int], ...]
"""Half-open ``(first, end)`` pairs, sorted, neither overlapping nor adjacent, so that equal sets are equal tuples."""

EMPTY: Intervals = ()


def normal(pairs: Iterable[tuple[int, int]]) -> Intervals:
    """Any pairs as a set."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(pairs):
        if first >= end:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((first, end))
    return tuple(found)


def union(left: Intervals, right: Intervals) -> Intervals:
    """What is in either."""
    if not left or not right or left == right:
        return left or right
    return normal((*left, *right))


def intersect(left: Intervals, right: Intervals) -> Intervals:
    """What is in both."""
    found = []
    here = there = 0
    while here < len(left) and there < len(right):
        first, end = max(left[here][0], right[there][0]), min(left[here][1], right[there][1])
        if first < end:
            found.append((first, end))
        if left[here][1] < right[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def subtract(left: Intervals, right: Intervals) -> Intervals:
    """What is in the left one only."""
    found = []
    there = 0
    for start, end in left:
        first = start
        while there < len(right) and right[there][1] <= first:
            there += 1
        index = there
        while index < len(right) and right[index][0] < end:
            if right[index][0] > first:
                found.append((first, right[index][0]))
            first = max(first, right[index][1])
            index += 1
        if first < end:
            found.append((first, end))
    return tuple(found)


def covers(left: Intervals, right: Intervals) -> bool:
    """Whether the left one holds all of the right one."""
    return not subtract(right, left)


def size(values: Intervals) -> int:
    """How many integers these are."""
    return sum(end - first for first, end in values)
