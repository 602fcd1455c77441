"""Flows that are one for a reader: the same traffic to many like things, from many wearers of one group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..review.model import Flow, FlowChange, Level
from . import addresses
from .endpoints import Endpoint
from .flows import Reachability, Source
from .groups import Group
from .intervals import intersect
from .names import name, some
from .pieces import Piece
from .traffic import words
from .wearers import Wearer

_MANY = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A piece that was opened or closed, with all that is to be said of it."""

    kind: Literal["opened", "closed"]
    side: Reachability
    piece: Piece
    danger: Level
    why: str
    path: tuple[str, ...]


def merged(found: Iterable[Found]) -> list[FlowChange]:
    """The pieces as flows; those of like things become one."""
    alike: dict[tuple[object, ...], list[Found]] = {}
    for one in found:
        key = (one.kind, one.danger, one.why, one.piece.traffic, _source(one), _family(one), one.piece.reach.kind)
        alike.setdefault(key, []).append(one)
    changes = []
    for members in _by_group(alike.values()):
        changes += _changes(members)
    return changes


def _by_group(families: Iterable[list[Found]]) -> list[list[Found]]:
    """Families that wear the same groups, put together where there are many of them."""
    together: dict[tuple[object, ...], list[list[Found]]] = {}
    for members in families:
        first = members[0]
        subject = first.piece.reach.subject
        groups = subject.groups if isinstance(subject, Wearer) else first.piece.reach.key
        key = (first.kind, first.danger, first.why, first.piece.traffic, _source(first), groups, first.piece.reach.kind)
        together.setdefault(key, []).append(members)
    found = []
    for many in together.values():
        found += [[one for members in many for one in members]] if len(many) > _MANY else many
    return found


def _changes(members: list[Found]) -> list[FlowChange]:
    first = members[0]
    reach = first.piece.reach
    title = _title(members)
    source, target = (title, "the internet") if reach.kind == "out" else (_source(first), title)
    public = reach.kind != "out" and bool(intersect(first.piece.reaching, first.piece.outside))
    if first.piece.sources and first.piece.is_reaching:
        public = any(one.kind == "list" for one in first.piece.sources)
    path = tuple(dict.fromkeys(step for one in members[:_MANY] for step in one.path))
    return [
        FlowChange(first.kind, Flow(source, target, reach.unit, protocol, ports, path, public), first.danger, first.why)
        for protocol, ports in words(first.piece.traffic)
    ]


def _title(members: list[Found]) -> str:
    first = members[0].piece.reach
    if len(members) == 1:
        return first.name
    subject = first.subject
    if isinstance(subject, Endpoint):
        parts = [one.piece.reach.subject.part for one in members if isinstance(one.piece.reach.subject, Endpoint)]
        return f"{some(parts, 6)} at {name(subject.resource)}"
    if isinstance(subject, Group):
        return some([one.piece.reach.name for one in members])
    families = {_family(one) for one in members}
    if len(families) == 1:
        resource = subject.resource
        return f"{resource.type}.{resource.name} of {resource.unit} ({len(members)} of them)"
    return f"{len(members)} resources: {some([one.piece.reach.name for one in members])}"


def _family(one: Found) -> tuple[str, ...]:
    """What makes things alike: instances of one resource, routes of one API."""
    subject = one.piece.reach.subject
    match subject:
        case Wearer():
            module = subject.resource.address.rpartition(f"{subject.resource.type}.")[0]
            return (subject.resource.unit, module, subject.resource.type, subject.resource.name)
        case Endpoint():
            return (subject.resource.full_address,)
        case _:
            return (one.piece.reach.key,)


def _source(one: Found) -> str:
    piece = one.piece
    if not piece.sources:
        return addresses.words(piece.addresses)
    names = [_called(one.side, source) for source in piece.sources if not _is_told(one.side, source)]
    return some(sorted(set(names)), 4)


def _is_told(side: Reachability, source: Source) -> bool:
    return source.kind == "group" and source.key in side.worn_by


def _called(side: Reachability, source: Source) -> str:
    match source.kind:
        case "wearer":
            return side.wearers[source.key].name
        case "group":
            return side.network.groups.get(source.key).name
        case "unknown":
            return "somebody who is not known"
        case _:
            return source.key
