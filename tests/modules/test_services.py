"""What the module for services behind a network load balancer promises: who gets in, and what may be done."""

from __future__ import annotations

from .library import Example
from .test_semantics import Planned, allowed, of, statements


@of("compute/ecs-nlb-service", "complete")
def test_a_service_stands_behind_a_network_load_balancer(planned: Planned, example: Example) -> None:
    balancer = planned[example].one("aws_lb")
    assert balancer["load_balancer_type"] == "network"
    assert balancer["enforce_security_group_inbound_rules_on_private_link_traffic"] == "on"
    service = planned[example].one("aws_ecs_service")
    assert [each["container_port"] for each in service["load_balancer"]] == [1883]
    assert service["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]


@of("compute/ecs-nlb-service", "minimal")
def test_a_network_load_balancer_is_internal_until_it_is_opened(planned: Planned, example: Example) -> None:
    assert planned[example].one("aws_lb")["internal"] is True


@of("compute/ecs-nlb-service", "complete")
def test_whom_a_listener_names_reaches_the_load_balancer(planned: Planned, example: Example) -> None:
    rules = planned[example].all("aws_vpc_security_group_ingress_rule", "nlb")
    assert {key: (rule["from_port"], rule["to_port"], rule["cidr_ipv4"]) for key, rule in rules.items()} == {
        "devices/internet": (8883, 8883, "0.0.0.0/0"),
        "devices/api": (8883, 8883, None),
        "maintenance/office": (1883, 1883, "192.0.2.0/24"),
    }
    assert rules["devices/api"]["referenced_security_group_id"] == "sg-0123456789abcdef2"


@of("compute/ecs-nlb-service", "complete")
def test_the_load_balancer_alone_reaches_the_tasks(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    leaves = outcome.one("aws_vpc_security_group_egress_rule")
    enters = outcome.one("aws_vpc_security_group_ingress_rule", "tasks_from_nlb")
    assert leaves["referenced_security_group_id"] == enters["security_group_id"] == "sg-0123456789abcdef1"
    assert leaves["from_port"] == leaves["to_port"] == enters["from_port"] == enters["to_port"] == 1883
    assert enters.get("cidr_ipv4") is None


@of("compute/ecs-nlb-service", "complete")
def test_only_log_delivery_of_this_account_writes_access_logs(planned: Planned, example: Example) -> None:
    policy = statements(planned[example].one("aws_s3_bucket_policy")["policy"])
    assert policy["WriteAccessLogs"]["Resource"] == [
        "arn:aws:s3:::acme-gateway-nlb-logs-123456789012-us-east-1/gateway/AWSLogs/123456789012/*"
    ]
    assert policy["WriteAccessLogs"]["Condition"]["StringEquals"]["aws:SourceAccount"] == "123456789012"
    assert policy["DenyPlainHttp"]["Effect"] == "Deny"


@of("compute/ecs-nlb-service", "complete")
def test_what_starts_the_tasks_may_pull_their_image_only(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy", "execution")["policy"]
    assert statements(policy)["PullImage"]["Resource"] == ["arn:aws:ecr:us-east-1:123456789012:repository/acme-gateway"]
    assert "s3:GetObject" not in allowed(policy)
