"""One known price for each type: what a resource by itself is billed for, in us-east-1."""

from __future__ import annotations

import pytest

from tests.tools.cost.conftest import UNIT, Estate, bill
from tests.tools.cost.test_ranges import RANGES
from tools.cost.kinds import KINDS
from tools.cost.kinds.kind import nothing
from tools.cost.sheet import regions, sheet_of, why_free

FIXED: dict[str, tuple[Estate, float]] = {
    "NAT gateway": ({"aws_nat_gateway.a": {}}, 0.045 * 730),
    "address": ({"aws_eip.a": {}}, 0.005 * 730),
    "load balancer inside": ({"aws_lb.a": {"load_balancer_type": "application", "internal": True}}, 0.0225 * 730),
    "load balancer with an address in each of three zones": (
        {"aws_lb.a": {"load_balancer_type": "network", "subnets": ["a", "b", "c"]}},
        (0.0225 + 3 * 0.005) * 730,
    ),
    "load balancer whose zones are those of the network": (
        {"aws_lb.a": {}, **{f"aws_subnet.{zone}": {"availability_zone": f"us-east-1{zone}"} for zone in "abcd"}},
        (0.0225 + 4 * 0.005) * 730,
    ),
    "gateway endpoint": ({"aws_vpc_endpoint.a": {"vpc_endpoint_type": "Gateway"}}, 0),
    "interface endpoint": (
        {"aws_vpc_endpoint.a": {"vpc_endpoint_type": "Interface", "subnet_ids": ["a", "b"]}},
        2 * 0.01 * 730,
    ),
    "hosted zone": ({"aws_route53_zone.a": {}}, 0.5),
    "health check with TLS and latency": (
        {"aws_route53_health_check.a": {"type": "HTTPS", "measure_latency": True, "request_interval": 30}},
        0.5 + 2 * 1,
    ),
    "health check of others": ({"aws_route53_health_check.a": {"type": "CALCULATED"}}, 0.5),
    "tasks on Fargate": (
        {
            "aws_ecs_service.api": {"name": "api", "desired_count": 3, "launch_type": "FARGATE"},
            "aws_ecs_task_definition.other": {"family": "other", "cpu": "4096", "memory": "8192"},
            "aws_ecs_task_definition.api": {"family": "api", "cpu": "1024", "memory": "2048"},
        },
        3 * (0.04048 + 2 * 0.004445) * 730,
    ),
    "tasks on Spot and ARM": (
        {
            "aws_ecs_service.api": {
                "name": "api",
                "desired_count": 1,
                "capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT"}],
            },
            "aws_ecs_task_definition.api": {
                "cpu": "512",
                "memory": "1024",
                "runtime_platform": [{"cpu_architecture": "ARM64"}],
            },
        },
        (0.5 * 0.009714 + 0.001068) * 730,
    ),
    "tasks with addresses of their own": (
        {
            "aws_ecs_service.api": {
                "name": "api",
                "desired_count": 2,
                "launch_type": "FARGATE",
                "network_configuration": [{"assign_public_ip": True}],
            },
            "aws_ecs_task_definition.api": {"family": "api", "cpu": "1024", "memory": "2048"},
        },
        2 * (0.04048 + 2 * 0.004445 + 0.005) * 730,
    ),
    "tasks on machines, which are billed by themselves": (
        {
            "aws_ecs_service.api": {"launch_type": "EC2"},
            "aws_ecs_service.jobs": {"capacity_provider_strategy": [{"capacity_provider": "machines"}]},
            "aws_ecs_task_definition.any": {"cpu": "1024", "requires_compatibilities": ["EC2", "FARGATE"]},
        },
        0,
    ),
    "tasks with more disk, where the cluster says that they are on Fargate": (
        {
            "aws_ecs_service.api": {},
            "aws_ecs_task_definition.api": {
                "cpu": "256",
                "memory": "512",
                "requires_compatibilities": ["FARGATE"],
                "ephemeral_storage": [{"size_in_gib": 50}],
            },
        },
        (0.25 * 0.04048 + 0.5 * 0.004445 + 30 * 0.000111) * 730,
    ),
    "machine with an address and a faster disk": (
        {
            "aws_instance.a": {
                "instance_type": "t3.micro",
                "associate_public_ip_address": True,
                "root_block_device": [{"volume_size": 8}],
                "ebs_block_device": [{"volume_size": 100, "volume_type": "gp3", "iops": 4000, "throughput": 250}],
            }
        },
        (0.0104 + 0.005) * 730 + 8 * 0.1 + 100 * 0.08 + 1000 * 0.005 + 125 * 0.04,
    ),
    "machine with a disk": (
        {
            "aws_instance.a": {
                "instance_type": "t3.medium",
                "root_block_device": [{"volume_size": 30, "volume_type": "gp3"}],
            }
        },
        0.0416 * 730 + 30 * 0.08,
    ),
    "volume with operations": (
        {"aws_ebs_volume.a": {"type": "io1", "size": 100, "iops": 1000}},
        100 * 0.125 + 1000 * 0.065,
    ),
    "volume with more than is in its price": (
        {"aws_ebs_volume.a": {"type": "gp3", "size": 100, "iops": 3500, "throughput": 225}},
        100 * 0.08 + 500 * 0.005 + 100 * 0.04,
    ),
    "Kubernetes": ({"aws_eks_cluster.a": {}}, 0.1 * 730),
    "MySQL": (
        {
            "aws_db_instance.a": {
                "engine": "mysql",
                "engine_version": "8.4",
                "instance_class": "db.t3.large",
                "storage_type": "gp3",
                "allocated_storage": 20,
            }
        },
        0.136 * 730 + 20 * 0.115,
    ),
    "PostgreSQL in two zones, its password kept by RDS": (
        {
            "aws_db_instance.a": {
                "engine": "postgres",
                "engine_version": "16",
                "instance_class": "db.m5.large",
                "multi_az": True,
                "allocated_storage": 100,
                "manage_master_user_password": True,
            }
        },
        2 * (0.178 * 730 + 100 * 0.115) + 0.4,
    ),
    "database with provisioned operations": (
        {
            "aws_db_instance.a": {
                "engine": "mysql",
                "engine_version": "8.4",
                "instance_class": "db.t3.micro",
                "storage_type": "io1",
                "allocated_storage": 100,
                "iops": 2000,
            }
        },
        0.017 * 730 + 100 * 0.125 + 2000 * 0.1,
    ),
    "database with more operations and throughput than its storage has": (
        {
            f"aws_db_instance.{name}": {
                "engine": "mysql",
                "engine_version": "8.4",
                "instance_class": "db.t3.micro",
                "storage_type": "gp3",
                "allocated_storage": size,
                "iops": 13_000,
                "storage_throughput": 600,
            }
            for name, size in (("small", 300), ("large", 400))
        },
        2 * 0.017 * 730 + 700 * 0.115 + (10_000 + 1_000) * 0.02 + (475 + 100) * 0.08,
    ),
    "insights for a year": (
        {
            "aws_db_instance.a": {
                "engine": "mysql",
                "engine_version": "8.4",
                "instance_class": "db.t3.large",
                "performance_insights_enabled": True,
                "performance_insights_retention_period": 372,
                "allocated_storage": 0,
            }
        },
        0.136 * 730 + 2 * 2.95,
    ),
    "Aurora": (
        {
            "aws_rds_cluster.a": {"engine": "aurora-mysql"},
            "aws_rds_cluster_instance.a": {"instance_class": "db.t3.medium"},
        },
        0.082 * 730,
    ),
    "Aurora, optimised for I/O": (
        {
            "aws_rds_cluster.a": {"storage_type": "aurora-iopt1"},
            "aws_rds_cluster_instance.a": {"instance_class": "db.r5.large"},
        },
        0.377 * 730,
    ),
    "Aurora and MySQL past their ends, in the first years and in the third": (
        {
            "aws_rds_cluster_instance.a": {
                "engine": "aurora-postgresql",
                "engine_version": "13.9",
                "instance_class": "db.t3.large",
            },
            "aws_rds_cluster_instance.b": {
                "engine": "aurora-postgresql",
                "engine_version": "11.21",
                "instance_class": "db.t3.large",
            },
            "aws_db_instance.a": {
                "engine": "mysql",
                "engine_version": "8.0",
                "instance_class": "db.t3.micro",
                "allocated_storage": 0,
            },
            "aws_db_instance.b": {
                "engine": "mysql",
                "engine_version": "5.7.44",
                "instance_class": "db.t3.micro",
                "allocated_storage": 0,
            },
        },
        (2 * 0.164 + 2 * 0.017 + 2 * 2 * 0.1 + 2 * 2 * 0.2) * 730,
    ),
    "Aurora by capacity, optimised for I/O, with insights for a month": (
        {
            "aws_rds_cluster.a": {
                "storage_type": "aurora-iopt1",
                "manage_master_user_password": True,
                "serverlessv2_scaling_configuration": [{"min_capacity": 2, "max_capacity": 2}],
            },
            "aws_rds_cluster_instance.a": {"instance_class": "db.serverless"},
            "aws_rds_cluster_instance.b": {
                "instance_class": "db.r5.large",
                "performance_insights_enabled": True,
                "performance_insights_retention_period": 31,
            },
        },
        0.4 + 2 * 0.156 * 730 + 0.377 * 730 + 2 * 5.18,
    ),
    "table with capacity": (
        {"aws_dynamodb_table.a": {"billing_mode": "PROVISIONED", "read_capacity": 10, "write_capacity": 5}},
        (10 * 0.00013 + 5 * 0.00065) * 730,
    ),
    "cache of two shards with a replica each": (
        {
            "aws_elasticache_replication_group.a": {
                "node_type": "cache.t3.micro",
                "num_node_groups": 2,
                "replicas_per_node_group": 1,
            }
        },
        4 * 0.017 * 730,
    ),
    "shards, kept for a week, with metrics of each": (
        {"aws_kinesis_stream.a": {"shard_count": 4, "retention_period": 168, "shard_level_metrics": ["A", "B"]}},
        4 * (0.015 + 0.02) * 730 + 8 * 0.3,
    ),
    "stream on demand": ({"aws_kinesis_stream.a": {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}}, 0.04 * 730),
    "replication in two zones, with more storage": (
        {
            "aws_dms_replication_instance.a": {
                "replication_instance_class": "dms.t3.medium",
                "allocated_storage": 100,
                "multi_az": True,
            }
        },
        2 * 0.073 * 730 + 2 * 50 * 0.115,
    ),
    "alarm of two metrics": (
        {
            "aws_cloudwatch_metric_alarm.a": {
                "metric_query": [{"metric": [{"period": 60}]}, {"metric": [{"period": 60}]}, {"expression": "a/b"}]
            }
        },
        2 * 0.1,
    ),
    "alarm that learns what is usual": (
        {
            "aws_cloudwatch_metric_alarm.a": {
                "threshold_metric_id": "band",
                "metric_query": [{"metric": [{"period": 300}]}, {"expression": "ANOMALY_DETECTION_BAND(m)"}],
            }
        },
        3 * 0.1,
    ),
    "alarm by the ten seconds": ({"aws_cloudwatch_metric_alarm.a": {"period": 10}}, 0.3),
    "alarm of alarms": ({"aws_cloudwatch_composite_alarm.a": {}}, 0.5),
    "dashboard": ({"aws_cloudwatch_dashboard.a": {}}, 3),
    "two filters that make one metric": (
        {
            f"aws_cloudwatch_log_metric_filter.{name}": {
                "metric_transformation": [{"namespace": "App", "name": "errors"}]
            }
            for name in "ab"
        },
        0.3,
    ),
    "keys": ({"aws_kms_key.a": {}, "aws_kms_external_key.a": {}, "aws_kms_replica_key.a": {}}, 3),
    "cache of three nodes": (
        {"aws_elasticache_cluster.a": {"node_type": "cache.m4.large", "num_cache_nodes": 3}},
        3 * 0.156 * 730,
    ),
    "secret with a replica": ({"aws_secretsmanager_secret.a": {"replica": [{"region": "us-west-2"}]}}, 0.8),
    "advanced parameter": (
        {"aws_ssm_parameter.a": {"tier": "Advanced"}, "aws_ssm_parameter.b": {"tier": "Standard"}},
        0.05,
    ),
    "web ACL": ({"aws_wafv2_web_acl.a": {"rule": [{}, {}]}}, 5 + 2),
}


@pytest.mark.parametrize("what", FIXED)
def test_what_costs_by_being_there(what: str) -> None:
    estate, expected = FIXED[what]
    found = bill(estate)
    assert found.sum("fixed").expected == pytest.approx(expected)
    assert found.sum("usage").expected == 0
    assert not found.unpriced


def test_every_type_that_costs_by_being_there_has_a_known_price_here() -> None:
    fixed = {kind.type for kind in KINDS.values() if kind.fixed is not nothing}
    known = {address.partition(".")[0] for estate, _ in [*FIXED.values(), *RANGES.values()] for address in estate}
    assert fixed - known == set()


def test_every_price_belongs_to_a_type_that_is_billed() -> None:
    for region in regions():
        sheet = sheet_of(region)
        assert sheet is not None
        assert {type_ for price in sheet.prices.values() for type_ in price.resource_types} <= KINDS.keys()


def test_a_type_that_is_billed_is_not_called_free() -> None:
    assert [type_ for type_ in KINDS if why_free(type_)] == []


def test_a_line_says_where_it_belongs() -> None:
    found = bill({"aws_kms_key.a": {"tags_all": {"Project": "shop"}}}).lines[0]
    assert (found.unit, found.account, found.region, found.platform) == (UNIT, "dev", "us-east-1", "shop")
