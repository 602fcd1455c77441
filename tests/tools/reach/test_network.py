"""Network ACLs, routes, peering, default groups, and what is not known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tools.reach.estate import NETWORK, SERVICE, Estate, ingress, service
from tools.reach import compare
from tools.reach.model import FlowChange

RULE = "aws_vpc_security_group_ingress_rule"
VPC = f"{NETWORK}/aws_vpc.this"
ALB, TASKS, DB = (f"{NETWORK}/aws_security_group.{title}" for title in ("alb", "tasks", "database"))
LB = "aws_lb.this"


def changes(before: Estate, after: Estate) -> tuple[FlowChange, ...]:
    return compare(before.snapshot(), after.snapshot())


def told(before: Estate, after: Estate) -> list[tuple[str, str, str, str]]:
    return [
        (one.kind, one.flow.source, one.flow.target, f"{one.flow.protocol} {one.flow.ports}")
        for one in changes(before, after)
    ]


def entry(number: int, cidr: str = "0.0.0.0/0", first: int = 0, last: int = 0, **more: Any) -> dict[str, Any]:
    """A rule of a network ACL."""
    values = {"protocol": "tcp", "action": "allow", **more}
    return {"rule_no": number, "cidr_block": cidr, "from_port": first, "to_port": last, **values}


EPHEMERAL = entry(100, first=1024, last=65535)
EVERYTHING = entry(100, protocol="-1")


def guarded(ingress: list[dict[str, Any]], egress: list[dict[str, Any]]) -> Estate:
    """The service with a network ACL around the load balancer."""
    subnets = [f'{NETWORK}/aws_subnet.public["{zone}"]' for zone in (0, 1)]
    return service().plus("aws_network_acl.public", vpc_id=VPC, ingress=ingress, egress=egress, subnet_ids=subnets)


@pytest.mark.parametrize(
    ("inward", "outward", "is_open"),
    [
        ([entry(100, first=443, last=443)], [EPHEMERAL], True),
        ([EVERYTHING], [EVERYTHING], True),
        ([entry(100, first=80, last=80)], [EPHEMERAL], False),
        ([entry(100, first=443, last=443)], [entry(100, first=443, last=443)], False),  # the answer cannot leave
        ([EVERYTHING], [entry(100, protocol="udp", first=1024, last=65535)], False),
        ([entry(90, first=443, last=443, action="deny"), EVERYTHING], [EPHEMERAL], False),
        ([EVERYTHING, entry(110, first=443, last=443, action="deny")], [EPHEMERAL], True),  # the first that fits
        ([], [], False),
    ],
)
def test_a_network_acl_lets_in_the_question_and_out_the_answer(
    inward: list[dict[str, Any]], outward: list[dict[str, Any]], is_open: bool
) -> None:
    closed = ("closed", "the internet", LB, "tcp 443")
    assert (closed in told(service(), guarded(inward, outward))) is not is_open


def test_rules_of_a_network_acl_in_resources_of_their_own_are_the_same_rules() -> None:
    inline = guarded([entry(100, first=443, last=443)], [EPHEMERAL])
    single = guarded([], [])
    acl = f"{NETWORK}/aws_network_acl.public"
    for address, egress, values in (("in", False, entry(100, first=443, last=443)), ("out", True, EPHEMERAL)):
        spelled = {**values, "rule_number": values["rule_no"], "rule_action": values["action"]}
        single = single.plus(f"aws_network_acl_rule.{address}", network_acl_id=acl, egress=egress, **spelled)
    for zone in (0, 1):
        subnet = f'{NETWORK}/aws_subnet.public["{zone}"]'
        address = f'aws_network_acl_association.public["{zone}"]'
        single = single.plus(address, network_acl_id=acl, subnet_id=subnet)
    single = single.change("aws_network_acl.public", subnet_ids=...)
    assert told(inline, single) == []
    assert told(guarded([], []), single)


def test_what_the_network_acl_keeps_out_only_stands_open() -> None:
    before = guarded([entry(100, first=443, last=443)], [EPHEMERAL])
    after = before.plus(f"{RULE}.ssh", **ingress(ALB, cidr_ipv4="0.0.0.0/0", port=22))
    (change,) = changes(before, after)
    assert not change.flow.is_public
    assert change.why.startswith("no way through the network ACLs today: only the security group stands open")


def test_network_acls_between_two_things_count_on_both_sides() -> None:
    subnets = [f'{NETWORK}/aws_subnet.database["{zone}"]' for zone in (0, 1)]
    before = service().plus("aws_network_acl.database", vpc_id=VPC, ingress=[], egress=[], subnet_ids=subnets)
    after = before.change(
        "aws_network_acl.database", ingress=[entry(100, "10.0.10.0/23", 3306, 3306)], egress=[EPHEMERAL]
    )
    callers = f"aws_ecs_service.this of {SERVICE}, aws_lambda_function.this of {SERVICE}"
    assert told(before, after) == [("opened", callers, "aws_db_instance.this", "tcp 3306")]


def test_an_adopted_default_network_acl_without_rules_denies() -> None:
    adopted = service().plus(
        "aws_default_network_acl.this", default_network_acl_id="default-acl", ingress=[], egress=[], subnet_ids=[]
    )
    assert ("closed", "the internet", LB, "tcp 443") in told(service(), adopted)


def test_the_main_route_table_serves_subnets_without_one() -> None:
    before = service()
    for zone in (0, 1):
        before = before.without(f'aws_route_table_association.public["{zone}"]')
    closed = ("closed", "the internet", LB, "tcp 443")
    assert closed in told(service(), before)
    gateway = f"{NETWORK}/aws_internet_gateway.this"
    route = {"cidr_block": "0.0.0.0/0", "gateway_id": gateway}
    adopted = before.plus("aws_default_route_table.this", default_route_table_id="default-table", route=[route])
    assert told(service(), adopted) == []
    public = f"{NETWORK}/aws_route_table.public"
    main = before.plus("aws_main_route_table_association.this", vpc_id=VPC, route_table_id=public)
    assert told(service(), main) == []


def test_a_narrower_route_takes_its_addresses_away_from_the_gateway() -> None:
    table = f"{NETWORK}/aws_route_table.public"
    after = service().plus(
        "aws_route.partner",
        route_table_id=table,
        destination_cidr_block="198.51.100.0/24",
        network_interface_id="eni-firewall",
    )
    assert told(service(), after) == []  # still reached, by way of the firewall
    hole = service().plus(
        "aws_route.partner", route_table_id=table, destination_cidr_block="198.51.100.0/24", nat_gateway_id="nat-1"
    )
    assert told(service(), hole) == [("closed", "198.51.100.0/24", LB, "tcp 443")]


def test_a_peering_route_lets_the_other_network_in() -> None:
    before = service().plus(f"{RULE}.wide", **ingress(DB, cidr_ipv4="10.0.0.0/8", port=3306))
    table = before.add("aws_route_table.database", vpc_id=VPC, route=[])
    for zone in (0, 1):
        subnet = f'{NETWORK}/aws_subnet.database["{zone}"]'
        before.add(f'aws_route_table_association.database["{zone}"]', subnet_id=subnet, route_table_id=table)
    after = before.plus(
        "aws_route.peer", route_table_id=table, destination_cidr_block="10.7.0.0/16", vpc_peering_connection_id="pcx-1"
    )
    (change,) = changes(before, after)
    assert (change.flow.source, change.flow.ports, change.danger) == ("10.7.0.0/16", "3306", "medium")
    assert "route 10.7.0.0/16 to VPC peering pcx-1" in " ".join(change.flow.path)


def test_a_default_route_to_a_transit_gateway_is_no_way_in_for_the_internet() -> None:
    before = service().plus(f"{RULE}.any", **ingress(TASKS, cidr_ipv4="0.0.0.0/0", port=22))
    table = f"{NETWORK}/aws_route_table.private"
    after = before.without("aws_route.nat").plus(
        "aws_route.transit", route_table_id=table, destination_cidr_block="0.0.0.0/0", transit_gateway_id="tgw-1"
    )
    (change,) = changes(before, after)
    assert not change.flow.is_public
    assert change.flow.source == "10.0.0.0/8 except 10.0.0.0/16, 100.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16"


def test_the_default_group_is_worn_where_none_is_named() -> None:
    before = service().change("aws_lb.this", SERVICE, security_groups=[])
    rule = {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}
    rule |= {"ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False}
    adopted = before.plus("aws_default_security_group.this", vpc_id=VPC, ingress=[], egress=[])
    after = before.plus("aws_default_security_group.this", vpc_id=VPC, ingress=[rule], egress=[])
    assert told(adopted, after) == [("opened", "the internet", LB, "all all")]


def test_an_unknown_source_is_taken_for_anyone() -> None:
    after = service().plus(f"{RULE}.later", **ingress(DB, cidr_ipv4=..., port=3306))
    after.resources[NETWORK, f"{RULE}.later"].pop("cidr_ipv4", None)
    (change,) = changes(service(), after)
    assert (change.flow.source, change.danger) == ("somebody who is not known", "medium")


def test_unknown_subnets_are_taken_for_public() -> None:
    before = service().change("aws_lb.this", SERVICE, internal=True)
    after = service().change("aws_lb.this", SERVICE, subnets=...)
    (change,) = changes(before, after)
    assert change.flow.is_public
    assert "subnets that are not known: network ACLs and routes are taken for open" in change.flow.path


@pytest.mark.parametrize("attribute", ["route_table_id", "destination_cidr_block", "gateway_id"])
def test_a_route_of_which_something_is_not_known_may_lead_to_the_internet(attribute: str) -> None:
    unset = dict.fromkeys(["destination_ipv6_cidr_block", "destination_prefix_list_id", "nat_gateway_id"])
    after = service().change("aws_route.internet", **{**unset, attribute: ...})
    assert [one for one in told(service(), after) if one[0] == "closed"] == []


def test_unknown_groups_are_said() -> None:
    after = service().change("aws_lb.this", SERVICE, security_groups=...)
    assert ("opened", "somebody who is not known", LB, "all all") in told(service(), after)


def test_a_rule_whose_group_is_not_known_is_not_lost() -> None:
    after = service().plus(f"{RULE}.later", **ingress("", cidr_ipv4="0.0.0.0/0", port=22))
    (change,) = changes(service(), after)
    assert change.flow.target == f"the security group, not known yet, of {RULE}.later"
    assert change.danger == "medium"


def test_a_group_of_elsewhere_keeps_its_id_for_a_name() -> None:
    after = service().plus(f"{RULE}.other", **ingress(DB, referenced_security_group_id="111122223333/sg-1", port=3306))
    assert [one[1] for one in told(service(), after)] == ["security group sg-1 of account 111122223333"]
