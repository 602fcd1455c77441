"""Network ACLs: ordered rules that know nothing of connections, so that answers need a rule of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..compose.snapshot import Resource, Snapshot
from . import region
from .addresses import EVERYWHERE
from .intervals import EMPTY, Intervals, intersect
from .names import name
from .prefixes import cidr_addresses
from .region import NOWHERE, Region, rectangle
from .traffic import ALL, EPHEMERAL, PROTOCOLS, TCP, UDP, traffic
from .values import alternatives, blocks, text, texts

_LAST = 1 << 16


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    allows: bool
    region: Region


@dataclass(frozen=True, slots=True)
class Acl:
    """A network ACL, worked out."""

    name: str
    asked_in: Region
    """What may be asked from outside *and* answered, from which addresses."""
    asked_out: Region
    """What may be asked from inside *and* answered, to which addresses."""


def acl(title: str, inward: Region, outward: Region) -> Acl:
    """An ACL of what it lets in and out."""
    asked_in = region.intersect(inward, _answered(outward))
    return Acl(title, asked_in, region.intersect(outward, _answered(inward)))


def open_acl(title: str) -> Acl:
    """An ACL that lets everything through, as that of a VPC does until somebody adopts it."""
    everything = rectangle(ALL, EVERYWHERE)
    return Acl(title, everything, everything)


def read(snapshot: Snapshot) -> tuple[dict[str, Acl], dict[str, Acl]]:
    """The ACLs of a snapshot by id, and those of its subnets by the subnet's id."""
    written: dict[str, list[Resource]] = {}
    for resource in snapshot.of_type("aws_network_acl_rule"):
        if identity := text(resource.values, "network_acl_id"):
            written.setdefault(identity, []).append(resource)
    acls: dict[str, Acl] = {}
    of_subnets: dict[str, Acl] = {}
    for resource in snapshot.of_type("aws_network_acl", "aws_default_network_acl"):
        ids = texts(resource.values, "id", "default_network_acl_id").values
        own = [rule for identity in ids for rule in written.get(identity, [])]
        found = acl(
            f"network ACL {name(resource)}",
            _fold([*_inline(resource, "ingress"), *(_single(rule) for rule in own if not rule.values.get("egress"))]),
            _fold([*_inline(resource, "egress"), *(_single(rule) for rule in own if rule.values.get("egress"))]),
        )
        acls.update(dict.fromkeys(ids, found))
        of_subnets.update(dict.fromkeys(texts(resource.values, "subnet_ids").values, found))
    for resource in snapshot.of_type("aws_network_acl_association"):
        subnet, identity = text(resource.values, "subnet_id"), text(resource.values, "network_acl_id")
        if subnet:
            of_subnets[subnet] = acls.get(identity or "") or open_acl("a network ACL that is not known")
    return acls, of_subnets


def _inline(resource: Resource, attribute: str) -> list[_Rule]:
    return [_rule(block, "rule_no", "action") for block in blocks(resource.values, attribute)]


def _single(resource: Resource) -> _Rule:
    return _rule(resource.values, "rule_number", "rule_action")


def _rule(values: Mapping[str, Any], number: str, action: str) -> _Rule:
    passed = traffic(values.get("protocol"), values.get("from_port"), values.get("to_port"))
    if str(values.get("protocol")) in ("1", "58", "icmp", "icmpv6"):
        passed = traffic(values.get("protocol"), values.get("icmp_type"), values.get("icmp_code"))
    allows = str(values.get(action, "allow")).lower() == "allow"
    inside = cidr_addresses(alternatives(values, "cidr_block", "ipv6_cidr_block"))
    if not inside:  # Not known: an allowing rule may let anybody through, a denying one may deny nobody.
        inside = EVERYWHERE if allows else EMPTY
    order = values.get(number)
    return _Rule(order if isinstance(order, int) else _LAST, allows, rectangle(passed, inside))


def _fold(rules: list[_Rule]) -> Region:
    """The first rule that fits decides; what no rule fits is denied."""
    allowed, decided = NOWHERE, NOWHERE
    for rule in sorted(rules, key=lambda rule: rule.number):
        if rule.allows:
            allowed = region.union(allowed, region.subtract(rule.region, decided))
        decided = region.union(decided, rule.region)
    return allowed


def _answered(back: Region) -> Region:
    """What is answered where this may go back: TCP and UDP to ports of clients, all else as it came.

    Some of the ports of clients are enough: which they take is theirs to say.
    """
    found: list[tuple[int, int, Intervals]] = []
    for protocol in PROTOCOLS:
        ports = intersect(protocol, EPHEMERAL) if protocol in (TCP, UDP) else protocol
        there = region.addresses_of(back, ports)
        if found and found[-1][2] == there:
            found[-1] = (found[-1][0], protocol[0][1], there)
        else:
            found.append((*protocol[0], there))
    return tuple(piece for piece in found if piece[2])
