"""What two sides of the same policies let happen, compared; and the outcome put together for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from .actions import Actions
from .conditions import Condition, join
from .grants import Grant, Resources, Source, Who, difference, effective, without

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Held:
    """What one side's policies say about somebody or something."""

    allowed: Sequence[Grant]
    """As the statements say."""
    denied: Sequence[Grant]
    effective: Sequence[Grant]
    """What is left of it."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one side has and the other has not; swap the sides for the other direction."""

    allowed: list[Grant]
    """A statement allows it that was not there."""
    freed: list[Grant]
    """It was allowed already; a Deny or a boundary stood against it and does no longer."""
    undenied: list[Grant]
    """A Deny that is gone, so far as ``freed`` does not say what that does."""


def held(grants: Iterable[Grant], actions: Actions) -> Held:
    """What some policies say."""
    every = list(grants)
    allowed = [grant for grant in every if grant.effect == "Allow"]
    denied = [grant for grant in every if grant.effect == "Deny"]
    return Held(allowed, denied, effective(allowed, denied, actions))


def more(before: Held, after: Held, actions: Actions) -> Delta:
    """What ``after`` lets happen that ``before`` did not."""
    allowed, freed = [], []
    for grant in difference(after.effective, before.effective, actions):
        new = without(grant, before.allowed, actions)
        if new:
            allowed.append(dataclasses.replace(grant, actions=new))
        if old := grant.actions - new:
            freed.append(dataclasses.replace(grant, actions=old))
    undenied = []
    for deny in difference(before.denied, after.denied, actions):
        left = deny.actions
        for grant in freed:
            if grant.resources.overlaps(deny.resources):
                left -= grant.actions
        if left:
            undenied.append(dataclasses.replace(deny, actions=left))
    return Delta(allowed, freed, undenied)


@dataclass(frozen=True, slots=True)
class Group:
    """Grants of one policy that read as one line."""

    source: Source
    effect: Literal["Allow", "Deny"]
    who: Who | None
    actions: frozenset[str]
    written: tuple[str, ...]
    """The actions as written."""
    resources: tuple[Resources, ...]
    conditions: frozenset[Condition]
    grants: tuple[Grant, ...]

    @property
    def conditions_text(self) -> tuple[str, ...]:
        """Each condition as one line."""
        return tuple(sorted(map(str, self.conditions)))


def grouped(grants: Iterable[Grant], actions: Actions) -> list[Group]:
    """Grants put together again, as far as they differ in one thing only: in conditions, resources or actions."""
    by_conditions = _heaps(grants, lambda each: (_common(each), each.actions, each.resources))
    joined = [
        (dataclasses.replace(members[0], conditions=conditions), members)
        for members in by_conditions
        for conditions in join(each.conditions for each in members)
    ]
    by_resources = _heaps(joined, lambda each: (_common(each[0]), each[0].actions, each[0].conditions))
    wide = [
        (entries[0][0], tuple(sorted({each.resources for each, _ in entries})), entries) for entries in by_resources
    ]
    groups = []
    for parts in _heaps(wide, lambda each: (each[0].source, each[0].effect, each[0].who, each[1], each[0].conditions)):
        one, where, _ = parts[0]
        groups.append(
            Group(
                source=one.source,
                effect=one.effect,
                who=one.who,
                actions=frozenset().union(*(part.actions for part, _, _ in parts)),
                written=tuple(sorted({text for part, _, _ in parts for text in _written(part, actions)})),
                resources=where,
                conditions=one.conditions,
                grants=tuple(grant for _, _, entries in parts for _, members in entries for grant in members),
            )
        )
    return groups


def _common(grant: Grant) -> object:
    return grant.source, grant.effect, grant.who, grant.patterns, grant.all_but_actions


def _heaps(items: Iterable[_T], key: Callable[[_T], object]) -> list[list[_T]]:
    """Items put into heaps by a key, in the order in which the keys come."""
    found: dict[object, list[_T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return list(found.values())


def _written(grant: Grant, actions: Actions) -> list[str]:
    if grant.all_but_actions:
        return [f"all but {', '.join(grant.patterns)}"]
    return [each for each in grant.patterns if actions.expand(each) & grant.actions]
