"""A small builder of snapshots: a VPC with public, private and database subnets, and a service in it."""

from __future__ import annotations

from typing import Any

from tools.compose.snapshot import Resource, Snapshot

NETWORK = "accounts/dev/eu-west-1/network"
SERVICE = "accounts/dev/eu-west-1/service"
DATABASE = "accounts/dev/eu-west-1/database"

Values = dict[str, Any]


class Estate:
    """Resources by ``unit`` and address. Ids are made up from both, as the assumed state does."""

    def __init__(self) -> None:
        self.resources: dict[tuple[str, str], Values] = {}

    def add(self, address: str, /, unit: str = NETWORK, **values: Any) -> str:
        """Add a resource; its id. ``None`` for ``id`` leaves it unknown."""
        identity = f"{unit}/{address}"
        found = {"id": identity, "arn": f"arn:{identity}", **values}
        self.resources[unit, address] = {key: value for key, value in found.items() if value is not ...}
        return identity

    def change(self, address: str, /, unit: str = NETWORK, **values: Any) -> Estate:
        """A copy in which a resource has other values (``...``: not known)."""
        copy = self.copy()
        found = {**copy.resources[unit, address], **values}
        copy.resources[unit, address] = {key: value for key, value in found.items() if value is not ...}
        return copy

    def without(self, address: str, /, unit: str = NETWORK) -> Estate:
        """A copy without a resource."""
        copy = self.copy()
        del copy.resources[unit, address]
        return copy

    def plus(self, address: str, /, unit: str = NETWORK, **values: Any) -> Estate:
        """A copy with one more resource."""
        copy = self.copy()
        copy.add(address, unit, **values)
        return copy

    def copy(self) -> Estate:
        copy = Estate()
        copy.resources = dict(self.resources)
        return copy

    def snapshot(self) -> Snapshot:
        found = {}
        for (unit, address), values in sorted(self.resources.items()):
            kind, _, rest = address.partition(".")
            full = f"module.{unit.replace('/', '--')}.{address}"
            name, _, key = rest.partition("[")
            found[full] = Resource(unit, address, full, kind, name, key.strip('"]') or None, values)
        return Snapshot(found)


def ingress(group: str, **values: Any) -> Values:
    """The values of an ``aws_vpc_security_group_ingress_rule`` (or ``…_egress_rule``)."""
    unset = dict.fromkeys(["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"])
    port = values.pop("port", None)
    ports = {"from_port": port, "to_port": port} if port is not None else {}
    return {"security_group_id": group, "ip_protocol": "tcp", **unset, **ports, **values}


def service() -> Estate:
    """ALB -> ECS -> RDS, with a Lambda function beside; each in subnets of its own, no network ACLs."""
    estate = Estate()
    vpc = estate.add(
        "aws_vpc.this",
        cidr_block="10.0.0.0/16",
        default_network_acl_id="default-acl",
        default_route_table_id="default-table",
        default_security_group_id="default-group",
    )
    gateway = estate.add("aws_internet_gateway.this", vpc_id=vpc)
    public = estate.add("aws_route_table.public", vpc_id=vpc, route=[])
    private = estate.add("aws_route_table.private", vpc_id=vpc, route=[])
    estate.add("aws_route.internet", route_table_id=public, destination_cidr_block="0.0.0.0/0", gateway_id=gateway)
    estate.add("aws_route.nat", route_table_id=private, destination_cidr_block="0.0.0.0/0", nat_gateway_id="nat-1")
    subnets: dict[str, list[str]] = {}
    for index, tier in enumerate(("public", "private", "database")):
        for zone in (0, 1):
            block = f"10.0.{index * 10 + zone}.0/24"
            identity = estate.add(
                f'aws_subnet.{tier}["{zone}"]', vpc_id=vpc, cidr_block=block, map_public_ip_on_launch=False
            )
            subnets.setdefault(tier, []).append(identity)
            if tier != "database":
                table = public if tier == "public" else private
                address = f'aws_route_table_association.{tier}["{zone}"]'
                estate.add(address, subnet_id=identity, route_table_id=table)
    groups = {
        title: estate.add(f"aws_security_group.{title}", vpc_id=vpc)
        for title in ("alb", "tasks", "function", "database")
    }
    rules = "aws_vpc_security_group_ingress_rule"
    out = "aws_vpc_security_group_egress_rule"
    estate.add(f"{rules}.alb", **ingress(groups["alb"], cidr_ipv4="0.0.0.0/0", port=443))
    estate.add(f"{out}.alb", **ingress(groups["alb"], referenced_security_group_id=groups["tasks"], port=8080))
    estate.add(f"{rules}.tasks", **ingress(groups["tasks"], referenced_security_group_id=groups["alb"], port=8080))
    for title in ("tasks", "function"):
        to_database = ingress(groups[title], referenced_security_group_id=groups["database"], port=3306)
        from_it = ingress(groups["database"], referenced_security_group_id=groups[title], port=3306)
        estate.add(f"{out}.{title}_to_database", **to_database)
        estate.add(f"{rules}.database_from_{title}", **from_it)
    estate.add(
        "aws_lb.this",
        SERVICE,
        internal=False,
        load_balancer_type="application",
        security_groups=[groups["alb"]],
        subnets=subnets["public"],
    )
    configuration = {"security_groups": [groups["tasks"]], "subnets": subnets["private"], "assign_public_ip": False}
    estate.add("aws_ecs_service.this", SERVICE, network_configuration=[configuration])
    function = {"security_group_ids": [groups["function"]], "subnet_ids": subnets["private"]}
    estate.add("aws_lambda_function.this", SERVICE, vpc_config=[function])
    estate.add("aws_db_subnet_group.this", name="database", subnet_ids=subnets["database"])
    estate.add(
        "aws_db_instance.this",
        DATABASE,
        db_subnet_group_name="database",
        vpc_security_group_ids=[groups["database"]],
        publicly_accessible=False,
    )
    return estate
