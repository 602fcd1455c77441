"""Flows that are one for a reader: the same traffic to many like things, from many wearers of one group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..levels import Level
from . import addresses
from .endpoints import Endpoint
from .flows import Reachability, Source
from .intervals import intersect
from .model import Flow, FlowChange
from .names import some
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

    @property
    def is_public(self) -> bool:
        """Whether somebody on the internet gets to the thing."""
        if self.piece.reach.kind == "out" or not self.piece.gets_there:
            return False
        if self.piece.sources:
            return any(source.kind == "list" for source in self.piece.sources)
        return bool(intersect(self.piece.reaching, self.piece.outside))


def merged(found: Iterable[Found]) -> list[FlowChange]:
    """The pieces as flows; those of like things become one."""
    alike: dict[tuple[object, ...], list[Found]] = {}
    for one in found:
        key = (*_told(one), _family(one))
        alike.setdefault(key, []).append(one)
    changes = []
    for members in _by_group(alike.values()):
        changes += _changes(members)
    return changes


def _told(one: Found) -> tuple[object, ...]:
    """All that is told of a piece but for the thing itself and the path."""
    piece = one.piece
    ends = (piece.reach.kind, "" if piece.reach.kind == "out" else _source(one), piece.traffic)
    return (one.kind, one.danger, one.why, *ends, one.is_public, piece.gets_there)


def _by_group(families: Iterable[list[Found]]) -> list[list[Found]]:
    """Families that wear the same groups, put together where there are many of them."""
    together: dict[tuple[object, ...], list[list[Found]]] = {}
    for members in families:
        first = members[0]
        subject = first.piece.reach.subject
        groups = subject.groups if isinstance(subject, Wearer) else first.piece.reach.key
        key = (*_told(first), groups)
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
    path = tuple(dict.fromkeys(step for one in members[:_MANY] for step in one.path))
    flows = [
        Flow(source, target, reach.unit, protocol, ports, path, first.is_public, first.piece.gets_there)
        for protocol, ports in words(first.piece.traffic)
    ]
    return [FlowChange(first.kind, flow, first.danger, first.why) for flow in flows]


def _title(members: list[Found]) -> str:
    """What all of them are called; outward, where it is the source, with the unit."""
    reaches = [one.piece.reach for one in members]
    first = reaches[0]
    with_unit = first.kind == "out" or len({reach.unit for reach in reaches}) > 1
    of_unit = f" of {first.unit}" if first.kind == "out" else ""
    titles = [f"{reach.name} of {reach.unit}" if with_unit else reach.name for reach in reaches]
    if len(members) == 1:
        return titles[0]
    subject = first.subject
    if isinstance(subject, Endpoint):
        parts = [reach.subject.part for reach in reaches if isinstance(reach.subject, Endpoint)]
        return f"{some(parts, 6)} at {subject.resource.address}"
    families = {_family(one) for one in members}
    if isinstance(subject, Wearer) and len(families) == 1:
        return f"{subject.resource.address.rpartition('[')[0]}{of_unit} ({len(members)} of them)"
    return f"{len(members)} resources: {some(titles)}"


def _family(one: Found) -> tuple[str, ...]:
    """What makes things alike: instances of one resource, routes of one API."""
    subject = one.piece.reach.subject
    match subject:
        case Wearer():
            resource = subject.resource
            is_one = resource.key is None
            return (resource.unit, resource.address if is_one else resource.address.rpartition("[")[0])
        case Endpoint():
            return (subject.resource.full_address,)
        case _:
            return (one.piece.reach.key,)


def _source(one: Found) -> str:
    piece = one.piece
    if not piece.sources:
        return f"{addresses.words(piece.addresses)}{_whose(one)}"
    names = [_called(one.side, source) for source in piece.sources if not _is_told(one.side, source)]
    return some(sorted(set(names)), 4)


def _whose(one: Found) -> str:
    """The VPC whose addresses these are, all of them and no others: its own, or the only one that has them."""
    subject = one.piece.reach.subject
    own = [subnet.vpc for subnet in subject.subnets] if isinstance(subject, Wearer) else []
    for vpcs in (own, one.side.network.vpcs()):
        names = {vpc.name for vpc in vpcs if vpc.is_known and vpc.addresses == one.piece.addresses}
        if len(names) == 1:
            return f" (all of {names.pop()})"
    return ""


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
