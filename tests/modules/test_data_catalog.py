"""What the modules around a lake's tables promise: what crawlers may read, what a query may cost, who is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .library import Example, Module
from .test_semantics import Planned, allowed, of, statements

LAKE = "arn:aws:s3:::acme-prod-lake"
READING = {"s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"}
TOPICS = pytest.mark.parametrize(
    "example",
    [
        pytest.param(Example(Module(module), "minimal"), id=module)
        for module in ("observability", "data-pipeline/monitoring")
    ],
)


@of("data-pipeline/catalog", "complete")
def test_crawlers_read_their_prefixes_and_write_their_database(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy")["policy"]
    said = statements(policy)
    assert {action for action in allowed(policy) if action.startswith("s3:")} == READING
    assert set(said["ReadFiles"]["Resource"]) == {
        f"{LAKE}/analytics/*",
        f"{LAKE}/trusted/*",
        "arn:aws:s3:::acme-prod-reports/*",
    }
    assert said["ListFiles0"]["Condition"] == {"StringLike": {"s3:prefix": ["analytics/*", "trusted/*"]}}
    assert not {action for action in allowed(policy) if "Delete" in action}, "nobody asked for it"
    assert {arn.rpartition(":")[2] for arn in said["KeepTables"]["Resource"]} == {
        "catalog",
        "database/acme_lake",
        "table/acme_lake/*",
    }
    assert [sid for sid, statement in said.items() if statement["Resource"] == ["*"]] == ["KnowEncryption"]


@of("data-pipeline/catalog", "complete")
def test_glue_takes_the_crawlers_role_for_this_account_alone(planned: Planned, example: Example) -> None:
    role = planned[example].one("aws_iam_role")
    [trust] = json.loads(role["assume_role_policy"])["Statement"]
    assert trust["Principal"] == {"Service": "glue.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert role["permissions_boundary"].endswith(":policy/acme-prod-boundary")


@of("data-pipeline/catalog", "complete")
def test_crawlers_write_to_the_encrypted_group_that_is_there_before_them(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    group, configuration = outcome.one("aws_cloudwatch_log_group"), outcome.one("aws_glue_security_configuration")
    role = outcome.one("aws_iam_role")["name"]
    assert group["name"] == f"/aws-glue/crawlers-role/{role}-{configuration['name']}"
    assert group["kms_key_id"] and group["retention_in_days"] == 90
    [encryption] = configuration["encryption_configuration"]
    modes = {
        kind: next(value for key, value in each[0].items() if key.endswith("_mode"))
        for kind, each in encryption.items()
    }
    assert modes == {
        "cloudwatch_encryption": "SSE-KMS",
        "job_bookmarks_encryption": "CSE-KMS",
        "s3_encryption": "SSE-KMS",
    }
    assert {each["security_configuration"] for each in outcome.all("aws_glue_crawler", "this").values()} == {
        "acme-prod"
    }


@of("data-pipeline/catalog", "complete")
def test_a_crawler_adds_and_does_not_take_away(planned: Planned, example: Example) -> None:
    crawlers = planned[example].all("aws_glue_crawler", "this")
    trusted, analytics = crawlers["trusted"], crawlers["analytics"]
    assert (trusted["name"], analytics["name"]) == ("acme-prod-trusted", "acme-analytics")
    assert trusted["schema_change_policy"] == [{"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"}]
    configuration = json.loads(trusted["configuration"])
    assert configuration["CrawlerOutput"]["Tables"] == {"AddOrUpdateBehavior": "MergeNewColumns"}
    assert configuration["Grouping"]["TableLevelConfiguration"] == 3
    assert trusted["schedule"] == "cron(15 * * * ? *)" and analytics["schedule"] is None
    assert analytics["recrawl_policy"] == [{"recrawl_behavior": "CRAWL_NEW_FOLDERS_ONLY"}]


@of("data-pipeline/catalog", "complete")
def test_partitions_of_a_declared_table_are_computed(planned: Planned, example: Example) -> None:
    tables = planned[example].all("aws_glue_catalog_table", "this")
    raw, predictions = tables["raw"]["parameters"], tables["predictions"]["parameters"]
    assert raw["storage.location.template"] == "s3://acme-prod-lake/raw/year=${year}/month=${month}/day=${day}/"
    assert (raw["projection.month.type"], raw["projection.month.range"]) == ("integer", "1,12")
    assert raw["projection.month.digits"] == "2"
    location = "s3://acme-prod-lake/analytics/predictions/"
    assert predictions["storage.location.template"] == f"{location}model=${{model}}/dt=${{dt}}/"
    assert predictions["projection.model.values"] == "churn,worth"
    assert predictions["projection.dt.interval.unit"] == "DAYS"
    assert "projection.enabled" not in tables["customers"]["parameters"], "it has partitions, and no projection"
    formats = {
        name: table["storage_descriptor"][0]["ser_de_info"][0]["serialization_library"]
        for name, table in tables.items()
    }
    assert formats["raw"].endswith("JsonSerDe") and formats["predictions"].endswith("ParquetHiveSerDe")


@of("data-pipeline/query", "complete")
def test_a_workgroup_decides_where_results_go_and_what_a_query_may_read(planned: Planned, example: Example) -> None:
    [configuration] = planned[example].one("aws_athena_workgroup")["configuration"]
    assert configuration["enforce_workgroup_configuration"] is True
    assert configuration["publish_cloudwatch_metrics_enabled"] is True
    assert configuration["bytes_scanned_cutoff_per_query"] == 107374182400
    [result] = configuration["result_configuration"]
    assert (result["output_location"], result["expected_bucket_owner"]) == (
        "s3://acme-prod-results/queries/",
        "123456789012",
    )
    assert result["encryption_configuration"][0]["encryption_option"] == "SSE_KMS"


@of("data-pipeline/query", "complete")
def test_a_view_is_a_query_that_makes_it(planned: Planned, example: Example) -> None:
    queries = planned[example].all("aws_athena_named_query", "this")
    assert set(queries) == {"rows_per_table", "freshness", "view_customers_now"}
    first, *rest = queries["view_customers_now"]["query"].splitlines()
    assert first == 'CREATE OR REPLACE VIEW "acme_lake"."customers_now" AS'
    assert rest[1].startswith("SELECT * FROM (")


@of("data-pipeline/monitoring", "complete")
def test_one_alarm_speaks_for_all(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    alarms = outcome.all("aws_cloudwatch_metric_alarm", "this")
    assert not any(alarm["alarm_actions"] or alarm["ok_actions"] for alarm in alarms.values())
    composite = outcome.one("aws_cloudwatch_composite_alarm")
    assert composite["alarm_rule"].split(" OR ") == [
        f'ALARM("{name}")' for name in sorted(a["alarm_name"] for a in alarms.values())
    ]
    later = {
        each.type for each in outcome.resources if each.unknown.get("alarm_actions") and each.unknown["ok_actions"]
    }
    assert later == {"aws_cloudwatch_composite_alarm"}, "the topic, once it is made"


@of("data-pipeline/monitoring", "complete")
def test_a_known_metric_needs_its_hop_alone(planned: Planned, example: Example) -> None:
    alarms = planned[example].all("aws_cloudwatch_metric_alarm", "this")
    found = {
        key: (each["namespace"], each["metric_name"], each["threshold"], each["treat_missing_data"])
        for key, each in alarms.items()
    }
    assert found == {
        "iterator_age": ("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", 300000, "breaching"),
        "delivery_freshness": ("AWS/Firehose", "DeliveryToS3.DataFreshness", 300, "notBreaching"),
        "transform_errors": ("AWS/Lambda", "Errors", 0, "notBreaching"),
        "capture_latency": ("AWS/DMS", "CDCLatencyTarget", 300, "missing"),
        "storage": ("AWS/RDS", "FreeStorageSpace", 10737418240, "missing"),
        "slot": ("AWS/RDS", "OldestReplicationSlotLag", 1073741824, "missing"),
        "duration": ("AWS/Lambda", "Duration", 240000, "notBreaching"),
    }
    assert alarms["capture_latency"]["dimensions"] == {
        "ReplicationInstanceIdentifier": "acme-prod-capture",
        "ReplicationTaskIdentifier": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    }
    assert (alarms["duration"]["statistic"], alarms["duration"]["extended_statistic"]) == (None, "p95")
    assert alarms["storage"]["comparison_operator"] == "LessThanThreshold"
    times = {
        key: (each["period"], each["evaluation_periods"], each["datapoints_to_alarm"]) for key, each in alarms.items()
    }
    assert (times["iterator_age"], times["slot"]) == ((60, 5, 3), (120, 4, 2))
    anchor = "https://docs.example.com/acme/runbook#getrecordsiteratoragemilliseconds"
    assert alarms["iterator_age"]["alarm_description"].endswith(f"Runbook: {anchor}")


@of("data-pipeline/monitoring", "complete")
def test_the_dashboard_has_widgets_for_each_hop_and_for_cold_starts(planned: Planned, example: Example) -> None:
    widgets = json.loads(planned[example].one("aws_cloudwatch_dashboard")["dashboard_body"])["widgets"]
    metrics = [widget["properties"]["metrics"] for widget in widgets if widget["type"] == "metric"]
    namespaces = {line[0] for lines in metrics for line in lines}
    assert namespaces == {"AWS/RDS", "AWS/DMS", "AWS/Kinesis", "AWS/Firehose", "AWS/Lambda", "AWS/Athena", "Acme/prod"}
    for line in (line for lines in metrics for line in lines):
        *path, options = line
        assert len(path) % 2 == 0 and all(isinstance(part, str) for part in path), "namespace, metric, pairs"
        assert set(options) == {"stat"}
    [cold] = [widget["properties"]["query"] for widget in widgets if widget["type"] == "log"]
    assert cold.startswith("SOURCE '/aws/lambda/acme-prod-transform' | ") and "initDuration" in cold


@of("data-pipeline/monitoring", "complete")
def test_failures_are_events_to_the_topic(planned: Planned, example: Example) -> None:
    rules = planned[example].all("aws_cloudwatch_event_rule", "failures")
    patterns: dict[Any, Any] = {key: json.loads(rule["event_pattern"]) for key, rule in rules.items()}
    crawlers = {"crawlerName": ["acme-prod-trusted", "acme-prod-analytics"], "state": ["Failed"]}
    assert patterns["crawlers"]["detail"] == crawlers
    assert patterns["replication"]["resources"][0].endswith(":task:ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert (
        set(planned[example].all("aws_cloudwatch_event_target", "failures"))
        == set(rules)
        == {"crawlers", "replication"}
    )


@of("compute/lambda-event-bridge", "objects")
def test_a_function_is_called_for_objects_of_one_prefix_outside_of_any_network(
    planned: Planned, example: Example
) -> None:
    outcome = planned[example]
    pattern = json.loads(outcome.one("aws_cloudwatch_event_rule")["event_pattern"])
    assert pattern["detail"] == {"bucket": {"name": ["acme-lake"]}, "object": {"key": [{"prefix": "raw/"}]}}
    function = outcome.one("aws_lambda_function")
    assert function["vpc_config"] == [] and function["ephemeral_storage"] == [{"size": 2048}]
    assert (function["runtime"], function["logging_config"][0]["system_log_level"]) == ("python3.11", "INFO")
    assert not {action for action in allowed(outcome.one("aws_iam_role_policy")["policy"]) if action.startswith("ec2:")}
    alarms = outcome.all("aws_cloudwatch_metric_alarm", "this")
    assert set(alarms) == {"dead_letters", "errors", "lost_events"}
    assert alarms["errors"]["dimensions"] == {"FunctionName": "acme-transform"}


@of("compute/lambda-function", "image")
def test_an_image_brings_runtime_and_handler_along(planned: Planned, example: Example) -> None:
    function = planned[example].one("aws_lambda_function")
    assert function["package_type"] == "Image" and "@sha256:" in function["image_uri"]
    assert {name for name in ("runtime", "handler", "filename") if function[name] is not None} == set()


@TOPICS
def test_events_reach_a_topic_for_alarms(planned: Planned, example: Example) -> None:
    said = statements(planned[example].one("aws_sns_topic_policy")["policy"])
    assert said["Alarms"]["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    assert said["Events"]["Principal"] == {"Service": "events.amazonaws.com"}
    assert said["Events"]["Action"] == "sns:Publish" and said["Events"]["Resource"].endswith("-alarms")
    assert "Condition" not in said["Events"], "EventBridge meets none on a topic, and drops what it cannot publish"
    assert said["DenyPlainHttp"]["Effect"] == "Deny"


@of("security/kms", "complete")
def test_events_use_a_key_for_topics_and_queues_of_the_account(planned: Planned, example: Example) -> None:
    keys = planned[example].all("aws_kms_key", "this").values()
    [said] = [
        policy["ServiceEvents"] for policy in (statements(key["policy"]) for key in keys) if "ServiceEvents" in policy
    ]
    [(operator, condition)] = said["Condition"].items()
    assert operator == "ArnLikeIfExists", "EventBridge tells KMS neither account nor rule"
    assert set(condition) == {
        f"kms:EncryptionContext:aws:{each}" for each in ("sns:topicArn", "sqs:arn", "events:event-bus:arn")
    }
    assert all(arn.split(":")[4] == "111122223333" for arn in condition.values())
