"""What wears security groups: where it lives, and whether it has a public address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..compose.snapshot import Resource, Snapshot
from ..strings import strings
from .intervals import EMPTY, Intervals, union
from .kinds import KINDS, NOT_WEARERS, Kind, Via
from .names import name
from .network import Network, Subnet, nowhere
from .traffic import tcp, udp
from .values import alternatives, blocks, flag, text, texts

Answer = Literal["yes", "no", "subnet", "unknown"]
"""``subnet``: the subnet decides."""

_UNKNOWN_KIND = Kind((), (), "unknown", default_group=False)


@dataclass(frozen=True, slots=True)
class Address:
    """Whether something has a public address."""

    ipv4: Answer
    ipv6: Answer
    step: str
    """What makes it so, for people."""


@dataclass(frozen=True, slots=True)
class Wearer:
    """Something that stands in subnets and wears security groups."""

    resource: Resource
    groups: tuple[str, ...]
    """Keys of security groups."""
    groups_known: bool
    """False where some of the groups that it wears are not known."""
    subnets: tuple[Subnet, ...]
    address: Address
    data: bool
    accepts: bool
    listens: Intervals | None = None
    """What it listens to, where no security group stands before it (an NLB without one)."""

    @property
    def key(self) -> str:
        """What it is in both snapshots: its full address."""
        return self.resource.full_address

    @property
    def name(self) -> str:
        """Its name for people."""
        return name(self.resource)


def read(snapshot: Snapshot, network: Network) -> list[Wearer]:
    """Everything in a snapshot that wears security groups."""
    reader = _Reader(snapshot, network)
    found = (reader.wearer(resource) for resource in snapshot.resources.values())
    return [wearer for wearer in found if wearer]


class _Reader:
    def __init__(self, snapshot: Snapshot, network: Network) -> None:
        self._snapshot = snapshot
        self._network = network
        self._templates = _by_names(snapshot, "aws_launch_template", "aws_launch_configuration")
        self._clusters = _by_names(snapshot, "aws_eks_cluster")
        self._elastic = _elastic(snapshot)
        self._more_groups = _pairs(
            snapshot,
            ("aws_network_interface_sg_attachment", "network_interface_id", "security_group_id"),
            ("aws_vpc_endpoint_security_group_association", "vpc_endpoint_id", "security_group_id"),
        )
        self._more_subnets = _pairs(snapshot, ("aws_vpc_endpoint_subnet_association", "vpc_endpoint_id", "subnet_id"))

    def wearer(self, resource: Resource) -> Wearer | None:
        kind = KINDS.get(resource.type)
        if kind is None:
            return self._found_by_ids(resource)
        if _lives_elsewhere(resource):
            return None
        groups, groups_known = self._groups(resource, kind)
        subnets, subnets_known = self._subnets(resource, kind)
        if not groups and not subnets and groups_known and subnets_known and _is_optional(kind):
            return None
        listens = None
        if not groups and groups_known:
            if text(resource.values, "load_balancer_type") == "network":
                listens = self._listeners(resource)
            elif kind.default_group or resource.type in ("aws_lb", "aws_alb"):
                default = next((subnet.vpc.default_group for subnet in subnets), None)
                groups, groups_known = ((self._network.groups.key(default),), True) if default else ((), False)
        return Wearer(
            resource,
            groups,
            groups_known,
            subnets or (nowhere(""),),
            self._address(resource, kind),
            kind.data,
            kind.accepts,
            listens,
        )

    def _groups(self, resource: Resource, kind: Kind) -> tuple[tuple[str, ...], bool]:
        found = alternatives(resource.values, *kind.groups)
        identities, known = list(found.values), found.complete
        if resource.type == "aws_eks_cluster":
            # The cluster's own group is made by AWS; the plan of a new cluster does not know its id.
            identities, known = [*texts(resource.values, "vpc_config.security_group_ids").values], True
            identities.append(_cluster_group(resource))
        templates = [] if identities else self._templates_of(resource)
        for template in templates:
            inside = texts(
                template.values, "vpc_security_group_ids", "network_interfaces.security_groups", "security_groups"
            )
            identities += inside.values
        if resource.type == "aws_eks_node_group" and not identities:
            cluster = self._clusters.get(text(resource.values, "cluster_name") or "")
            identities, known = ([_cluster_group(cluster)], True) if cluster else ([], False)
        for own in texts(resource.values, "id", "primary_network_interface_id").values:
            identities += self._more_groups.get(own, [])
        return tuple(dict.fromkeys(self._network.groups.key(identity) for identity in identities)), known or bool(
            templates
        )

    def _subnets(self, resource: Resource, kind: Kind) -> tuple[tuple[Subnet, ...], bool]:
        found = alternatives(resource.values, *kind.subnets)
        identities, known = list(found.values), found.complete
        identities += self._more_subnets.get(text(resource.values, "id") or "", [])
        if kind.via:
            group = self._subnet_group(resource, kind.via)
            inside = texts(group.values, "subnet_ids") if group else None
            identities += inside.values if inside else ()
            known = inside is not None and inside.complete
        for template in [] if identities else self._templates_of(resource):
            identities += texts(template.values, "network_interfaces.subnet_id").values
        return tuple(self._network.subnet(identity) for identity in dict.fromkeys(identities)), known

    def _subnet_group(self, resource: Resource, via: Via) -> Resource | None:
        wanted = text(resource.values, via.attribute)
        if wanted is None:
            return None
        candidates = [
            group for group in self._snapshot.of_type(*via.types) if wanted in texts(group.values, *via.keys).values
        ]
        # Names are unique within an account and region only: the nearest one in the tree is meant.
        return max(candidates, key=lambda group: _shared(group.unit, resource.unit), default=None)

    def _templates_of(self, resource: Resource) -> list[Resource]:
        named = texts(
            resource.values,
            "launch_configuration",
            *(
                f"{place}launch_template.{attribute}"
                for place in ("", "compute_resources.")
                for attribute in ("id", "name", "launch_template_id", "launch_template_name")
            ),
            *(
                f"mixed_instances_policy.launch_template.{place}launch_template_specification.{attribute}"
                for place in ("", "override.")
                for attribute in ("launch_template_id", "launch_template_name")
            ),
        )
        found = (self._templates.get(identity) for identity in named.values)
        return list({template.full_address: template for template in found if template}.values())

    def _listeners(self, resource: Resource) -> Intervals:
        own = texts(resource.values, "arn", "id").values
        found = EMPTY
        for listener in self._snapshot.of_type("aws_lb_listener", "aws_alb_listener"):
            port = listener.values.get("port")
            if text(listener.values, "load_balancer_arn") in own and isinstance(port, int):
                protocol = text(listener.values, "protocol") or "TCP"
                found = union(found, tcp(port) if protocol != "UDP" else EMPTY)
                found = union(found, udp(port) if "UDP" in protocol else EMPTY)
        return found

    def _address(self, resource: Resource, kind: Kind) -> Address:
        for own in texts(resource.values, "id", "primary_network_interface_id").values:
            if own in self._elastic:
                return Address("yes", _ipv6(resource), f"public address {name(self._elastic[own])}")
        match kind.public:
            case "facing":
                return _facing(resource)
            case "launched":
                return self._launched(resource, kind)
            case "flag":
                return self._flagged(resource, kind)
            case "interface":
                given = texts(resource.values, "endpoint_details.address_allocation_ids").values
                return Address("yes" if given else "no", _ipv6(resource), "elastic IP addresses" if given else "")
            case "never":
                return Address("no", "no", "it never has a public address")
            case _:
                return Address("unknown", "unknown", f"whether {resource.type} has a public address is not known")

    def _launched(self, resource: Resource, kind: Kind) -> Address:
        given = flag(resource.values, kind.flag) if kind.flag else None
        place = kind.flag
        for template in self._templates_of(resource) if given is None else ():
            for path in ("network_interfaces.associate_public_ip_address", "associate_public_ip_address"):
                if given is None:
                    given, place = flag(template.values, path), f"associate_public_ip_address in {name(template)}"
        if given is None:
            return Address("subnet", _ipv6(resource), "its subnet gives public addresses")
        return Address("yes" if given else "no", _ipv6(resource), f"public address: {place} = {str(given).lower()}")

    def _flagged(self, resource: Resource, kind: Kind) -> Address:
        if resource.type == "aws_msk_cluster":
            kind_of_access = text(resource.values, "broker_node_group_info.connectivity_info.public_access.type")
            is_public = kind_of_access not in (None, "DISABLED")
            return Address("yes" if is_public else "no", "no", f"public access: {kind_of_access}")
        holders = [resource]
        path = kind.flag
        if resource.type in ("aws_rds_cluster", "aws_neptune_cluster"):
            own = texts(resource.values, "id", "cluster_identifier").values
            path = "publicly_accessible"
            holders = [
                instance
                for instance in self._snapshot.of_type(f"{resource.type}_instance")
                if text(instance.values, "cluster_identifier") in own
            ]
        for holder in holders:
            if flag(holder.values, path):
                return Address("yes", _ipv6(resource), f"public address: {path} = true in {name(holder)}")
        if any(path.partition(".")[0] not in holder.values for holder in holders):
            return Address("unknown", _ipv6(resource), f"{path} is not known yet")
        return Address("no", _ipv6(resource), f"{path or 'publicly_accessible'} is false")

    def _found_by_ids(self, resource: Resource) -> Wearer | None:
        """Of a type that is not in the table, but names security groups."""
        if resource.type in NOT_WEARERS:
            return None
        held = set(strings(resource.values))
        groups = [identity for identity in held if self._network.groups.holds(identity)]
        if not groups:
            return None
        subnets = [self._network.subnet(found) for found in held if self._network.holds_subnet(found)]
        keys = tuple(sorted(self._network.groups.key(identity) for identity in groups))
        subnets.sort(key=lambda subnet: subnet.key)
        address = self._address(resource, _UNKNOWN_KIND)
        return Wearer(resource, keys, True, tuple(subnets) or (nowhere(""),), address, False, True)


def _facing(resource: Resource) -> Address:
    family = text(resource.values, "ip_address_type") or "ipv4"
    if flag(resource.values, "internal"):
        return Address("no", "no", "internal")
    only_v6 = family == "dualstack-without-public-ipv4"
    return Address("no" if only_v6 else "yes", "yes" if family.startswith("dualstack") else "no", "internet-facing")


def _ipv6(resource: Resource) -> Answer:
    """Every IPv6 address is a public one."""
    if texts(resource.values, "ipv6_addresses").values or resource.values.get("ipv6_address_count"):
        return "yes"
    launched = ("launched", "interface")
    kind = KINDS.get(resource.type)
    in_subnet = kind is not None and (kind.public in launched or resource.type.startswith("aws_ecs_"))
    return "subnet" if in_subnet else "no"


def _lives_elsewhere(resource: Resource) -> bool:
    """Whether others stand for it: its network interfaces, its replication group; or it stands in no subnet."""
    values = resource.values
    match resource.type:
        case "aws_instance":
            return bool(blocks(values, "network_interface"))
        case "aws_elasticache_cluster":
            return bool(text(values, "replication_group_id"))
        case "aws_vpc_endpoint":
            return text(values, "vpc_endpoint_type") != "Interface"
        case "aws_lb" | "aws_alb":
            return text(values, "load_balancer_type") == "gateway"
        case _:
            return False


def _is_optional(kind: Kind) -> bool:
    """Whether a thing of this kind may do without a VPC: all it says of one is in a block."""
    return kind.via is None and all("." in path for path in (*kind.groups, *kind.subnets))


def _cluster_group(cluster: Resource) -> str:
    own = text(cluster.values, "vpc_config.cluster_security_group_id")
    return own or f"{cluster.full_address} cluster security group"


def _elastic(snapshot: Snapshot) -> dict[str, Resource]:
    """What has an elastic IP address: by the id of the instance or network interface."""
    found = {}
    for resource in snapshot.of_type("aws_eip", "aws_eip_association"):
        for attribute in ("instance", "instance_id", "network_interface", "network_interface_id"):
            if identity := text(resource.values, attribute):
                found[identity] = resource
    return found


def _by_names(snapshot: Snapshot, *types: str) -> dict[str, Resource]:
    return {
        identity: resource
        for resource in snapshot.of_type(*types)
        for identity in texts(resource.values, "id", "name").values
    }


def _pairs(snapshot: Snapshot, *kinds: tuple[str, str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, one, other in kinds:
        for resource in snapshot.of_type(kind):
            left, right = text(resource.values, one), text(resource.values, other)
            if left and right:
                found.setdefault(left, []).append(right)
    return found


def _shared(left: str, right: str) -> int:
    """How many folders two units have in common."""
    pairs = zip(left.split("/"), right.split("/"), strict=False)
    return next((index for index, (one, other) in enumerate(pairs) if one != other), 99)
