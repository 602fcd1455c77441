"""Route tables: which addresses are reached through what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..compose.snapshot import Resource, Snapshot
from .addresses import EVERYWHERE, PRIVATE, is_wide_public
from .intervals import EMPTY, Intervals, intersect, size, subtract, union
from .names import name
from .prefixes import PrefixList, known_addresses, look_up
from .values import UNKNOWN, alternatives, blocks, text, texts

Way = Literal["internet", "nat", "egress only", "private", "nowhere", "unknown"]
"""``internet``: an internet gateway, in and out. ``nat``, ``egress only``: out. ``private``: peering, transit, VPN."""

_TARGETS: tuple[tuple[str, Way, str], ...] = (
    ("nat_gateway_id", "nat", "NAT gateway"),
    ("egress_only_gateway_id", "egress only", "egress-only gateway"),
    ("transit_gateway_id", "private", "transit gateway"),
    ("vpc_peering_connection_id", "private", "VPC peering"),
    ("core_network_arn", "private", "core network"),
    ("network_interface_id", "private", "network interface"),
    ("instance_id", "private", "instance"),
    ("vpc_endpoint_id", "private", "VPC endpoint"),
    ("local_gateway_id", "private", "local gateway"),
    ("carrier_gateway_id", "internet", "carrier gateway"),
)
_COMPUTED = ("network_interface_id", "instance_id")
"""Targets that the provider fills in, so that they are not known where another one is set."""
_DESTINATIONS = ("cidr_block", "ipv6_cidr_block", "destination_cidr_block", "destination_ipv6_cidr_block")


@dataclass(frozen=True, slots=True)
class Route:
    """A route, with the addresses that it takes (those that no narrower route takes)."""

    addresses: Intervals
    way: Way
    through: str
    """What it leads to, for people."""
    step: str


@dataclass(frozen=True, slots=True)
class Table:
    """A route table. The VPC's own addresses, which it always reaches, are not among its routes."""

    name: str
    routes: tuple[Route, ...]
    is_known: bool = True

    def taken(self, *ways: Way) -> Intervals:
        """The addresses that are reached in some ways."""
        found = EMPTY
        for route in self.routes:
            if route.way in ways:
                found = union(found, route.addresses)
        return found

    def private(self) -> Intervals:
        """What is reached beyond the VPC without the internet.

        A default route to a transit gateway does not make the internet come in there: it counts for private
        addresses only.
        """
        found = EMPTY
        for route in self.routes:
            if route.way in ("private", "unknown"):
                is_default = is_wide_public(route.addresses)
                found = union(found, intersect(route.addresses, PRIVATE) if is_default else route.addresses)
        return found


NO_TABLE = Table("a route table that is not part of the plan", (), is_known=False)


def read(snapshot: Snapshot, lists: Mapping[str, PrefixList]) -> tuple[dict[str, Table], dict[str, Table]]:
    """The route tables of a snapshot by id, and those of its subnets by the subnet's id."""
    gateways = {
        identity: resource
        for resource in snapshot.of_type(
            "aws_internet_gateway",
            "aws_vpn_gateway",
            "aws_nat_gateway",
            "aws_ec2_transit_gateway",
            "aws_vpc_peering_connection",
            "aws_egress_only_internet_gateway",
        )
        if (identity := text(resource.values, "id"))
    }
    single: dict[str, list[Resource]] = {}
    lost: list[Resource] = []
    for resource in snapshot.of_type("aws_route"):
        identity = text(resource.values, "route_table_id")
        (single.setdefault(identity, []) if identity else lost).append(resource)
    tables: dict[str, Table] = {}
    for resource in snapshot.of_type("aws_route_table", "aws_default_route_table"):
        ids = texts(resource.values, "id", "default_route_table_id").values
        raw = [(block, resource) for block in blocks(resource.values, "route")]
        raw += [(route.values, route) for identity in ids for route in single.pop(identity, [])]
        # Routes whose table is not known yet may be in any of their unit.
        raw += [(route.values, route) for route in lost if route.unit == resource.unit]
        tables.update(dict.fromkeys(ids, _table(f"route table {name(resource)}", raw, gateways, lists)))
    for identity, routes in single.items():  # Of main tables that nobody adopted, or of tables elsewhere.
        named = [(route.values, route) for route in routes]
        tables[identity] = _table(f"route table {identity}", named, gateways, lists, is_known=False)
    of_subnets = {}
    for resource in snapshot.of_type("aws_route_table_association"):
        if subnet := text(resource.values, "subnet_id"):
            of_subnets[subnet] = tables.get(text(resource.values, "route_table_id") or "", NO_TABLE)
    return tables, of_subnets


def _table(
    title: str,
    raw: list[tuple[Mapping[str, Any], Resource]],
    gateways: Mapping[str, Resource],
    lists: Mapping[str, PrefixList],
    *,
    is_known: bool = True,
) -> Table:
    """The narrowest route takes an address."""
    found = []
    taken = EMPTY
    routes = [route for values, place in raw for route in _routes(values, place, gateways, lists)]
    for route in sorted(routes, key=lambda route: size(route.addresses)):
        found.append(Route(subtract(route.addresses, taken), route.way, route.through, route.step))
        taken = union(taken, route.addresses)
    return Table(title, tuple(found), is_known)


def _routes(
    values: Mapping[str, Any], place: Resource, gateways: Mapping[str, Resource], lists: Mapping[str, PrefixList]
) -> list[Route]:
    way, through = _target(values, gateways)
    found = []
    destinations = alternatives(values, *_DESTINATIONS, "destination_prefix_list_id")
    if not destinations.values and not destinations.complete:
        found.append(
            Route(EVERYWHERE, way, through, f"route to somewhere not known yet through {through} in {name(place)}")
        )
    for cidr in texts(values, *_DESTINATIONS).values:
        if inside := known_addresses([cidr]):
            found.append(Route(inside, way, through, f"route {cidr} to {through} in {name(place)}"))
    for identity in texts(values, "destination_prefix_list_id").values:
        prefix_list = look_up(lists, identity)
        if prefix_list.addresses:
            step = f"route {prefix_list.name} to {through} in {name(place)}"
            found.append(Route(prefix_list.addresses, way, through, step))
    return found


def _target(values: Mapping[str, Any], gateways: Mapping[str, Resource]) -> tuple[Way, str]:
    for attribute, way, kind in _TARGETS:
        if identity := text(values, attribute):
            return way, f"{kind} {_called(identity, gateways)}"
    identity = text(values, "gateway_id")
    if identity is None:
        return _unknown(values)
    known = gateways.get(identity)
    called = _called(identity, gateways)
    if identity.startswith("igw-") or (known and known.type == "aws_internet_gateway"):
        return "internet", f"internet gateway {called}"
    if identity.startswith("vgw-") or (known and known.type == "aws_vpn_gateway"):
        return "private", f"VPN gateway {called}"
    if identity == "local" or identity.startswith("vpce-"):
        return "nowhere", identity
    return "unknown", f"gateway {identity}, of which it is not known what it is"


def _unknown(values: Mapping[str, Any]) -> tuple[Way, str]:
    """Which target is not known yet says what it is: null where it is not set, no key where it is not known."""
    if values.get("gateway_id", UNKNOWN) is UNKNOWN:
        return "unknown", "a gateway that is not known yet"
    for attribute, way, kind in _TARGETS:
        if attribute not in _COMPUTED and values.get(attribute, UNKNOWN) is UNKNOWN:
            return way, f"a {kind} that is not known yet"
    return "nowhere", "nothing"


def _called(identity: str, gateways: Mapping[str, Resource]) -> str:
    return name(gateways[identity]) if identity in gateways else identity
