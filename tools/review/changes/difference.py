"""What differs between two values, leaf by leaf: maps by key, lists by identity, texts that hold JSON by structure.

Lists have no schema here that says whether their order means something: Terraform's sets are lists in a plan's JSON.
So elements are compared as a bag, and a list whose order alone differs is one difference that says so. Objects in
lists are matched by what identifies them (``Sid``, ``name`` …), then by likeness (``elements.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard

from .elements import identity, label, pairs
from .texts import as_json, as_policy
from .values import UNKNOWN, Secret, freeze, same

ORDER = "only the order differs"
WRITTEN = "the same content, written differently"

WHOLE_LISTS = 6
"""Lists up to this length are shown whole, of longer ones what differs."""


@dataclass(frozen=True, slots=True)
class Element:
    """A step into a list: which element it was and is, and what it is called in a path."""

    before: int | None
    after: int | None
    label: str


Step = str | Element


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaf that differs; values are marked (:func:`values.marked`)."""

    steps: tuple[Step, ...]
    before: Any
    after: Any
    note: str | None = None


def differences(before: Any, after: Any, steps: tuple[Step, ...] = ()) -> Iterator[Difference]:
    """What differs between two marked values. Nothing exactly where they are the same; null is as good as absent."""
    if same(before, after):
        return
    if isinstance(before, Secret) or isinstance(after, Secret) or after is UNKNOWN:
        yield Difference(steps, before, after)
        return
    found: list[Difference] = []
    if _map(before) and _map(after):
        found = [*_in_maps(before or {}, after or {}, steps)]
    elif isinstance(before, list) and isinstance(after, list):
        found = [*_in_lists(before, after, steps)]
    elif isinstance(before, str) and isinstance(after, str):
        found = [*_in_json(before, after, steps)]
    yield from found or [Difference(steps, before, after)]


def _map(value: Any) -> TypeGuard[dict[str, Any] | None]:
    return value is None or isinstance(value, dict)


def _in_maps(before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...]) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        yield from differences(before.get(name), after.get(name), (*steps, name))


def _in_json(before: str, after: str, steps: tuple[Step, ...]) -> Iterator[Difference]:
    left, right = as_json(before), as_json(after)
    if left is None or right is None or type(left) is not type(right):
        return
    found = [*differences(as_policy(left), as_policy(right), steps)]
    yield from found or [Difference(steps, before, after, WRITTEN)]


def _in_lists(before: list[Any], after: list[Any], steps: tuple[Step, ...]) -> Iterator[Difference]:
    if not all(isinstance(each, dict) for each in (*before, *after)):
        yield _in_bags(before, after, steps)
        return
    found: list[Difference] = []
    whole = True
    name = identity(before, after) if max(len(before), len(after)) > 1 else None
    for i, j in pairs(before, after):
        element = after[j] if j is not None else before[i or 0]
        step = Element(i, j, label(element, j if j is not None else i or 0, name))
        if i is None or j is None:
            left, right = (None, element) if i is None else (element, None)
            found.append(Difference((*steps, step), left, right))
        else:
            found += differences(before[i], after[j], (*steps, step))
            whole = whole and same(before[i], after[j])
    yield from found or [Difference(steps, before, after, ORDER if whole else None)]


def _in_bags(before: list[Any], after: list[Any], steps: tuple[Step, ...]) -> Difference:
    removed, added = _missing(before, after), _missing(after, before)
    if not removed and not added:
        return Difference(steps, before, after, ORDER)
    if max(len(before), len(after)) <= WHOLE_LISTS:
        return Difference(steps, before, after)
    others = len(after) - len(added)
    stay = {0: None, 1: "1 other stays"}.get(others, f"{others} others stay")
    return Difference(steps, removed or None, added or None, stay)


def _missing(some: list[Any], others: list[Any]) -> list[Any]:
    """The elements of one list that the other lacks, as often as it lacks them."""
    left = Counter(map(freeze, others))
    found = []
    for each in some:
        if left[freeze(each)]:
            left[freeze(each)] -= 1
        else:
            found.append(each)
    return found
