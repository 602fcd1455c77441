import json
from typing import Any

import pytest

from tools.policy.checks import RULES
from tools.policy.document import Plan, general


def complaints(document: dict[str, Any], rule: str) -> set[str]:
    (found,) = [each for each in RULES if each.id == rule]
    return {general(resource.address) for resource, *_ in found.check(Plan(document))}


def change(document: dict[str, Any], address: str, **values: Any) -> None:
    pending = [document["planned_values"]["root_module"]]
    while pending:
        module = pending.pop()
        pending += module.get("child_modules", [])
        for resource in module.get("resources", []):
            if general(resource["address"]) == address:
                resource["values"] |= values


@pytest.mark.parametrize(
    ("rule", "addresses"),
    [
        (
            "GP_AWS_1",
            {
                "module.dev--network.aws_vpc_security_group_ingress_rule.public",
                "module.dev--network.aws_vpc_security_group_ingress_rule.ssh",
                "module.dev--old.aws_security_group.inline",
            },
        ),
        (
            "GP_AWS_2",
            {"module.dev--old.aws_autoscaling_group.this"}
            | {
                f"module.dev--old.aws_{name}"
                for name in (
                    "cloudwatch_log_group.this",
                    "db_instance.this",
                    "ecs_task_definition.this",
                    "iam_user.robot",
                    "lambda_function.this",
                    "security_group.inline",
                    "ssm_parameter.plain",
                    "ssm_parameter.secret",
                )
            },
        ),
        ("GP_AWS_3", {"module.dev--old.aws_iam_access_key.robot"}),
        (
            "GP_AWS_4",
            {
                "module.dev--lake.aws_s3_bucket.open",
                "module.dev--lake.aws_s3_bucket_policy.opaque",
                "module.dev--lake.aws_s3_bucket_policy.weak",
            },
        ),
        (
            "GP_AWS_5",
            {
                "module.dev--old.aws_db_instance.this",
                "module.dev--old.aws_ecs_task_definition.this",
                "module.dev--old.aws_lambda_function.this",
                "module.dev--old.aws_ssm_parameter.secret",
            },
        ),
        ("GP_AWS_6", {"module.dev--network.aws_cloudwatch_log_group.this"}),
        ("GP_AWS_7", {"module.dev--network.aws_security_group.this"}),
    ],
)
def test_each_rule_finds_the_faults_of_the_estate_and_nothing_else(
    document: dict[str, Any], rule: str, addresses: set[str]
) -> None:
    assert complaints(document, rule) == addresses


@pytest.mark.parametrize(
    ("cidr", "found"),
    [("0.0.0.0/0", True), ("128.0.0.0/1", True), ("::/0", True), ("10.0.0.0/8", False), ("192.0.2.1/32", False)],
)
def test_how_wide_a_door_may_be(document: dict[str, Any], cidr: str, found: bool) -> None:
    address = "module.dev--network.aws_vpc_security_group_ingress_rule.inside"
    change(document, address, cidr_ipv4=None, cidr_ipv6=None)
    change(document, address, **{"cidr_ipv6" if ":" in cidr else "cidr_ipv4": cidr})
    assert (address in complaints(document, "GP_AWS_1")) is found


DENY: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": ["s3:*"],
    "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
    "Condition": {"Bool": {"aws:SecureTransport": False}},
}
NARROWED = {"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/old"}}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (DENY, False),
        (DENY | {"Resource": "*"}, False),
        (DENY | {"Resource": "arn:aws:s3:::a*"}, False),
        (DENY | {"Resource": "arn:aws:s3:::a/public/*"}, True),
        (DENY | {"Resource": "arn:aws:s3:::a"}, True),
        (DENY | {"Condition": DENY["Condition"] | NARROWED}, True),
        (DENY | {"Condition": None}, True),
        (DENY | {"Effect": "Allow"}, True),
        (DENY | {"Action": "s3:GetObject"}, True),
        (DENY | {"Principal": {"AWS": "arn:aws:iam::111111111111:root"}}, True),
        (DENY | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, True),
    ],
)
def test_what_refuses_plain_http(document: dict[str, Any], statement: dict[str, Any], found: bool) -> None:
    address = "module.dev--lake.aws_s3_bucket_policy.weak"
    change(document, address, policy=json.dumps({"Statement": statement}))
    assert (address in complaints(document, "GP_AWS_4")) is found


@pytest.mark.parametrize(
    ("after_unknown", "found"),
    [({"tags_all": {}}, True), ({"tags_all": {"Project": True}}, False), ({"tags_all": True, "tags": True}, False)],
)
def test_tags_that_are_known_later_count(document: dict[str, Any], after_unknown: dict[str, Any], found: bool) -> None:
    address = "module.dev--old.aws_iam_user.robot"
    change(document, address, tags_all={"CostCenter": "x", "Environment": "x", "ManagedBy": "x", "Owner": "x"})
    (planned,) = [item for item in document["resource_changes"] if item["address"] == address]
    planned["change"]["after_unknown"] = after_unknown
    assert (address in complaints(document, "GP_AWS_2")) is found


@pytest.mark.parametrize(
    ("type_", "values", "found"),
    [
        ("aws_s3_bucket", {"force_destroy": True}, 1),
        ("aws_s3_bucket", {"force_destroy": False}, 0),
        ("aws_db_instance", {"deletion_protection": True, "skip_final_snapshot": False}, 0),
        ("aws_db_instance", {"deletion_protection": None, "skip_final_snapshot": True}, 2),
        ("aws_dynamodb_table", {"deletion_protection_enabled": False}, 1),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 0}, 1),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 7}, 0),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": None}, 0),
        ("aws_cognito_user_pool", {"deletion_protection": "INACTIVE"}, 1),
    ],
)
def test_what_would_be_lost_in_production(type_: str, values: dict[str, Any], found: int) -> None:
    def complaints_of(environment: str) -> int:
        tagged = values | {"tags_all": {"Environment": environment}}
        item = {"address": f"{type_}.x", "mode": "managed", "type": type_, "name": "x", "values": tagged}
        (rule,) = [each for each in RULES if each.id == "GP_AWS_8"]
        return len(list(rule.check(Plan({"planned_values": {"root_module": {"resources": [item]}}}))))

    assert complaints_of("prod") == found
    assert complaints_of("dev") == 0


def test_a_protection_that_is_known_later_is_no_fault() -> None:
    item = {"address": "aws_s3_bucket.x", "mode": "managed", "type": "aws_s3_bucket", "name": "x"}
    planned = item | {"values": {"tags_all": {"Environment": "prod"}, "force_destroy": True}}
    later = item | {"change": {"after_unknown": {"force_destroy": True}}}
    document = {"planned_values": {"root_module": {"resources": [planned]}}, "resource_changes": [later]}
    assert complaints(document, "GP_AWS_8") == set()


def test_each_rule_says_why_it_is_there_and_what_to_write_instead() -> None:
    assert [rule.id for rule in RULES] == [f"GP_AWS_{number}" for number in range(1, len(RULES) + 1)]
    assert [rule.id for rule in RULES if len(rule.why) < 40 or len(rule.fix) < 40 or not rule.title] == []
