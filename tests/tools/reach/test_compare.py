"""What changes of a small service open and close, as a reviewer would say it."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.reach.estate import DATABASE, NETWORK, SERVICE, Estate, ingress, service
from tools.reach import compare
from tools.reach.model import FlowChange

RULE = "aws_vpc_security_group_ingress_rule"
OUT = "aws_vpc_security_group_egress_rule"
ALB, TASKS, FUNCTION, DB = (
    f"{NETWORK}/aws_security_group.{title}" for title in ("alb", "tasks", "function", "database")
)
LB = "aws_lb.this"
ECS = "aws_ecs_service.this"
LAMBDA = "aws_lambda_function.this"
RDS = "aws_db_instance.this"
FROM_LB, FROM_ECS, FROM_LAMBDA = (f"{title} of {SERVICE}" for title in (LB, ECS, LAMBDA))
INTERNET = "the internet"
FUNCTION_GROUP = "security group aws_security_group.function"
WHOLE_VPC = f"10.0.0.0/16 (all of aws_vpc.this of {NETWORK})"


def told(before: Estate, after: Estate) -> list[tuple[str, str, str, str, str]]:
    """Each change as (kind, source, target, protocol and ports, danger)."""
    return [
        (
            change.kind,
            change.flow.source,
            change.flow.target,
            f"{change.flow.protocol} {change.flow.ports}",
            change.danger,
        )
        for change in changes(before, after)
    ]


def changes(before: Estate, after: Estate) -> tuple[FlowChange, ...]:
    return compare(before.snapshot(), after.snapshot())


def opened_by(group: str, **values: object) -> Estate:
    return service().plus(f"{RULE}.new", **ingress(group, **values))


def test_a_new_service_is_told_flow_by_flow() -> None:
    assert told(Estate(), service()) == [
        ("opened", INTERNET, LB, "tcp 443", "low"),
        ("opened", f"{FROM_ECS}, {FROM_LAMBDA}", RDS, "tcp 3306", "low"),
        ("opened", FROM_LB, ECS, "tcp 8080", "low"),
    ]


def test_the_path_names_each_step_from_the_internet() -> None:
    (change,) = (one for one in changes(Estate(), service()) if one.flow.target == LB)
    assert change.flow.is_public
    assert change.flow.unit == SERVICE
    assert change.flow.path == (
        f"rule tcp 443 from 0.0.0.0/0 in {RULE}.alb of {NETWORK}",
        f"let through by the network ACL of aws_vpc.this of {NETWORK}",
        f"route 0.0.0.0/0 to internet gateway aws_internet_gateway.this of {NETWORK} "
        f"in aws_route.internet of {NETWORK}",
        "internet-facing",
    )


@pytest.mark.parametrize(
    ("group", "values", "expected"),
    [
        (ALB, {"cidr_ipv4": "0.0.0.0/0", "port": 22}, [("opened", INTERNET, LB, "tcp 22", "high")]),
        (ALB, {"cidr_ipv4": "0.0.0.0/0", "port": 80}, [("opened", INTERNET, LB, "tcp 80", "low")]),
        (ALB, {"cidr_ipv4": "0.0.0.0/0", "port": 8443}, [("opened", INTERNET, LB, "tcp 8443", "medium")]),
        (
            ALB,
            {"cidr_ipv4": "0.0.0.0/0", "from_port": 0, "to_port": 65535},
            [("opened", INTERNET, LB, "tcp 0-442, 444-65535", "high")],
        ),
        (ALB, {"cidr_ipv4": "203.0.113.7/32", "port": 22}, [("opened", "203.0.113.7/32", LB, "tcp 22", "medium")]),
        (ALB, {"cidr_ipv4": "203.0.113.7/32", "port": 8443}, [("opened", "203.0.113.7/32", LB, "tcp 8443", "low")]),
        (DB, {"cidr_ipv4": "0.0.0.0/0", "port": 3306}, [("opened", INTERNET, RDS, "tcp 3306", "medium")]),
        (DB, {"cidr_ipv4": "10.0.0.0/16", "port": 3306}, [("opened", WHOLE_VPC, RDS, "tcp 3306", "medium")]),
        (DB, {"cidr_ipv4": "10.0.10.0/24", "port": 3306}, [("opened", "10.0.10.0/24", RDS, "tcp 3306", "low")]),
        (DB, {"cidr_ipv4": "10.9.0.0/24", "port": 3306}, [("opened", "10.9.0.0/24", RDS, "tcp 3306", "low")]),
        (TASKS, {"cidr_ipv4": "100.64.0.0/10", "port": 8080}, [("opened", "100.64.0.0/10", ECS, "tcp 8080", "low")]),
        # What is covered already opens nothing.
        (ALB, {"cidr_ipv4": "198.51.100.0/24", "port": 443}, []),
        # Nothing connects to a function, but its group stands open.
        (FUNCTION, {"cidr_ipv4": "0.0.0.0/0", "port": 22}, [("opened", INTERNET, FUNCTION_GROUP, "tcp 22", "medium")]),
        (TASKS, {"ip_protocol": "icmp", "cidr_ipv4": "10.0.0.0/24", "from_port": 8, "to_port": 0}, [
            ("opened", "10.0.0.0/24", ECS, "icmp type 8", "low")
        ]),
    ],
)  # fmt: skip
def test_a_new_rule(group: str, values: dict[str, object], expected: list[tuple[str, ...]]) -> None:
    assert told(service(), opened_by(group, **values)) == expected


def test_an_open_group_without_a_public_way_says_so() -> None:
    (change,) = changes(service(), opened_by(DB, cidr_ipv4="0.0.0.0/0", port=3306))
    assert not change.flow.is_public
    assert not change.flow.reaches
    assert change.why == (
        "no public address today (publicly_accessible is false): only the security group stands open; "
        "10.0.0.0/16 can connect to MySQL (3306), and it holds data"
    )


def test_a_public_address_without_a_public_route_is_no_way_in() -> None:
    before = opened_by(DB, cidr_ipv4="0.0.0.0/0", port=3306)
    public = before.change("aws_db_instance.this", DATABASE, publicly_accessible=True)
    assert told(before, public) == []
    (change,) = changes(service(), public)
    assert "no public route today" in change.why


def test_a_route_completes_the_way_to_an_open_database() -> None:
    before = opened_by(DB, cidr_ipv4="0.0.0.0/0", port=3306).change(
        "aws_db_instance.this", DATABASE, publicly_accessible=True
    )
    routed = before
    for zone in (0, 1):
        subnet = f'{NETWORK}/aws_subnet.database["{zone}"]'
        association = f'aws_route_table_association.database["{zone}"]'
        routed = routed.plus(association, subnet_id=subnet, route_table_id=f"{NETWORK}/aws_route_table.public")
    assert told(before, routed) == [("opened", INTERNET, RDS, "tcp 3306", "high")]
    (change,) = changes(before, routed)
    assert change.flow.is_public
    assert "public address: publicly_accessible = true in aws_db_instance.this of" in change.flow.path[-1]


def test_two_halves_of_the_internet_are_the_internet() -> None:
    halves = opened_by(ALB, cidr_ipv4="0.0.0.0/1", port=22).plus(
        f"{RULE}.other", **ingress(ALB, cidr_ipv4="128.0.0.0/1", port=22)
    )
    assert told(service(), halves) == [("opened", INTERNET, LB, "tcp 22", "high")]


def test_half_of_the_internet_is_as_grave_as_all_of_it() -> None:
    assert told(service(), opened_by(ALB, cidr_ipv4="128.0.0.0/1", port=22))[0][-1] == "high"


def test_narrowing_a_range_closes_the_rest() -> None:
    wide, narrow = (opened_by(DB, cidr_ipv4=cidr, port=3306) for cidr in ("10.0.0.0/8", "10.0.0.0/16"))
    expected = [("closed", "10.0.0.0/8 except 10.0.0.0/16", RDS, "tcp 3306", "low")]
    assert told(wide, narrow) == expected


def test_an_open_range_of_ports_covers_a_new_port() -> None:
    before = opened_by(DB, cidr_ipv4="10.0.10.0/24", from_port=0, to_port=65535)
    assert told(before, before.plus(f"{RULE}.more", **ingress(DB, cidr_ipv4="10.0.10.0/24", port=443))) == []


def rewritten(estate: Estate, kind: str) -> Estate:
    """The rule of the load balancer from the internet, spelled in another way."""
    bare = estate.without(f"{RULE}.alb")
    block = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}
    if kind == "inline":
        empty = {"ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False}
        return bare.change("aws_security_group.alb", ingress=[{**block, **empty}])
    if kind == "pair":
        unset = {"ipv6_cidr_blocks": None, "prefix_list_ids": None, "self": False, "source_security_group_id": ...}
        return bare.plus("aws_security_group_rule.alb", type="ingress", security_group_id=ALB, **block, **unset)
    halves = bare.plus(f"{RULE}.low", **ingress(ALB, cidr_ipv4="0.0.0.0/1", port=443))
    if kind == "prefix list":
        entries = [{"cidr": "0.0.0.0/1"}, {"cidr": "128.0.0.0/1"}]
        named = bare.plus("aws_ec2_managed_prefix_list.all", entry=entries)
        identity = f"{NETWORK}/aws_ec2_managed_prefix_list.all"
        return named.plus(f"{RULE}.alb", **ingress(ALB, prefix_list_id=identity, port=443))
    return halves.plus(f"{RULE}.high", **ingress(ALB, cidr_ipv4="128.0.0.0/1", ip_protocol="6", port=443))


@pytest.mark.parametrize("kind", ["inline", "pair", "halves", "prefix list"])
def test_the_same_rule_in_other_words_changes_nothing(kind: str) -> None:
    assert told(service(), rewritten(service(), kind)) == []
    assert ("opened", INTERNET, LB, "tcp 443", "low") in told(Estate(), rewritten(service(), kind))


def test_an_inline_rule_with_empty_lists_lets_nobody_in() -> None:
    empty = {"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False}
    block = {"protocol": "tcp", "from_port": 22, "to_port": 22, **empty}
    assert told(service(), service().change("aws_security_group.alb", ingress=[block])) == []


def test_a_list_that_is_known_in_part_counts_in_both_ways() -> None:
    rest = {"ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False}
    block = {"protocol": "tcp", "from_port": 8443, "to_port": 8443, "cidr_blocks": ["0.0.0.0/0", None], **rest}
    after = service().change("aws_security_group.alb", ingress=[block])
    assert {one[1] for one in told(service(), after)} == {INTERNET, "somebody who is not known"}


def test_a_group_is_the_same_group_with_another_id() -> None:
    estate = service()
    other = service().change("aws_security_group.tasks", id="sg-replaced")
    for address, values in list(other.resources.items()):
        changed = {key: "sg-replaced" if value == TASKS and key != "arn" else value for key, value in values.items()}
        other.resources[address] = changed
    other = other.change(
        "aws_ecs_service.this",
        SERVICE,
        network_configuration=[
            {
                **estate.resources[SERVICE, "aws_ecs_service.this"]["network_configuration"][0],
                "security_groups": ["sg-replaced"],
            }
        ],
    )
    assert told(estate, other) == []


def test_a_new_wearer_of_a_group_gets_what_the_group_may() -> None:
    before = service()
    configuration = before.resources[SERVICE, "aws_ecs_service.this"]["network_configuration"]
    after = before.plus("aws_ecs_service.batch", SERVICE, network_configuration=configuration)
    batch = "aws_ecs_service.batch"
    assert told(before, after) == [
        ("opened", f"{batch} of {SERVICE}", RDS, "tcp 3306", "low"),
        ("opened", FROM_LB, batch, "tcp 8080", "low"),
    ]


def test_what_the_source_does_not_let_out_only_stands_open() -> None:
    before = service().without(f"{OUT}.function_to_database")
    assert told(before, service()) == [("opened", FROM_LAMBDA, RDS, "tcp 3306", "low")]
    without_rule = before.without(f"{RULE}.database_from_function")
    (change,) = changes(without_rule, before)
    assert change.why == "the source's own rules do not let it out: only the security group stands open"


def test_a_group_that_nothing_wears_is_told_by_its_name() -> None:
    group = f"{NETWORK}/aws_security_group.spare"
    before = service().plus("aws_security_group.spare", vpc_id=f"{NETWORK}/aws_vpc.this")
    after = before.plus(f"{RULE}.spare", **ingress(group, cidr_ipv4="0.0.0.0/0", port=22))
    assert told(before, after) == [("opened", INTERNET, "security group aws_security_group.spare", "tcp 22", "medium")]
    (change,) = changes(before, after)
    assert change.why.startswith("nothing in this plan wears it: only the security group stands open")


def test_a_group_that_only_a_function_wears_says_so() -> None:
    (change,) = changes(service(), opened_by(FUNCTION, cidr_ipv4="0.0.0.0/0", port=22))
    assert not change.flow.reaches
    assert change.why == (
        f"only {FROM_LAMBDA} wears it, to which nothing connects: only the security group stands open"
    )


def test_wearing_an_open_group_opens_it() -> None:
    before = service().plus("aws_security_group.spare", vpc_id=f"{NETWORK}/aws_vpc.this")
    group = f"{NETWORK}/aws_security_group.spare"
    before = before.plus(f"{RULE}.spare", **ingress(group, cidr_ipv4="0.0.0.0/0", port=22))
    after = before.change("aws_lb.this", SERVICE, security_groups=[ALB, group])
    assert told(before, after) == [("opened", INTERNET, LB, "tcp 22", "high")]


def test_a_load_balancer_that_goes_internal_closes() -> None:
    after = service().change("aws_lb.this", SERVICE, internal=True)
    assert told(service(), after) == [("closed", INTERNET, LB, "tcp 443", "low")]
    assert told(after, service()) == [("opened", INTERNET, LB, "tcp 443", "low")]


def test_ipv6_counts_where_there_are_ipv6_addresses() -> None:
    rule = {"cidr_ipv6": "::/0", "port": 22}
    assert told(service(), opened_by(ALB, **rule)) == [("opened", "the internet (IPv6)", LB, "tcp 22", "medium")]
    dual = service().change("aws_lb.this", SERVICE, ip_address_type="dualstack")
    gateway = f"{NETWORK}/aws_internet_gateway.this"
    table = f"{NETWORK}/aws_route_table.public"
    dual = dual.plus("aws_route.ipv6", route_table_id=table, destination_ipv6_cidr_block="::/0", gateway_id=gateway)
    after = dual.plus(f"{RULE}.new", **ingress(ALB, **rule))
    assert told(dual, after) == [("opened", "the internet (IPv6)", LB, "tcp 22", "high")]


def test_outward_to_everywhere_is_told() -> None:
    after = service().plus(f"{OUT}.all", **ingress(FUNCTION, cidr_ipv4="0.0.0.0/0", ip_protocol="-1"))
    assert told(service(), after) == [("opened", FROM_LAMBDA, INTERNET, "all all", "low")]
    web = service().plus(f"{OUT}.web", **ingress(FUNCTION, cidr_ipv4="0.0.0.0/0", port=443))
    assert told(service(), web) == []


def test_outward_from_what_holds_data_is_graver() -> None:
    before = service()
    for zone in (0, 1):
        association = f'aws_route_table_association.database["{zone}"]'
        subnet = f'{NETWORK}/aws_subnet.database["{zone}"]'
        before = before.plus(association, subnet_id=subnet, route_table_id=f"{NETWORK}/aws_route_table.private")
    after = before.plus(f"{OUT}.all", **ingress(DB, cidr_ipv4="0.0.0.0/0", ip_protocol="-1"))
    assert told(before, after) == [("opened", f"{RDS} of {DATABASE}", INTERNET, "all all", "medium")]


def test_a_resource_that_moves_keeps_its_flows() -> None:
    before, after = service(), service()
    values = after.resources.pop((SERVICE, "aws_lb.this"))
    after.resources[SERVICE, "aws_lb.public"] = values
    full = f"module.{SERVICE.replace('/', '--')}.aws_lb"
    assert compare(before.snapshot(), after.snapshot(), {f"{full}.this": f"{full}.public"}) == ()
    assert len(compare(before.snapshot(), after.snapshot())) == 4


def test_many_like_things_are_one_flow() -> None:
    before = service()
    subnet = f'{NETWORK}/aws_subnet.public["0"]'
    for index in range(5):
        before.add(
            f"aws_instance.web[{index}]",
            SERVICE,
            vpc_security_group_ids=[ALB],
            subnet_id=subnet,
            associate_public_ip_address=True,
        )
    after = before.plus(f"{RULE}.ssh", **ingress(ALB, cidr_ipv4="0.0.0.0/0", port=22))
    assert told(before, after) == [
        ("opened", INTERNET, "aws_instance.web (5 of them)", "tcp 22", "high"),
        ("opened", INTERNET, LB, "tcp 22", "high"),
    ]


def test_many_things_that_wear_one_group_are_one_flow() -> None:
    before = service()
    for index in range(4):
        before.add(
            f"aws_lb.more{index}",
            SERVICE,
            internal=False,
            load_balancer_type="application",
            security_groups=[ALB],
            subnets=[f'{NETWORK}/aws_subnet.public["0"]'],
        )
    after = before.plus(f"{RULE}.ssh", **ingress(ALB, cidr_ipv4="0.0.0.0/0", port=22))
    title = "5 resources: aws_lb.more0, aws_lb.more1 and 3 more"
    assert told(before, after) == [("opened", INTERNET, title, "tcp 22", "high")]


def test_it_starts_with_the_gravest() -> None:
    after = service().change("aws_lb.this", SERVICE, internal=False)
    after = after.plus(f"{RULE}.web", **ingress(ALB, cidr_ipv4="0.0.0.0/0", port=80))
    after = after.plus(f"{RULE}.ssh", **ingress(TASKS, cidr_ipv4="10.0.0.0/16", port=22))
    after = after.plus(f"{RULE}.rdp", **ingress(ALB, cidr_ipv4="0.0.0.0/0", port=3389))
    assert [one[-1] for one in told(service(), after)] == ["high", "medium", "low"]


changes_of_service = st.lists(
    st.tuples(
        st.sampled_from([ALB, TASKS, FUNCTION, DB]),
        st.sampled_from(["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.10.0/24", "198.51.100.0/24", "::/0"]),
        st.integers(0, 65535),
        st.integers(0, 65535),
        st.sampled_from(["tcp", "udp", "-1", "icmp"]),
        st.booleans(),
    ),
    max_size=4,
)


def made(rules: list[tuple[str, str, int, int, str, bool]]) -> Estate:
    estate = service()
    for index, (group, cidr, first, last, protocol, is_out) in enumerate(rules):
        family = "cidr_ipv6" if ":" in cidr else "cidr_ipv4"
        low, high = sorted((first, last))
        values = ingress(group, ip_protocol=protocol, from_port=low, to_port=high, **{family: cidr})
        estate.add(f"{OUT if is_out else RULE}.made{index}", **values)
    return estate


@settings(max_examples=30, deadline=None)
@given(changes_of_service)
def test_against_itself_nothing_is_new(rules: list[tuple[str, str, int, int, str, bool]]) -> None:
    assert changes(made(rules), made(rules)) == ()


@settings(max_examples=30, deadline=None)
@given(changes_of_service, changes_of_service)
def test_what_one_way_opens_the_other_way_closes(
    left: list[tuple[str, str, int, int, str, bool]], right: list[tuple[str, str, int, int, str, bool]]
) -> None:
    there, back = changes(made(left), made(right)), changes(made(right), made(left))
    assert flows(there, "opened") == flows(back, "closed")
    assert flows(there, "closed") == flows(back, "opened")


def flows(found: tuple[FlowChange, ...], kind: str) -> set[tuple[str, str, str, str, bool]]:
    return {
        (one.flow.source, one.flow.target, one.flow.protocol, one.flow.ports, one.flow.is_public)
        for one in found
        if one.kind == kind
    }


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([ALB, TASKS, DB]),
    st.integers(0, 30),
    st.integers(0, 65534),
    st.integers(0, 65534),
    st.sampled_from(["ports", "addresses"]),
)
def test_a_rule_that_is_split_in_two_is_the_same_rule(group: str, bits: int, one: int, other: int, by: str) -> None:
    first, last = sorted((one, other))
    block = ipaddress.ip_network((10 << 24 if bits >= 8 else 0, bits))
    whole = ingress(group, cidr_ipv4=str(block), from_port=first, to_port=last + 1)
    if by == "ports":
        parts = [{**whole, "to_port": first}, {**whole, "from_port": first + 1}]
    else:
        parts = [{**whole, "cidr_ipv4": str(half)} for half in block.subnets()]
    split = service()
    for index, part in enumerate(parts):
        split.add(f"{RULE}.part{index}", **part)
    assert changes(service().plus(f"{RULE}.whole", **whole), split) == ()


PLACES = [(place, key) for place, values in service().resources.items() for key in values]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["missing", "null", "list of null"])), max_size=12))
def test_whatever_is_not_known_there_is_an_answer(holes: list[tuple[tuple[tuple[str, str], str], str]]) -> None:
    estate = service()
    for (place, key), hole in holes:
        values = {name: value for name, value in estate.resources[place].items() if name != key}
        unknown = {"null": None, "list of null": [None]}
        estate.resources[place] = values if hole == "missing" else {**values, key: unknown[hole]}
    assert changes(estate, estate) == ()
    opened = changes(Estate(), estate)
    assert flows(opened, "opened") == flows(changes(estate, Estate()), "closed")
