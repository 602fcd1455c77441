"""What is a range, what is told by usage files, and what begins on a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from tests.tools.cost.conftest import Estate, bill, resources
from tools.cost import Usage
from tools.cost.kinds import KINDS
from tools.cost.sheet import sheet_of

RANGES: dict[str, tuple[Estate, tuple[float, float, float]]] = {
    "autoscaling": (
        {
            "aws_ecs_service.api": {"name": "api", "desired_count": 3, "launch_type": "FARGATE"},
            "aws_ecs_task_definition.api": {"cpu": "1024", "memory": "0"},
            "aws_appautoscaling_target.api": {"resource_id": "service/c/api", "min_capacity": 2, "max_capacity": 10},
            "aws_appautoscaling_target.other": {
                "resource_id": "service/c/other",
                "min_capacity": 0,
                "max_capacity": 99,
            },
        },
        (2 * 0.04048 * 730, 3 * 0.04048 * 730, 10 * 0.04048 * 730),
    ),
    "asleep at night": (
        {
            "aws_ecs_service.api": {"name": "api", "desired_count": 1, "launch_type": "FARGATE"},
            "aws_ecs_task_definition.api": {"cpu": "1024", "memory": "0"},
            "aws_appautoscaling_scheduled_action.evening": {
                "resource_id": "service/c/api",
                "scalable_target_action": [{"min_capacity": "0", "max_capacity": "0"}],
            },
        },
        (0, 0.04048 * 730, 0.04048 * 730),
    ),
    "storage that may grow": (
        {
            "aws_db_instance.a": {
                "engine": "mysql",
                "instance_class": "db.t3.micro",
                "engine_version": "8.4",
                "allocated_storage": 20,
                "max_allocated_storage": 100,
            }
        },
        (0.017 * 730 + 2.3, 0.017 * 730 + 2.3, 0.017 * 730 + 11.5),
    ),
    "key that is rotated": ({"aws_kms_key.a": {"enable_key_rotation": True}}, (1, 1, 3)),
    "metric made of logs": ({"aws_cloudwatch_log_metric_filter.a": {}}, (0, 0.3, 0.3)),
    "nodes": (
        {
            "aws_eks_node_group.a": {
                "instance_types": ["m5.large"],
                "disk_size": 20,
                "scaling_config": [{"min_size": 1, "desired_size": 2, "max_size": 4}],
            }
        },
        tuple(count * (0.096 * 730 + 20 * 0.1) for count in (1, 2, 4)),  # type: ignore[dict-item]
    ),
    "Aurora by capacity": (
        {
            "aws_rds_cluster.a": {"serverlessv2_scaling_configuration": [{"min_capacity": 0.5, "max_capacity": 8}]},
            "aws_rds_cluster_instance.a": {"instance_class": "db.serverless"},
        },
        (0.5 * 0.12 * 730, 0.5 * 0.12 * 730, 8 * 0.12 * 730),
    ),
    "capture by capacity, in two zones": (
        {
            "aws_dms_replication_config.a": {
                "compute_config": [{"min_capacity_units": 1, "max_capacity_units": 4, "multi_az": True}]
            }
        },
        (2 * 0.087 * 730, 2 * 0.087 * 730, 8 * 0.087 * 730),
    ),
}


@pytest.mark.parametrize("what", RANGES)
def test_what_may_be_less_or_more(what: str) -> None:
    estate, expected = RANGES[what]
    assert bill(estate).sum("fixed").cases == pytest.approx(expected)


@pytest.mark.parametrize("kind", [kind.type for kind in KINDS.values() if kind.usage])
@pytest.mark.parametrize("mode", ["PROVISIONED", "ON_DEMAND"])
def test_each_use_that_can_be_told_is_billed(kind: str, mode: str, told: Callable[[str], Usage]) -> None:
    values: dict[str, Any] = {"stream_mode_details": [{"stream_mode": mode}], "vpc_endpoint_type": "Interface"}
    estate = {f"{kind}.a": values}
    for key in KINDS[kind].usage:
        usage = told(f"- {{type: {kind}, owner: us, monthly: {{{key}: 2}}}}\n")
        found = bill(estate, usage)
        skus = KINDS[kind].skus(key, resources(estate)[0])
        sheet = sheet_of("us-east-1")
        assert sheet is not None
        assert [line.price.sku for line in found.lines if line.part == "usage"] == list(skus)
        assert found.sum("usage").expected == pytest.approx(sum(2 * sheet.prices[sku].tiers[0][1] for sku in skus)), key
        if KINDS[kind].usage[key] != ():  # such corrects what the plan says
            assert bool(usage.idle) == (not skus)  # what is told and not billed is not lost silently


TIMED = {"rule": [{"destination": [{"replication_time": [{"status": "Enabled"}]}]}]}
ON_DEMAND = {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}


@pytest.mark.parametrize(
    ("kind", "use", "values", "skus"),
    [
        ("aws_sqs_queue", "requests_million", {"fifo_queue": True}, ["sqs-fifo"]),
        ("aws_flow_log", "logs_gb", {"log_destination_type": "s3"}, ["vended-logs-s3"]),
        ("aws_s3_bucket_replication_configuration", "replicated_gb", {}, ["region-out"]),
        ("aws_s3_bucket_replication_configuration", "replicated_gb", TIMED, ["region-out", "s3-replication-time"]),
        (
            "aws_config_configuration_recorder",
            "items",
            {"recording_mode": [{"recording_frequency": "DAILY"}]},
            ["config-items-daily"],
        ),
        ("aws_accessanalyzer_analyzer", "identities", {"type": "ACCOUNT"}, []),
        ("aws_accessanalyzer_analyzer", "identities", {"type": "ACCOUNT_UNUSED_ACCESS"}, ["unused-access"]),
        ("aws_kinesis_stream", "kept_a_week_gb", {**ON_DEMAND, "retention_period": 24}, []),
        (
            "aws_kinesis_stream",
            "kept_a_week_gb",
            {**ON_DEMAND, "retention_period": 48},
            ["kinesis-on-demand-retention"],
        ),
        ("aws_kinesis_stream", "kept_a_week_gb", {"retention_period": 48}, []),
        ("aws_kinesis_stream", "kept_longer_gb", {"retention_period": 168}, []),
        ("aws_kinesis_stream", "kept_longer_gb", {"retention_period": 169}, ["kinesis-long-retention"]),
        ("aws_kinesis_stream", "kept_longer_gb", {**ON_DEMAND, "retention_period": 169}, ["kinesis-long-retention"]),
        ("aws_rds_cluster", "stored_gb", {"storage_type": "aurora-iopt1"}, ["aurora-storage-io"]),
        ("aws_rds_cluster", "requests_million", {"storage_type": "aurora-iopt1"}, []),
        ("aws_lambda_function", "gb_seconds", {"architectures": ["arm64"]}, ["lambda-seconds/arm"]),
        ("aws_lb", "capacity_unit_hours", {"load_balancer_type": "network"}, ["load-balancer-capacity/network"]),
    ],
)
def test_what_a_use_costs_depends_on_what_the_resource_is(
    kind: str, use: str, values: dict[str, Any], skus: list[str], told: Callable[[str], Usage]
) -> None:
    usage = told(f"- {{type: {kind}, owner: us, monthly: {{{use}: 2}}}}\n")
    lines = bill({f"{kind}.a": values}, usage).lines
    assert [line.price.sku for line in lines if line.part == "usage"] == skus


def test_an_express_state_machine_is_not_billed_as_a_standard_one(told: Callable[[str], Usage]) -> None:
    usage = told("- {type: aws_sfn_state_machine, owner: us, monthly: {transitions_thousand: 2}}\n")
    found = bill({"aws_sfn_state_machine.a": {"type": "EXPRESS"}}, usage)
    assert found.unpriced_types == {"aws_sfn_state_machine": 1}


def test_what_goes_through_a_gateway_is_free(told: Callable[[str], Usage]) -> None:
    usage = told("- {type: aws_vpc_endpoint, owner: us, monthly: {processed_gb: 100}}\n")
    found = bill({"aws_vpc_endpoint.s3": {"vpc_endpoint_type": "Gateway"}}, usage)
    assert (found.lines, found.not_told) == ((), ())


def test_what_is_told_of_tasks_and_capacity_takes_the_place_of_what_the_plan_says(told: Callable[[str], Usage]) -> None:
    usage = told("- {type: aws_ecs_service, owner: us, monthly: {tasks: {low: 0.4, expected: 0.5, high: 1}}}\n")
    estate = {
        "aws_ecs_service.api": {"name": "api", "desired_count": 1, "launch_type": "FARGATE"},
        "aws_ecs_task_definition.api": {"cpu": "1024", "memory": "0"},
    }
    assert bill(estate, usage).sum("fixed").cases == pytest.approx([n * 0.04048 * 730 for n in (0.4, 0.5, 1)])


@pytest.mark.parametrize(
    ("engine", "version", "lifecycle", "day", "vcpus"),
    [
        ("mysql", "8.0", None, datetime.date(2026, 7, 31), 0),
        ("mysql", "8.0", None, datetime.date(2026, 8, 1), 2),
        ("mysql", "8.0.40", "open-source-rds-extended-support", datetime.date(2026, 8, 1), 2),
        ("mysql", "8.0", "open-source-rds-extended-support-disabled", datetime.date(2026, 8, 1), 0),
        ("mysql", "8.4", None, datetime.date(2026, 8, 1), 0),
        ("postgres", "13.9", None, datetime.date(2026, 8, 1), 2),
        ("postgres", "13.9", None, datetime.date(2028, 2, 29), 2),
        ("postgres", "13.9", None, datetime.date(2028, 3, 1), 4),  # the third year is twice as dear
        ("postgres", "16", None, datetime.date(2026, 8, 1), 0),
    ],
)
def test_extended_support_is_billed_from_its_day_on(
    engine: str, version: str, lifecycle: str | None, day: datetime.date, vcpus: int
) -> None:
    values = {
        "engine": engine,
        "engine_version": version,
        "instance_class": "db.t3.large",
        "engine_lifecycle_support": lifecycle,
    }
    support = [
        line.cost.expected
        for line in bill({"aws_db_instance.a": values}, today=day).lines
        if "support" in line.price.sku
    ]
    assert sum(support) == pytest.approx(vcpus * 0.1 * 730)
