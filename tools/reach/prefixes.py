"""Prefix lists: named sets of CIDR blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..compose.snapshot import Snapshot
from . import addresses
from .intervals import EMPTY, Intervals, normal, union
from .names import name
from .values import Texts, text, texts


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A prefix list."""

    name: str
    addresses: Intervals
    known: bool
    """False where its entries are AWS's own, or not known."""


def read(snapshot: Snapshot) -> dict[str, PrefixList]:
    """The prefix lists of a snapshot, by id."""
    found: dict[str, PrefixList] = {}
    for resource in snapshot.of_type("aws_ec2_managed_prefix_list"):
        identity = text(resource.values, "id")
        if identity:
            entries = texts(resource.values, "entry.cidr")
            inside = cidr_addresses(entries)
            found[identity] = PrefixList(f"prefix list {name(resource)}", inside or EMPTY, inside is not None)
    for resource in snapshot.of_type("aws_ec2_managed_prefix_list_entry"):
        identity = text(resource.values, "prefix_list_id")
        if identity in found:
            old = found[identity]
            inside = cidr_addresses(texts(resource.values, "cidr"))
            found[identity] = PrefixList(
                old.name, union(old.addresses, inside or EMPTY), old.known and inside is not None
            )
    for resource in snapshot.of_type("aws_vpc_endpoint"):
        if identity := text(resource.values, "prefix_list_id"):
            found[identity] = PrefixList(f"prefix list of {name(resource)}", EMPTY, False)
    return found


def look_up(lists: Mapping[str, PrefixList], identity: str) -> PrefixList:
    """The prefix list of an id; one that is not part of the plan has no known entries."""
    return lists.get(identity) or PrefixList(f"prefix list {identity}", EMPTY, False)


def cidr_addresses(cidrs: Texts) -> Intervals | None:
    """CIDR blocks as addresses; None where one is not known, or is no CIDR block."""
    if not cidrs.complete:
        return None
    try:
        return addresses.of(cidrs.values)
    except ValueError:
        return None


def known_addresses(cidrs: Iterable[str]) -> Intervals:
    """Those of the CIDR blocks that can be read, as addresses."""
    found = (cidr_addresses(Texts((cidr,), True)) for cidr in cidrs)
    return normal(pair for inside in found for pair in inside or EMPTY)
