"""What a finding says that a rule looked at."""

from pathlib import Path
from typing import Any

import pytest

from tools.policy import Finding, scan
from tools.policy.document import Plan
from tools.policy.evaluated import MASKED, evaluated

ADDRESS = "module.a.aws_x.y"


def plan(values: dict[str, Any], sensitive: dict[str, Any] | None = None, given: tuple[str, ...] = ()) -> Plan:
    item = {"address": ADDRESS, "mode": "managed", "type": "aws_x", "name": "y"}
    call = {"source": "./a", "module": {"resources": [item | {"expressions": {key: {} for key in given}}]}}
    return Plan(
        {
            "planned_values": {
                "root_module": {
                    "child_modules": [{"resources": [item | {"values": values, "sensitive_values": sensitive or {}}]}]
                }
            },
            "configuration": {"root_module": {"module_calls": {"a": call}}},
        }
    )


@pytest.mark.parametrize(
    ("key", "path", "value"),
    [
        ("retention", "retention", 14),
        ("tracing/[0]/mode", "tracing[0].mode", "Active"),
        ("tracing/0/mode", "tracing[0].mode", "Active"),
        ("tracing/mode", "tracing.mode", ["Active"]),
        ("tracing/[7]/mode", "tracing[7].mode", None),
        ("rules/*/status", "rules[*].status", ["on", "off"]),
        ("containers/[0]/readOnly", "containers[0].readOnly", True),
        ("policy", "policy", {"Statement": []}),
        ("policy/Statement[?(@.Effect == Allow)].Action[*]", "policy", {"Statement": []}),
        ("odd", "odd", "{no json"),
        ("missing/[0]/arn", "missing[0].arn", None),
    ],
)
def test_the_keys_that_checkov_names_are_read_from_the_plan(key: str, path: str, value: Any) -> None:
    values = {
        "retention": 14,
        "tracing": [{"mode": "Active"}],
        "rules": [{"status": "on"}, {"status": "off"}],
        "containers": '[{"readOnly": true}]',
        "policy": '{"Statement": []}',
        "odd": "{no json",
        "missing": [],
    }
    assert evaluated(plan(values), ADDRESS, [key]) == {path: value}


def test_attributes_of_other_resources_are_left_out() -> None:
    assert evaluated(plan({"bucket": "b"}), ADDRESS, ["resource_type", "block_public_acls", "bucket"]) == {
        "bucket": "b"
    }
    assert evaluated(plan({"bucket": "b"}), ADDRESS, ["resource_type"]) == {}
    assert evaluated(plan({}), "module.a.aws_x.other", ["resource_type"]) == {}


def test_a_rule_that_names_nothing_looked_at_what_the_block_gives() -> None:
    values = {"cidr_block": "10.0.0.0/8", "protocol": "-1", "id": "x", "tags": {"Name": "x"}}
    assert evaluated(plan(values, given=("cidr_block", "protocol", "tags")), ADDRESS, []) == {
        "cidr_block": "10.0.0.0/8",
        "protocol": "-1",
    }


@pytest.mark.parametrize("sensitive", [{"password": True}, {"password": [{"a": True}]}])
def test_what_is_sensitive_is_masked(sensitive: dict[str, Any]) -> None:
    found = evaluated(plan({"password": "hunter2", "name": "x"}, sensitive), ADDRESS, ["password", "name"])
    assert found == {"password": MASKED, "name": "x"}


def test_what_rules_search_for_secrets_is_masked() -> None:
    assert evaluated(plan({"user_data": "PASSWORD=hunter2"}), ADDRESS, ["user_data"]) == {"user_data": MASKED}


def ours(document: dict[str, Any], root: Path) -> dict[tuple[str, str], Finding]:
    findings = scan(document, root, with_checkov=False)
    return {(finding.rule, finding.address): finding for finding in findings}


def test_our_own_rules_say_it_too(estate: Path, document: dict[str, Any]) -> None:
    found = ours(document, estate)
    ssh = found["GP_AWS_1", "aws_vpc_security_group_ingress_rule.ssh"]
    assert ssh.evaluated == {
        "module.dev--network.aws_vpc_security_group_ingress_rule.ssh": {
            "cidr": "::/0",
            "from_port": 22,
            "to_port": 22,
            "protocol": "tcp",
        }
    }
    secret = found["GP_AWS_5", "aws_db_instance.this"]
    assert [list(each.values()) for each in secret.evaluated.values()] == [[MASKED]]


def test_each_instance_has_its_own(estate: Path, document: dict[str, Any]) -> None:
    for child in document["planned_values"]["root_module"]["child_modules"]:
        for module in [child, *child.get("child_modules", [])]:
            for resource in module.get("resources", []):
                if resource["type"] == "aws_cloudwatch_log_group":
                    resource["values"]["retention_in_days"] = 0
    logs = ours(document, estate)["GP_AWS_6", "module.logs.aws_cloudwatch_log_group.this"]
    assert set(logs.evaluated) == set(logs.instances)
    assert len(logs.instances) == 2
