"""One rule of a security group, in each of the ways in which Terraform spells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import addresses
from .intervals import EMPTY, Intervals, union
from .prefixes import PrefixList, cidr_addresses, known_addresses, look_up
from .traffic import traffic
from .values import texts

Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which traffic from whom (in) or to whom (out)."""

    direction: Direction
    traffic: Intervals
    addresses: Intervals
    """From CIDR blocks and prefix lists whose entries are known."""
    groups: tuple[str, ...]
    """Ids of security groups."""
    lists: tuple[str, ...]
    """Names of prefix lists whose entries are not known."""
    is_known: bool
    """False where some of whom it lets through is not known."""
    named: tuple[str, ...]
    """The CIDR blocks and prefix lists, as people know them."""
    place: str
    """Where it is written."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """Where a kind of rule says what."""

    protocol: str
    cidrs: tuple[str, ...]
    lists: str
    groups: str


INLINE = Spelling("protocol", ("cidr_blocks", "ipv6_cidr_blocks"), "prefix_list_ids", "security_groups")
"""The ``ingress`` and ``egress`` blocks of a security group."""
PAIR = Spelling("protocol", ("cidr_blocks", "ipv6_cidr_blocks"), "prefix_list_ids", "source_security_group_id")
"""``aws_security_group_rule``."""
SINGLE = Spelling("ip_protocol", ("cidr_ipv4", "cidr_ipv6"), "prefix_list_id", "referenced_security_group_id")
"""``aws_vpc_security_group_ingress_rule`` and ``…_egress_rule``."""


def rule(
    spelling: Spelling,
    values: Mapping[str, Any],
    direction: Direction,
    owner: str,
    place: str,
    lists: Mapping[str, PrefixList],
) -> Rule:
    """Read a rule.

    Args:
        spelling: how it is written.
        values: the block, or the values of the resource.
        direction: into or out of the group.
        owner: id or key of the group that it belongs to, for ``self``.
        place: where it is written, for people.
        lists: the prefix lists of the plan, by id.
    """
    blocks = texts(values, *spelling.cidrs)
    found = known_addresses(blocks.values)
    identities = texts(values, spelling.lists)
    groups = texts(values, spelling.groups)
    named, unresolved = list(blocks.values), []
    for identity in identities.values:
        prefix_list = look_up(lists, identity)
        found = union(found, prefix_list.addresses)
        named.append(prefix_list.name)
        if not prefix_list.known:
            unresolved.append(prefix_list.name)
    members = groups.values
    if values.get("self"):
        members = (*members, owner)
    # The group of an aws_security_group_rule is computed where it has CIDR blocks: unknown, and of no meaning then.
    # Empty lists let nobody in; but a rule of one source has one, whether it is known or not.
    is_settled = bool(named or members) or (groups.complete and spelling is not SINGLE)
    is_known = cidr_addresses(blocks) is not None and identities.complete and is_settled
    passed = traffic(values.get(spelling.protocol), values.get("from_port"), values.get("to_port"))
    return Rule(direction, passed, found, members, tuple(unresolved), is_known, tuple(named), place)


def everything(direction: Direction, group: str | None, place: str) -> Rule:
    """A rule that AWS makes: all traffic from the wearers of a group, or to everywhere."""
    reached = EMPTY if group else addresses.EVERYWHERE
    passed = traffic("-1")
    named = () if group else ("everywhere",)
    return Rule(direction, passed, reached, (group,) if group else (), (), True, named, place)
