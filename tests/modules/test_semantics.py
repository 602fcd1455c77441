"""What modules make, where counting resources does not say enough: permissions, wiring, rules, and what they watch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from .library import Example, Module
from .planning import Outcome

Planned = Mapping[Example, Outcome]


def of(module: str, name: str) -> pytest.MarkDecorator:
    """The example that a test is about."""
    example = Example(Module(module), name)
    return pytest.mark.parametrize("example", [pytest.param(example, id=str(example))])


def default(module: str, variable: str) -> str:
    [block] = [block for block in Module(module).blocks("variable") if block.labels == (variable,)]
    found = block.body.attributes["default"]
    return found.source.slice(found.expr.start, found.expr.end)


def statements(policy: str) -> dict[str, Any]:
    return {statement["Sid"]: statement for statement in json.loads(policy)["Statement"]}


def allowed(policy: str) -> set[str]:
    return {
        action
        for statement in statements(policy).values()
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }


@of("network", "complete")
def test_each_private_subnet_leaves_through_the_nat_of_its_own_zone(planned: Planned, example: Example) -> None:
    network = planned[example]
    zones = set(network.all("aws_subnet", "private"))
    assert len(zones) == 3
    assert set(network.all("aws_nat_gateway", "this")) == set(network.all("aws_route", "private_nat")) == zones


@of("network", "complete")
def test_a_zone_touches_nothing_of_another(planned: Planned, example: Example) -> None:
    keyed = ("aws_subnet", "aws_route_table_association", "aws_network_acl_association", "aws_nat_gateway", "aws_eip")
    zones = {resource.key for resource in planned[example].resources if resource.type in keyed}
    assert all(isinstance(zone, str) and zone.startswith("us-east-1") for zone in zones), "a number would move"


@of("network", "minimal")
def test_the_default_group_and_acl_let_nothing_through(planned: Planned, example: Example) -> None:
    group = planned[example].one("aws_default_security_group")
    acl = planned[example].one("aws_default_network_acl")
    assert not group.get("ingress") and not group.get("egress")
    assert not acl.get("ingress") and not acl.get("egress")


@of("compute/ecs-alb-service", "complete")
def test_a_service_scales_by_cpu_and_memory_when_asked_to(planned: Planned, example: Example) -> None:
    policies = planned[example].all("aws_appautoscaling_policy", "this").values()
    tracked = [policy["target_tracking_scaling_policy_configuration"][0] for policy in policies]
    assert {each["predefined_metric_specification"][0]["predefined_metric_type"] for each in tracked} == {
        "ECSServiceAverageCPUUtilization",
        "ECSServiceAverageMemoryUtilization",
    }
    assert {each["target_value"] for each in tracked} == {70}
    stated = {"scale_in_cooldown": "300", "scale_out_cooldown": "300", "auto_scaling_target_value": "70"}
    assert {name: default("compute/ecs-alb-service", name) for name in stated} == stated


@of("compute/ecs-alb-service", "complete")
def test_containers_log_to_their_group(planned: Planned, example: Example) -> None:
    [container] = json.loads(planned[example].one("aws_ecs_task_definition")["container_definitions"])
    group = planned[example].one("aws_cloudwatch_log_group")["name"]
    assert container["logConfiguration"]["logDriver"] == "awslogs"
    assert container["logConfiguration"]["options"]["awslogs-group"] == group


@of("compute/ecs-alb-service", "complete")
def test_containers_are_not_root_and_cannot_write_where_they_like(planned: Planned, example: Example) -> None:
    [container] = json.loads(planned[example].one("aws_ecs_task_definition")["container_definitions"])
    assert not container["user"].startswith("0")
    assert container["readonlyRootFilesystem"] is True
    assert container["linuxParameters"]["capabilities"] == {"add": [], "drop": ["ALL"]}
    assert "password" not in json.dumps(container["environment"]).lower()


@of("compute/ecs-alb-service", "complete")
def test_what_starts_tasks_may_do_that_and_no_more(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy", "execution")["policy"]
    assert allowed(policy) == {
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
        "kms:Decrypt",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameters",
    }
    everywhere = {sid for sid, statement in statements(policy).items() if "*" in statement["Resource"]}
    assert everywhere == {"LogInToRegistry"}, "GetAuthorizationToken knows no resources; everything else does"


@of("compute/lambda-http-api", "complete")
def test_a_function_may_reach_into_its_vpc(planned: Planned, example: Example) -> None:
    function = planned[example].one("aws_lambda_function")
    assert function["vpc_config"][0]["subnet_ids"]
    policy = statements(planned[example].one("aws_iam_role_policy")["policy"])
    assert "ec2:CreateNetworkInterface" in policy["JoinNetwork"]["Action"]
    assert policy["ReadSecrets"]["Resource"] == [function["environment"][0]["variables"]["DB_SECRET_ARN"]]


@of("compute/lambda-http-api", "complete")
def test_a_functions_own_code_cannot_make_network_interfaces(planned: Planned, example: Example) -> None:
    denied = statements(planned[example].one("aws_iam_role_policy")["policy"])["KeepCodeOffNetworkInterfaces"]
    assert denied["Effect"] == "Deny"
    assert "ec2:CreateNetworkInterface" in denied["Action"]


@of("compute/lambda-http-api", "minimal")
def test_no_route_of_an_api_is_open_by_default(planned: Planned, example: Example) -> None:
    routes = planned[example].all("aws_apigatewayv2_route").values()
    assert routes
    assert all(route["authorization_type"] != "NONE" for route in routes)


@of("database", "aurora")
def test_a_cluster_names_its_instances_by_the_callers_keys(planned: Planned, example: Example) -> None:
    instances = planned[example].all("aws_rds_cluster_instance", "this")
    assert instances and all(isinstance(key, str) for key in instances)
    assert planned[example].all("aws_db_instance") == {}
    assert planned[example].one("aws_rds_cluster")["storage_encrypted"] is True


@pytest.mark.parametrize(
    "example", [pytest.param(Example(Module("database"), name), id=name) for name in ("minimal", "complete", "aurora")]
)
def test_no_password_of_a_database_is_in_its_plan(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    for resource in outcome.resources:
        if resource.type in ("aws_db_instance", "aws_rds_cluster"):
            assert resource.values.get("password") is resource.values.get("master_password") is None
        if resource.type == "aws_secretsmanager_secret_version":
            assert resource.values.get("secret_string") is None


def metrics(body: Any) -> Iterator[str]:
    """The metrics that a dashboard shows."""
    for widget in json.loads(body)["widgets"]:
        for metric in widget["properties"].get("metrics", []):
            if len(metric) > 1:
                yield metric[1]


@of("observability", "complete")
def test_the_dashboard_shows_how_the_service_does(planned: Planned, example: Example) -> None:
    shown = set(metrics(planned[example].one("aws_cloudwatch_dashboard")["dashboard_body"]))
    assert {"TargetResponseTime", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "RequestCount"} <= shown
    assert {"CPUUtilization", "MemoryUtilization"} <= shown
    assert set(planned[example].all("aws_cloudwatch_log_metric_filter", "this")) <= {
        f"{metric}/{group}" for metric in shown for group in ("api", "http", "function")
    }


@of("observability", "complete")
def test_the_dashboard_shows_how_the_database_does(planned: Planned, example: Example) -> None:
    body = planned[example].one("aws_cloudwatch_dashboard")["dashboard_body"]
    assert {"DatabaseConnections", "DBLoad"} <= set(metrics(body))
    assert "slowquery" in body and "Lock_time" in body


@of("observability", "complete")
def test_every_alarm_reaches_somebody(planned: Planned, example: Example) -> None:
    alarms = [each for each in planned[example].resources if each.type == "aws_cloudwatch_metric_alarm"]
    assert alarms
    for alarm in alarms:
        assert alarm.values["actions_enabled"] is True
        assert alarm.unknown.get("alarm_actions") or alarm.values["alarm_actions"], alarm.address
        assert alarm.values["dimensions"] or alarm.values["namespace"].startswith("Acme"), alarm.address


@of("security/kms", "complete")
def test_no_key_is_open_to_the_world(planned: Planned, example: Example) -> None:
    for key in planned[example].all("aws_kms_key", "this").values():
        for statement in json.loads(key["policy"])["Statement"]:
            assert statement["Principal"] not in ("*", {"AWS": "*"})
            if "Service" in statement["Principal"]:
                assert statement["Condition"], "a service is held to this account"
