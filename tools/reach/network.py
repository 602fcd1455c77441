"""The network of a snapshot: VPCs, subnets, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from ..compose.snapshot import Snapshot
from . import acls, prefixes, routes
from .acls import Acl, open_acl
from .addresses import EVERYWHERE, PRIVATE
from .groups import Groups, default_of
from .intervals import Intervals, union
from .names import name
from .prefixes import known_addresses
from .routes import NO_TABLE, Table
from .values import flag, text, texts


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC."""

    name: str
    addresses: Intervals
    default_group: str | None
    """The key of its default security group."""
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet."""

    key: str
    name: str
    vpc: Vpc
    addresses: Intervals
    table: Table
    acl: Acl
    gives_public: bool | None
    """Whether what is launched there gets a public address (None: not known)."""
    gives_ipv6: bool
    is_known: bool = True


_NO_VPC = Vpc("a VPC that is not part of the plan", PRIVATE, None, is_known=False)


class Network:
    """VPCs, subnets with their route tables and ACLs, and security groups."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.lists = prefixes.read(snapshot)
        self.groups = Groups(snapshot, self.lists)
        self._vpcs = _vpcs(snapshot)
        self._subnets = self._read_subnets(snapshot)

    def subnet(self, identity: str) -> Subnet:
        """The subnet of an id. Of one that is not part of the plan nothing is known."""
        found = self._subnets.get(identity)
        return found or nowhere(identity)

    def vpc(self, identity: str | None) -> Vpc:
        """The VPC of an id."""
        return self._vpcs.get(identity or "", _NO_VPC)

    def vpcs(self) -> list[Vpc]:
        """The VPCs of the plan."""
        return list(self._vpcs.values())

    def holds_subnet(self, identity: str) -> bool:
        """Whether an id is one of a subnet of the plan."""
        return identity in self._subnets

    def _read_subnets(self, snapshot: Snapshot) -> dict[str, Subnet]:
        tables, table_of = routes.read(snapshot, self.lists)
        lists, acl_of = acls.read(snapshot)
        main_tables, main_acls = _mains(snapshot, tables, lists)
        found = {}
        for resource in snapshot.of_type("aws_subnet", "aws_default_subnet"):
            identity = text(resource.values, "id")
            if not identity:
                continue
            owner = text(resource.values, "vpc_id") or ""
            inside = known_addresses(texts(resource.values, "cidr_block", "ipv6_cidr_block").values)
            found[identity] = Subnet(
                key=resource.full_address,
                name=name(resource),
                vpc=self.vpc(owner),
                addresses=inside or EVERYWHERE,
                table=table_of.get(identity) or main_tables.get(owner, NO_TABLE),
                acl=acl_of.get(identity) or main_acls.get(owner) or open_acl("the VPC's network ACL"),
                gives_public=_gives_public(resource.type, flag(resource.values, "map_public_ip_on_launch")),
                gives_ipv6=bool(flag(resource.values, "assign_ipv6_address_on_creation")),
            )
        return found


def nowhere(identity: str) -> Subnet:
    """A subnet of which nothing is known, and in which everything may be possible."""
    called = f"subnet {identity}, which is not part of the plan" if identity else "a subnet that is not known"
    return Subnet(identity, called, _NO_VPC, EVERYWHERE, NO_TABLE, open_acl("an ACL"), None, True, is_known=False)


def _gives_public(kind: str, given: bool | None) -> bool | None:
    return True if given is None and kind == "aws_default_subnet" else bool(given)


def _vpcs(snapshot: Snapshot) -> dict[str, Vpc]:
    found = {}
    for resource in snapshot.of_type("aws_vpc", "aws_default_vpc"):
        identity = text(resource.values, "id")
        if identity:
            # Not known, as with IPAM: private it is in any case.
            inside = known_addresses(texts(resource.values, "cidr_block").values) or PRIVATE
            reached = union(inside, known_addresses(texts(resource.values, "ipv6_cidr_block").values))
            found[identity] = Vpc(name(resource), reached, default_of(resource))
    for resource in snapshot.of_type("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"):
        vpc = found.get(text(resource.values, "vpc_id") or "")
        inside = known_addresses(texts(resource.values, "cidr_block", "ipv6_cidr_block").values)
        if vpc and inside:
            more = Vpc(vpc.name, union(vpc.addresses, inside), vpc.default_group)
            found[text(resource.values, "vpc_id") or ""] = more
    return found


def _mains(
    snapshot: Snapshot, tables: dict[str, Table], lists: dict[str, Acl]
) -> tuple[dict[str, Table], dict[str, Acl]]:
    """The main route tables and the default ACLs, by the VPC's id."""
    main_tables: dict[str, Table] = {}
    main_acls: dict[str, Acl] = {}
    for resource in snapshot.of_type("aws_vpc", "aws_default_vpc"):
        identity = text(resource.values, "id")
        if not identity:
            continue
        own = texts(resource.values, "default_route_table_id", "main_route_table_id").values
        called = f"the main route table of {name(resource)}"
        # The main table of a VPC is born with no route but its own; that of the default VPC leads to the internet.
        born = Table(called, (), is_known=resource.type == "aws_vpc")
        main_tables[identity] = next((tables[key] for key in own if key in tables), born)
        acl = text(resource.values, "default_network_acl_id")
        main_acls[identity] = lists.get(acl or "") or open_acl(f"the network ACL of {name(resource)}")
    for resource in snapshot.of_type("aws_main_route_table_association"):
        vpc, table = text(resource.values, "vpc_id"), text(resource.values, "route_table_id")
        if vpc:
            main_tables[vpc] = tables.get(table or "", NO_TABLE)
    return main_tables, main_acls
