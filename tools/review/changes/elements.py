"""Which object of a list became which: by what identifies it, where nothing does by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

from .values import freeze

# What names an element among its siblings, in AWS's own documents and in the provider's blocks.
_IDENTITIES = (
    "Sid",
    "sid",
    "name",
    "Name",
    "key",
    "Key",
    "id",
    "Id",
    "ID",
    "rule_number",
    "rule_no",
    "rule_id",
    "origin_id",
    "device_name",
    "domain_name",
    "index_name",
    "attribute_name",
    "path_pattern",
    "priority",
    "cidr_block",
)
_LIKE_ENOUGH = 0.5
_NAMED_OTHERWISE = 0.6
_MOST_COMPARISONS = 10_000


def pairs(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[int | None, int | None]]:
    """Pairs of places: (before, after); None on one side for what is removed or added. In order of what is there."""
    if len(before) == len(after) == 1:
        return [(0, 0)]
    found: list[tuple[int | None, int | None]] = []
    left, right = list(range(len(before))), list(range(len(after)))

    def take(i: int, j: int) -> None:
        found.append((i, j))
        left.remove(i)
        right.remove(j)

    name = identity(before, after)
    if name is not None:
        places = {_name(after[j], name): j for j in right if _name(after[j], name) is not None}
        for i in [*left]:
            own = _name(before[i], name)
            if own is not None and own in places:
                take(i, places[own])
    equal: dict[Hashable, list[int]] = {}
    for j in right:
        equal.setdefault(freeze(after[j]), []).append(j)
    for i in [*left]:
        places_left = equal.get(freeze(before[i]))
        if places_left:
            take(i, places_left.pop(0))
    if len(left) * len(right) <= _MOST_COMPARISONS:
        for score, i, j in _by_likeness(before, after, left, right):
            named = name is not None and None not in (_name(before[i], name), _name(after[j], name))
            if i in left and j in right and score >= (_NAMED_OTHERWISE if named else _LIKE_ENOUGH):
                take(i, j)
    found += [(i, None) for i in left] + [(None, j) for j in right]
    return sorted(found, key=lambda pair: (pair[1] if pair[1] is not None else pair[0] or 0, pair[1] is None))


def identity(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str | None:
    """The attribute that names the elements: most have it, and no two of a list share it."""
    for name in _IDENTITIES:
        shares = []
        for elements in (before, after):
            names = [each for each in (_name(element, name) for element in elements) if each is not None]
            if len(set(names)) != len(names):
                break
            shares.append((len(names), len(elements)))
        else:
            if sum(has for has, _ in shares) * 2 > sum(all_ for _, all_ in shares):
                return name
    return None


def label(element: dict[str, Any], index: int, identity: str | None) -> str:
    """What an element is called in a path: ``Sid=Read``, or its place."""
    own = _name(element, identity) if identity is not None else None
    return f"{identity}={own}" if own is not None else str(index)


def likeness(left: Any, right: Any) -> float:
    """How much two values have in common: the share of their leaves that are equal, from 0 to 1."""
    mine, theirs = Counter(_leaves(left)), Counter(_leaves(right))
    every = (mine | theirs).total()
    return (mine & theirs).total() / every if every else 1.0


def _by_likeness(
    before: list[dict[str, Any]], after: list[dict[str, Any]], left: list[int], right: list[int]
) -> list[tuple[float, int, int]]:
    scores = [(likeness(before[i], after[j]), i, j) for i in left for j in right]
    return sorted(scores, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]))


def _name(element: dict[str, Any], name: str) -> str | None:
    value = element.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[Hashable]:
    """Leaves with where they are; elements of lists are in no order. What is empty says nothing about likeness."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, (*path, "[]"))
    elif value not in (None, ""):
        yield path, freeze(value)
