"""How releases take over: by CodeDeploy where the caller asks for it, with nothing of Terraform's in its way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .library import Example, Module, parsed
from .test_semantics import Planned, allowed, of, statements

ECS, FUNCTION = "compute/ecs-alb-service", "compute/lambda-http-api"
EVENTS = {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"}


def ignored(module: str, kind: str, name: str) -> set[str]:
    """What Terraform leaves alone of a resource."""
    [block] = [block for block in Module(module).blocks("resource") if block.labels == (kind, name)]
    [lifecycle] = block.body.blocks_of("lifecycle")
    expression = lifecycle.body.attributes["ignore_changes"]
    text = expression.source.slice(expression.expr.start, expression.expr.end)
    words = [line.partition("#")[0].strip(" [],") for line in text.splitlines()]
    return {word.strip() for line in words for word in line.split(",") if word.strip()}


def moves(module: str) -> dict[str, str]:
    found = {}
    for path in Module(module).files:
        for block in parsed(path).blocks_of("moved"):
            ends = [block.body.attributes[end] for end in ("from", "to")]
            start, end = (each.source.slice(each.expr.start, each.expr.end) for each in ends)
            found[start] = end
    return found


@of(ECS, "blue-green")
def test_codedeploy_moves_a_service_between_two_target_groups(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    service = outcome.one("aws_ecs_service")
    assert service["deployment_controller"] == [{"type": "CODE_DEPLOY"}]
    groups = outcome.all("aws_lb_target_group")
    assert {group["name"] for group in groups.values()} == {"acme-shop-8080", "acme-shop-8080-green"}
    assert len({json.dumps(group["health_check"]) for group in groups.values()}) == 1
    listeners = outcome.all("aws_lb_listener", "blue_green")
    assert {key: (each["port"], each["protocol"]) for key, each in listeners.items()} == {
        "main": (443, "HTTPS"),
        "test": (8443, "HTTPS"),
    }
    group = outcome.one("aws_codedeploy_deployment_group")
    assert group["deployment_style"] == [{"deployment_option": "WITH_TRAFFIC_CONTROL", "deployment_type": "BLUE_GREEN"}]
    [route] = group["load_balancer_info"][0]["target_group_pair_info"]
    assert {each["name"] for each in route["target_group"]} == {"acme-shop-8080", "acme-shop-8080-green"}


@of(ECS, "blue-green")
def test_old_tasks_end_when_the_new_ones_have_proved_themselves(planned: Planned, example: Example) -> None:
    [config] = planned[example].one("aws_codedeploy_deployment_group")["blue_green_deployment_config"]
    assert config["terminate_blue_instances_on_deployment_success"] == [
        {"action": "TERMINATE", "termination_wait_time_in_minutes": 30}
    ]
    [ready] = config["deployment_ready_option"]
    assert ready["action_on_timeout"] == "CONTINUE_DEPLOYMENT"


@pytest.mark.parametrize(
    ("example", "metrics"),
    [
        (Example(Module(ECS), "blue-green"), {"HTTPCode_Target_5XX_Count": 10, "TargetResponseTime": 0.5}),
        (Example(Module(FUNCTION), "canary"), {"Errors": 3, "Duration": 500}),
    ],
    ids=str,
)
def test_a_red_alarm_takes_a_deployment_back(planned: Planned, example: Example, metrics: dict[str, float]) -> None:
    outcome = planned[example]
    alarms = outcome.all("aws_cloudwatch_metric_alarm", "deployment")
    assert {alarm["metric_name"]: alarm["threshold"] for alarm in alarms.values()} == metrics
    for alarm in alarms.values():
        link = f"Runbook: https://docs.example.com/acme/runbook#{alarm['metric_name'].lower()}"
        assert alarm["alarm_description"].endswith(link)
    group = outcome.one("aws_codedeploy_deployment_group")
    [rollback] = group["auto_rollback_configuration"]
    assert (rollback["enabled"], set(rollback["events"])) == (True, EVENTS)
    [watched] = group["alarm_configuration"]
    assert watched["enabled"] is True
    assert {alarm["alarm_name"] for alarm in alarms.values()} < set(watched["alarms"])
    assert len(watched["alarms"]) == 3, "two of the module's own, one of the caller's"


@of(FUNCTION, "canary")
def test_alarms_of_a_function_watch_its_alias(planned: Planned, example: Example) -> None:
    for alarm in planned[example].all("aws_cloudwatch_metric_alarm", "deployment").values():
        assert alarm["dimensions"] == {"FunctionName": "acme-cart", "Resource": "acme-cart:live"}


@pytest.mark.parametrize(
    ("module", "kind", "name", "left"),
    [
        (ECS, "aws_lb_listener", "blue_green", {"default_action"}),
        (
            ECS, "aws_ecs_service", "blue_green",
            {
                "capacity_provider_strategy", "desired_count", "load_balancer", "network_configuration",
                "task_definition",
            },
        ),
        (ECS, "aws_ecs_service", "this", {"desired_count"}),
        (FUNCTION, "aws_lambda_alias", "canary", {"function_version", "routing_config"}),
        (FUNCTION, "aws_lambda_alias", "live", {"routing_config"}),
    ],
)  # fmt: skip
def test_terraform_leaves_alone_what_a_deployment_moves(module: str, kind: str, name: str, left: set[str]) -> None:
    assert ignored(module, kind, name) == left


def test_what_stood_before_there_was_a_choice_is_moved() -> None:
    assert moves(ECS) == {
        "aws_ecs_service.this": "aws_ecs_service.this[0]",
        "aws_lb_listener.https": "aws_lb_listener.https[0]",
    }
    assert moves(FUNCTION) == {"aws_lambda_alias.live": "aws_lambda_alias.live[0]"}


@of(ECS, "complete")
def test_a_rolling_release_stops_at_the_callers_alarms_too(planned: Planned, example: Example) -> None:
    service = planned[example].one("aws_ecs_service")
    assert service["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]
    assert service["alarms"] == [
        {"alarm_names": ["acme-prod-UnHealthyHostCount-target_group-api"], "enable": True, "rollback": True}
    ]


@of(ECS, "blue-green")
def test_codedeploy_may_move_this_service_and_nothing_else(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy", "code_deploy")["policy"]
    said = statements(policy)
    service = "arn:aws:ecs:us-east-1:123456789012:service/acme-prod/acme-shop"
    assert said["MoveService"]["Resource"] == [service]
    assert said["StartAndEndTasks"]["Condition"]["ArnEquals"]["ecs:service"] == service
    assert said["HandOverRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    assert said["MoveTraffic"]["Resource"] == [
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/acme-shop/*"
    ]
    assert said["RunHooks"]["Resource"] == ["arn:aws:lambda:us-east-1:123456789012:function:acme-shop-smoke-test"]
    assert {sid for sid, each in said.items() if "*" in each["Resource"]} == {"Watch"}
    assert {action.partition(":")[0] for action in allowed(policy)} == {
        "cloudwatch", "ecs", "elasticloadbalancing", "iam", "lambda",
    }  # fmt: skip
    _only_its_own_group(planned[example].one("aws_iam_role", "code_deploy"), "acme-shop")


@of(FUNCTION, "canary")
def test_codedeploy_may_move_this_alias_and_nothing_else(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy", "code_deploy")["policy"]
    said = statements(policy)
    function = "arn:aws:lambda:us-east-1:123456789012:function:acme-cart"
    assert said["MoveTraffic"]["Resource"] == [function, f"{function}:*"]
    assert allowed(policy) == {
        "cloudwatch:DescribeAlarms",
        "lambda:GetAlias",
        "lambda:GetProvisionedConcurrencyConfig",
        "lambda:InvokeFunction",
        "lambda:UpdateAlias",
    }
    assert said["RunHooks"]["Resource"] == [f"{function}-smoke-test"]
    _only_its_own_group(planned[example].one("aws_iam_role", "code_deploy"), "acme-cart")


def _only_its_own_group(role: Any, name: str) -> None:
    [trust] = json.loads(role["assume_role_policy"])["Statement"]
    assert trust["Principal"] == {"Service": "codedeploy.amazonaws.com"}
    assert trust["Condition"] == {
        "ArnEquals": {"aws:SourceArn": f"arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:{name}/{name}"},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }


@of(ECS, "blue-green")
def test_what_is_not_released_is_not_for_everybody(planned: Planned, example: Example) -> None:
    rules = planned[example].all("aws_vpc_security_group_ingress_rule", "test")
    assert {key: (rule["from_port"], rule["cidr_ipv4"]) for key, rule in rules.items()} == {
        "nat_a": (8443, "198.51.100.7/32"),
        "nat_b": (8443, "198.51.100.8/32"),
    }
