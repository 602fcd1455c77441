"""Data on its way and at rest: streams, capture, catalogues, queries, buckets, backups."""

from __future__ import annotations

from collections.abc import Callable

from ...compose.snapshot import Resource
from ..amount import Amount, exactly
from .kind import HOURS, Kind, Parts, Scene, first, number


def _stream(resource: Resource, _: Scene) -> Parts:
    """Shards by the hour, what they keep longer than a day, and a metric of each for every one that is asked for."""
    values = resource.values
    if first(values.get("stream_mode_details")).get("stream_mode") == "ON_DEMAND":
        yield "kinesis-on-demand", exactly(HOURS)
        return
    shards = number(values.get("shard_count"), 1)
    yield "kinesis-shard", exactly(shards * HOURS)
    if number(values.get("retention_period"), 24) > 24:
        yield "kinesis-retention", exactly(shards * HOURS)
    if metrics := len(values.get("shard_level_metrics") or []):
        yield "custom-metric", exactly(shards * metrics)


def _replication(resource: Resource, _: Scene) -> Parts:
    """A replication instance; the smaller ones have 50 GB in their price, the others 100."""
    values = resource.values
    kind = str(values.get("replication_instance_class"))
    many = 2 if values.get("multi_az") else 1
    included = 50 if kind.startswith(("dms.t2.", "dms.t3.")) else 100
    yield f"dms/{kind}", exactly(HOURS * many)
    if (more := number(values.get("allocated_storage")) - included) > 0:
        yield "dms-storage", exactly(more * many)


def _serverless(resource: Resource, scene: Scene) -> Parts:
    """Capacity between its bounds; what is expected is the least, unless a usage file says more."""
    limits = first(resource.values.get("compute_config"))
    least = number(limits.get("min_capacity_units"), 1)
    most = number(limits.get("max_capacity_units"), least)
    many = 2 if limits.get("multi_az") else 1
    units = scene.given(resource, "capacity_units") or Amount(least, least, most)
    yield "dms-capacity", units * (HOURS * many)


def _of_mode(mode: str, sku: str, *, hours: int = 0) -> Callable[[Resource], tuple[str, ...]]:
    """What streams of one mode alone are billed for, and of those the ones that keep data for more than ``hours``.

    Shards are billed by units of 25 KB, and by the hour for a week's data; on demand all is billed by gigabytes.
    """

    def skus(resource: Resource) -> tuple[str, ...]:
        found = first(resource.values.get("stream_mode_details")).get("stream_mode") or "PROVISIONED"
        kept = number(resource.values.get("retention_period"), 24)
        return (sku,) if found == mode and kept > hours else ()

    return skus


def _kept_longer(resource: Resource) -> tuple[str, ...]:
    """What is older than a week, in streams of both modes."""
    return ("kinesis-long-retention",) if number(resource.values.get("retention_period"), 24) > 168 else ()


def _replicated(resource: Resource) -> tuple[str, ...]:
    """Data on its way to another region; what promises to be there in 15 minutes costs besides."""
    destinations = [first(rule.get("destination")) for rule in resource.values.get("rule") or []]
    timed = any(first(each.get("replication_time")).get("status") == "Enabled" for each in destinations)
    return ("region-out", "s3-replication-time") if timed else ("region-out",)


def _queue(resource: Resource) -> tuple[str, ...]:
    return ("sqs-fifo" if resource.values.get("fifo_queue") else "sqs",)


def _transitions(resource: Resource) -> tuple[str, ...]:
    """Express ones are billed by calls and memory, which no sheet has yet."""
    return ("step-functions-express" if resource.values.get("type") == "EXPRESS" else "step-functions",)


KINDS = (
    Kind(
        "aws_kinesis_stream",
        _stream,
        {
            "put_units_million": _of_mode("PROVISIONED", "kinesis-puts"),
            "on_demand_in_gb": _of_mode("ON_DEMAND", "kinesis-on-demand-in"),
            "on_demand_out_gb": _of_mode("ON_DEMAND", "kinesis-on-demand-out"),
            "kept_a_week_gb": _of_mode("ON_DEMAND", "kinesis-on-demand-retention", hours=24),
            "kept_longer_gb": _kept_longer,
        },
    ),
    Kind(
        "aws_kinesis_firehose_delivery_stream",
        usage={"delivered_gb": "firehose", "converted_gb": "firehose-conversion"},
    ),
    Kind("aws_dms_replication_instance", _replication),
    Kind("aws_dms_replication_config", _serverless, {"capacity_units": ()}),
    Kind("aws_glue_crawler", usage={"dpu_hours": "glue-crawler"}),
    Kind("aws_glue_job", usage={"dpu_hours": "glue-job"}),
    Kind("aws_glue_data_quality_ruleset", usage={"dpu_hours": "glue-job"}),
    Kind(
        "aws_glue_catalog_database",
        usage={"objects_100k": "glue-catalog-objects", "requests_million": "glue-catalog-requests"},
    ),
    Kind("aws_athena_workgroup", usage={"scanned_tb": "athena"}),
    Kind(
        "aws_s3_bucket",
        usage={
            "standard_gb": "s3-standard",
            "infrequent_gb": "s3-infrequent",
            "glacier_instant_gb": "s3-glacier-instant",
            "writes_thousand": "s3-writes",
            "reads_thousand": "s3-reads",
            "transitions_thousand": "s3-transitions",
            "glacier_instant_transitions_thousand": "s3-transitions-glacier-instant",
        },
    ),
    Kind("aws_s3_bucket_replication_configuration", usage={"replicated_gb": _replicated}),
    Kind("aws_s3_bucket_inventory", usage={"listed_million": "s3-inventory"}),
    Kind("aws_backup_vault", usage={"aurora_gb": "backup-aurora", "rds_gb": "backup-rds", "copied_gb": "region-out"}),
    Kind("aws_backup_restore_testing_plan", usage={"restores": "backup-restore-test"}),
    Kind("aws_sqs_queue", usage={"requests_million": _queue}),
    Kind("aws_sns_topic", usage={"publishes_million": "sns", "emails_100k": "sns-email"}),
    Kind("aws_sfn_state_machine", usage={"transitions_thousand": _transitions}),
)
