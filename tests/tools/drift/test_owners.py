"""What other resources make is no drift of the one that shows it; what nobody makes is."""

from __future__ import annotations

from typing import Any

from tools.drift.owners import Owners

SG = {"id": "sg-1", "arn": "arn:sg-1"}


def ingress(*sources: str, port: int = 443, groups: tuple[str, ...] = (), self: bool = False) -> dict[str, Any]:
    return {
        "protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": list(sources), "ipv6_cidr_blocks": [],
        "prefix_list_ids": [], "security_groups": list(groups), "self": self, "description": "",
    }  # fmt: skip


def rule(address: str, **given: Any) -> tuple[str, str, dict[str, Any]]:
    values = {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443}
    return f"module.n.{address}", "aws_vpc_security_group_ingress_rule", {**values, **given}


def test_the_rules_of_a_group_are_those_of_its_rule_resources() -> None:
    owners = Owners(
        [
            rule("a", cidr_ipv4="10.0.0.0/8"),
            rule("b", referenced_security_group_id="111111111111/sg-2"),
            rule("c", referenced_security_group_id="sg-1"),
            rule("d", ip_protocol="-1", from_port=None, to_port=None, prefix_list_id="pl-1"),
        ]
    )
    every = {**ingress(), "protocol": "-1", "from_port": 0, "to_port": 0, "prefix_list_ids": ["pl-1"]}
    seen = [ingress("10.0.0.0/8", groups=("sg-2",), self=True), every]
    after = {**SG, "ingress": seen}
    before = {**SG, "ingress": []}
    account = owners.of("module.n.sg", "aws_security_group", "ingress", before, after)
    assert account is not None and (account.maker, account.gone, account.strange) == ("module.n.a", (), ())
    after["ingress"] = [*seen, ingress("0.0.0.0/0", port=22)]
    account = owners.of("module.n.sg", "aws_security_group", "ingress", before, after)
    assert account is not None and account.strange == ("tcp 22 0.0.0.0/0",)


def test_a_rule_is_the_same_however_its_protocol_and_group_are_written() -> None:
    owners = Owners(
        [
            rule("a", ip_protocol="6", cidr_ipv4="10.0.0.0/8"),
            rule("b", ip_protocol="TCP", from_port=80, to_port=80, cidr_ipv4="10.0.0.0/8"),
            rule("c", referenced_security_group_id="111111111111/sg-2"),
        ]
    )
    seen = [ingress("10.0.0.0/8", groups=("111111111111/sg-2",)), ingress("10.0.0.0/8", port=80)]
    account = owners.of("module.n.sg", "aws_security_group", "ingress", {**SG, "ingress": []}, {**SG, "ingress": seen})
    assert account is not None and account.strange == ()


def test_a_group_without_rule_resources_answers_for_itself() -> None:
    owners = Owners([rule("a", security_group_id="sg-other", cidr_ipv4="10.0.0.0/8")])
    after = {**SG, "ingress": [ingress("10.0.0.0/8")]}
    assert owners.of("module.n.sg", "aws_security_group", "ingress", {**SG, "ingress": []}, after) is None


def test_older_rule_resources_count_in_their_direction() -> None:
    values = {
        "type": "egress", "security_group_id": "sg-1", "protocol": "tcp", "from_port": 80, "to_port": 90,
        "cidr_blocks": ["10.0.0.0/8"], "self": False,
    }  # fmt: skip
    owners = Owners([("module.n.r", "aws_security_group_rule", values)])
    seen = {**ingress("10.0.0.0/8"), "from_port": 80, "to_port": 90}
    out = owners.of("module.n.sg", "aws_security_group", "egress", {**SG, "egress": []}, {**SG, "egress": [seen]})
    into = owners.of("module.n.sg", "aws_security_group", "ingress", {**SG, "ingress": []}, {**SG, "ingress": [seen]})
    assert out is not None and out.strange == ()
    assert into is not None and into.strange == ("tcp 80-90 10.0.0.0/8",)


def test_a_policy_that_somebody_attached_by_hand_is_nobodys() -> None:
    owners = Owners(
        [("module.n.a", "aws_iam_role_policy_attachment", {"role": "reader", "policy_arn": "arn:read"})],
    )
    role = {"id": "reader", "name": "reader", "arn": "arn:role/reader"}
    before = {**role, "managed_policy_arns": []}
    after = {**role, "managed_policy_arns": ["arn:admin", "arn:read"]}
    account = owners.of("module.n.r", "aws_iam_role", "managed_policy_arns", before, after)
    assert account is not None and account.strange == ("arn:admin",)


def test_a_bucket_shows_what_its_configurations_make_and_a_version_gives_way_to_another() -> None:
    bucket = {"id": "b", "arn": "arn:b"}
    owners = Owners(
        [
            ("module.n.v", "aws_s3_bucket_versioning", {"bucket": "b"}),
            ("module.n.one", "aws_secretsmanager_secret_version", {"secret_id": "arn:s"}),
        ]
    )
    assert owners.of("module.n.b", "aws_s3_bucket", "versioning", bucket, bucket) is not None
    assert owners.of("module.n.b", "aws_s3_bucket", "logging", bucket, bucket) is None
    version = {"id": "arn:s|1", "secret_id": "arn:s"}
    kind = ("aws_secretsmanager_secret_version", "version_stages")
    assert owners.of("module.n.two", *kind, version, version) is not None
    assert owners.of("module.n.one", *kind, version, version) is None, "it does not answer for itself"


def test_network_rules_and_routes_are_known_by_number_and_destination() -> None:
    owners = Owners(
        [
            ("module.n.r", "aws_network_acl_rule", {"network_acl_id": "acl-1", "rule_number": 100, "egress": False}),
            ("module.n.d", "aws_route", {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0"}),
        ]
    )
    acl, table = {"id": "acl-1"}, {"id": "rtb-1"}
    seen = {**acl, "ingress": [{"rule_no": 100}, {"rule_no": 99}]}
    into = owners.of("module.n.acl", "aws_network_acl", "ingress", {**acl, "ingress": []}, seen)
    assert into is not None and into.strange == ("99",)
    before = {**table, "route": [{"cidr_block": "10.9.0.0/16"}]}
    routes = owners.of(
        "module.n.t", "aws_route_table", "route", before, {**table, "route": [{"cidr_block": "0.0.0.0/0"}]}
    )
    assert routes is not None and (routes.gone, routes.strange) == (("10.9.0.0/16",), ())
