"""Statements as grants, small enough to be compared: some actions on one resource for one principal.

Two sets of statements allow the same where each grant of one is covered by grants of the other, however they are
written down. A Deny that reaches a grant takes actions from it, or limits it by a condition more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .actions import Actions
from .conditions import Condition, collapse, imply, opposite, split
from .documents import ANYONE, Document, Statement, Trustee
from .patterns import covers, overlaps

THE_RESOURCE = "the resource"
"""A key of our own, for what a Deny or a boundary leaves of the resources that a statement names."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a policy stands."""

    unit: str
    address: str
    """Within the unit."""
    via: str = ""
    """The group whose member the user is, where the policy is the group's."""


@dataclass(frozen=True, slots=True, order=True)
class Resources:
    """One pattern of resources, or all but some patterns."""

    patterns: tuple[str, ...]
    all_but: bool = False

    def covers(self, other: Resources) -> bool:
        """Whether it has all that ``other`` has."""
        match self.all_but, other.all_but:
            case False, False:
                return covers(self.patterns[0], other.patterns[0])
            case False, True:
                return self.patterns == ("*",)
            case True, False:
                return not any(overlaps(each, other.patterns[0]) for each in self.patterns)
            case _:
                return all(any(covers(wide, mine) for wide in other.patterns) for mine in self.patterns)

    def overlaps(self, other: Resources) -> bool:
        """Whether they have something in common; yes where that is not plain."""
        if not self.all_but and not other.all_but:
            return overlaps(self.patterns[0], other.patterns[0])
        if self.all_but and other.all_but:
            return True
        outside, inside = (self, other) if self.all_but else (other, self)
        return not any(covers(each, inside.patterns[0]) for each in outside.patterns)

    def __str__(self) -> str:
        return f"all but {', '.join(self.patterns)}" if self.all_but else self.patterns[0]


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """One principal of a statement, or all but some."""

    trustees: tuple[Trustee, ...]
    all_but: bool = False

    @property
    def is_anyone(self) -> bool:
        """Whether it shuts out nobody, or only somebody."""
        return self.all_but or self.trustees == (ANYONE,)

    def covers(self, other: Who) -> bool:
        """Whether everyone in ``other`` is among these."""
        if self == other or (not self.all_but and self.trustees == (ANYONE,)):
            return True
        if not self.all_but or ANYONE in other.trustees:
            return False
        mine, others = set(self.trustees), set(other.trustees)
        return mine <= others if other.all_but else not mine & others


@dataclass(frozen=True, slots=True)
class Grant:
    """Some actions, allowed or denied, on one resource, under conditions."""

    effect: Literal["Allow", "Deny"]
    actions: frozenset[str]
    """Expanded; an action that the list does not have stands here in lower case."""
    patterns: tuple[str, ...]
    """The actions as written."""
    all_but_actions: bool
    resources: Resources
    conditions: frozenset[Condition]
    who: Who | None
    """None in a policy that is attached to somebody."""
    source: Source

    def covers(self, other: Grant) -> bool:
        """Whether, actions apart, it reaches all that ``other`` reaches."""
        if self.who is not None and (other.who is None or not self.who.covers(other.who)):
            return False
        if not self.resources.covers(other.resources):
            return False
        if self.conditions <= other.conditions:
            return True
        return imply(other.conditions, (each for each in self.conditions if not _holds(each, other.resources)))

    def shared(self, other: Grant, actions: Actions) -> frozenset[str]:
        """The actions of ``other`` that are among its own."""
        found = self.actions & other.actions
        if len(found) < len(other.actions):
            return found.union(each for each in actions.unknown(other.actions - found) if self._has_unknown(each))
        return found

    def _has_unknown(self, action: str) -> bool:
        if self.all_but_actions:
            return not any(overlaps(each.lower(), action) for each in self.patterns)
        return any(covers(each.lower(), action) for each in self.patterns)


def grants(document: Document, source: Source, actions: Actions, service: str | None = None) -> list[Grant]:
    """What the statements of a policy grant and deny.

    ``service`` is the one that a resource's policy speaks about: ``*`` then means its actions.
    """
    return [each for statement in document.statements for each in _of_statement(statement, source, actions, service)]


def _of_statement(statement: Statement, source: Source, actions: Actions, service: str | None) -> Iterable[Grant]:
    who: list[Who | None] = [Who((each,)) for each in statement.principals] or [None]
    if statement.all_but_principals:
        who = [Who(statement.principals, all_but=True)]
    resources = [Resources((each,)) for each in statement.resources]
    if statement.all_but_resources:
        resources = [Resources(statement.resources, all_but=True)]
    alternatives = split(statement.conditions)
    for where in resources:
        expanded = _expand(statement, actions, service or _service(where))
        for principal in who:
            for conditions in alternatives:
                yield Grant(
                    effect=statement.effect,
                    actions=expanded,
                    patterns=statement.actions,
                    all_but_actions=statement.all_but_actions,
                    resources=where,
                    conditions=conditions,
                    who=principal,
                    source=source,
                )


def _expand(statement: Statement, actions: Actions, service: str | None) -> frozenset[str]:
    family = actions.of_family(service) if service else frozenset()
    if statement.all_but_actions:
        found = actions.all_but(statement.actions)
        return found & family if family else found
    if family and "*" in statement.actions:
        return family | actions.expand_all(each for each in statement.actions if each != "*")
    return actions.expand_all(statement.actions)


def _service(resources: Resources) -> str | None:
    """The service that an ARN belongs to; ``*`` as action means no others there."""
    parts = resources.patterns[0].split(":", 3)
    plain = not resources.all_but and len(parts) == 4 and parts[0] == "arn" and "*" not in parts[2]
    return parts[2] if plain else None


def _holds(condition: Condition, resources: Resources) -> bool:
    """Whether a limit on the resource is none for these resources."""
    if condition.key != THE_RESOURCE:
        return False
    inside = Resources(tuple(sorted(condition.values)), all_but=condition.is_negative)
    if inside.all_but:
        return inside.covers(resources)
    return any(Resources((each,)).covers(resources) for each in inside.patterns)


def without(grant: Grant, others: Iterable[Grant], actions: Actions) -> frozenset[str]:
    """The actions of a grant that no other grant covers."""
    left = grant.actions
    for other in others:
        if not left:
            break
        if other.covers(grant):
            left -= other.shared(dataclasses.replace(grant, actions=left), actions)
    return left


def difference(these: Iterable[Grant], those: Sequence[Grant], actions: Actions) -> list[Grant]:
    """What ``these`` grant and ``those`` do not."""
    found = []
    for grant in these:
        if left := without(grant, those, actions):
            found.append(dataclasses.replace(grant, actions=left))
    return found


def capped(allowed: Iterable[Grant], boundary: Iterable[Grant], actions: Actions) -> list[Grant]:
    """What a permissions boundary leaves of what is allowed."""
    caps = [cap for cap in boundary if cap.effect == "Allow"]
    found = []
    for grant in allowed:
        for cap in caps:
            both = cap.shared(grant, actions)
            if not both or not cap.resources.overlaps(grant.resources):
                continue
            resources, conditions = grant.resources, grant.conditions | cap.conditions
            if not cap.resources.covers(resources):
                if resources.covers(cap.resources):
                    resources = cap.resources
                else:
                    conditions |= {_only(cap.resources)}
            found.append(dataclasses.replace(grant, actions=both, resources=resources, conditions=conditions))
    return found


def effective(allowed: Iterable[Grant], denied: Sequence[Grant], actions: Actions) -> list[Grant]:
    """What is left of what is allowed; a Deny that reaches it only in a way that has no name here is left out.

    What one Deny leaves may be what makes another one plain, so that they are gone through until nothing changes.
    """
    found: list[Grant] = []
    for grant in allowed:
        pieces, before = {grant: None}, None
        while denied and pieces.keys() != before:
            before = pieces.keys()
            for deny in denied:
                pieces = {piece: None for each in pieces for piece in _after_deny(each, deny, actions)}
        found += pieces
    return found


def _after_deny(grant: Grant, deny: Grant, actions: Actions) -> list[Grant]:
    both = deny.shared(grant, actions)
    if not both or not deny.resources.overlaps(grant.resources):
        return [grant]
    if deny.who is not None and (grant.who is None or not deny.who.covers(grant.who)):
        return [grant]
    limits = None if _never_meet(grant, deny) else _limits(grant, deny)
    if limits is None:
        return [grant]
    rest = grant.actions - both
    pieces = [dataclasses.replace(grant, actions=rest)] if rest else []
    return pieces + [dataclasses.replace(grant, actions=both, conditions=each) for each in limits]


def _never_meet(grant: Grant, deny: Grant) -> bool:
    """Whether the grant asks for what the Deny does not stop."""
    ways_out = [opposite(frozenset([each])) for each in collapse(deny.conditions)]
    return any(one.implies(way_out) for way_out in ways_out if way_out for one in grant.conditions)


def _limits(grant: Grant, deny: Grant) -> list[frozenset[Condition]] | None:
    """The conditions under which a grant is left by a Deny, as alternatives; None where they have no name here."""
    in_the_way = frozenset(each for each in deny.conditions if not any(one.implies(each) for one in grant.conditions))
    whole = deny.resources.covers(grant.resources)
    if not in_the_way:
        if whole:
            return []
        excluded = dataclasses.replace(deny.resources, all_but=not deny.resources.all_but)
        return split(grant.conditions | {_only(excluded)})
    limit = opposite(in_the_way) if whole else None
    return None if limit is None else split(grant.conditions | {limit})


def _only(resources: Resources) -> Condition:
    operator = "ArnNotLike" if resources.all_but else "ArnLike"
    return Condition(operator, THE_RESOURCE, frozenset(resources.patterns))
