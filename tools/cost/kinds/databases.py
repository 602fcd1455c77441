"""Databases: RDS instances, Aurora clusters, tables and caches."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ...compose.snapshot import Resource
from ..amount import Amount, exactly
from .kind import HOURS, Kind, Parts, Scene, first, number, sized, vcpus

# From which day AWS bills extended support for a version, by engine and the beginning of the version. Its third year is
# dearer.
_SUPPORT_ENDED = {
    ("mysql", "5.7"): datetime.date(2024, 3, 1),
    ("mysql", "8.0"): datetime.date(2026, 8, 1),
    ("postgres", "11"): datetime.date(2024, 4, 1),
    ("postgres", "12"): datetime.date(2025, 3, 1),
    ("postgres", "13"): datetime.date(2026, 3, 1),
    ("aurora-mysql", "5.7"): datetime.date(2024, 12, 1),
    ("aurora-postgresql", "11"): datetime.date(2024, 4, 1),
    ("aurora-postgresql", "12"): datetime.date(2025, 3, 1),
    ("aurora-postgresql", "13"): datetime.date(2026, 3, 1),
}
_STORAGES = ("gp2", "gp3", "io1", "io2", "standard")
_WITHOUT = "open-source-rds-extended-support-disabled"


def _support(resource: Resource, scene: Scene, version: object, lifecycle: object, count: float) -> Parts:
    """Extended support, by vCPU and hour, where the version is past its end and nobody has refused it."""
    engine, kind = str(resource.values.get("engine")), str(resource.values.get("instance_class"))
    for (name, prefix), since in _SUPPORT_ENDED.items():
        runs = name == engine and (str(version) == prefix or str(version).startswith(f"{prefix}."))
        if runs and lifecycle != _WITHOUT and scene.today >= since:
            third = scene.today >= since.replace(year=since.year + 2)
            yield f"rds-extended-support{'-third-year' if third else ''}", exactly(vcpus(kind) * HOURS * count)


def _insights(resource: Resource) -> Parts:
    """Performance Insights for longer than the seven days that are free."""
    values = resource.values
    if values.get("performance_insights_enabled") and number(values.get("performance_insights_retention_period")) > 7:
        family = str(values.get("instance_class")).split(".")[1:2] or ["unknown"]
        yield f"performance-insights/{family[0]}", exactly(vcpus(str(values.get("instance_class"))))


def _password(resource: Resource) -> Parts:
    """The secret that RDS keeps the master's password in."""
    if resource.values.get("manage_master_user_password"):
        yield "secret", exactly(1)


def _instance(resource: Resource, scene: Scene) -> Parts:
    """An instance with its storage; in two zones there are two of both. The storage may grow to its limit."""
    values = resource.values
    engine, kind = values.get("engine"), values.get("storage_type")
    kind = kind if kind in _STORAGES else "gp2"  # AWS's choice where nobody says
    many = 2 if values.get("multi_az") else 1
    yield f"rds/{engine}/{values.get('instance_class')}", exactly(HOURS * many)
    sku, size = sized(f"rds-storage/{kind}", values.get("allocated_storage"))
    yield sku, Amount(size.low, size.expected, max(size.high, number(values.get("max_allocated_storage")))) * many
    for what, more in _bought_besides(kind, values).items():
        yield f"rds-{what}/{kind}", exactly(more * many)
    yield from _support(resource, scene, values.get("engine_version"), values.get("engine_lifecycle_support"), many)
    yield from _insights(resource)
    yield from _password(resource)


def _bought_besides(kind: str, values: Mapping[str, Any]) -> dict[str, float]:
    """Operations and MB a second beyond what is in the price of the storage: of gp3, more from 400 GB on."""
    operations, throughput = number(values.get("iops")), number(values.get("storage_throughput"))
    if kind in ("io1", "io2"):
        return {"iops": operations}
    if kind != "gp3":
        return {}
    included = (12_000, 500) if number(values.get("allocated_storage")) >= 400 else (3_000, 125)
    more = {"iops": operations - included[0], "throughput": throughput - included[1]}
    return {what: count for what, count in more.items() if count > 0}


def _member(resource: Resource, scene: Scene) -> Parts:
    """An instance of an Aurora cluster: by its class, or by the capacity that it takes."""
    values = resource.values
    cluster = next(iter(scene.beside(resource, "aws_rds_cluster")), None)
    around = cluster.values if cluster else {}
    optimised = "-io" if around.get("storage_type") == "aurora-iopt1" else ""
    if values.get("instance_class") == "db.serverless":
        limits = first(around.get("serverlessv2_scaling_configuration"))
        least = number(limits.get("min_capacity"))
        units = scene.given(resource, "capacity_units") or Amount(least, least, number(limits.get("max_capacity")))
        yield f"aurora-capacity{optimised}", units * HOURS
    else:
        yield f"aurora{optimised}/{values.get('instance_class')}", exactly(HOURS)
    version = values.get("engine_version") or around.get("engine_version")
    yield from _support(resource, scene, version, around.get("engine_lifecycle_support"), 1)
    yield from _insights(resource)


def _cluster(resource: Resource, _: Scene) -> Parts:
    """The cluster's secret; of a cluster in three zones that is no Aurora its instances, which no sheet has yet."""
    if kind := resource.values.get("db_cluster_instance_class"):
        yield f"rds-cluster/{resource.values.get('engine')}/{kind}", exactly(3 * HOURS)
    yield from _password(resource)


def _cluster_storage(resource: Resource) -> tuple[str, ...]:
    return ("aurora-storage-io" if resource.values.get("storage_type") == "aurora-iopt1" else "aurora-storage",)


def _cluster_requests(resource: Resource) -> tuple[str, ...]:
    """I/O is in the price of the storage that is optimised for it."""
    return () if resource.values.get("storage_type") == "aurora-iopt1" else ("aurora-requests",)


def _table(resource: Resource, _: Scene) -> Parts:
    """Provisioned capacity; a table that is billed by request has none."""
    if resource.values.get("billing_mode") == "PROVISIONED":
        yield "dynamodb-read-capacity", exactly(number(resource.values.get("read_capacity")) * HOURS)
        yield "dynamodb-write-capacity", exactly(number(resource.values.get("write_capacity")) * HOURS)


def _cache(resource: Resource, _: Scene) -> Parts:
    values = resource.values
    groups, replicas = number(values.get("num_node_groups"), 1), number(values.get("replicas_per_node_group"))
    nodes = number(values.get("num_cache_clusters")) or number(values.get("num_cache_nodes")) or groups * (1 + replicas)
    engine = "cache-valkey" if values.get("engine") == "valkey" else "cache"  # a fifth cheaper; no sheet has it yet
    yield f"{engine}/{values.get('node_type')}", exactly(nodes * HOURS)


_CAPTURED = {"backup_gb": "rds-backup", "monitoring_gb": "logs-ingested"}

KINDS = (
    Kind("aws_db_instance", _instance, _CAPTURED),
    Kind(
        "aws_rds_cluster",
        _cluster,
        {
            "stored_gb": _cluster_storage,
            "requests_million": _cluster_requests,
            "backup_gb": "aurora-backup",
            "monitoring_gb": "logs-ingested",
        },
    ),
    Kind("aws_rds_cluster_instance", _member, {"capacity_units": ()}),
    Kind("aws_rds_global_cluster", usage={"replicated_writes_million": "aurora-global-writes"}),
    Kind(
        "aws_dynamodb_table",
        _table,
        {
            "stored_gb": "dynamodb-storage",
            "reads_million": "dynamodb-reads",
            "writes_million": "dynamodb-writes",
            "backup_gb": "dynamodb-continuous-backup",
        },
    ),
    Kind("aws_elasticache_cluster", _cache),
    Kind("aws_elasticache_replication_group", _cache),
)
