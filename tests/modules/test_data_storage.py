"""What the stores of a data pipeline promise: who gets in, what ages how, what is watched, whom their keys serve."""

from __future__ import annotations

import json
from typing import Any

from .library import Example
from .test_semantics import Planned, allowed, of, statements

BUCKET = "arn:aws:s3:::acme-prod-lake-123456789012"


@of("data-pipeline/bucket", "complete")
def test_a_bucket_takes_nothing_unencrypted_and_nothing_under_another_key(planned: Planned, example: Example) -> None:
    policy = statements(_of_lake(planned, example, "aws_s3_bucket_policy")["policy"])
    own = {sid: statement for sid, statement in policy.items() if statement["Principal"] == "*"}
    assert {statement["Effect"] for statement in own.values()} == {"Deny"}
    assert policy["DenyPlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert policy["DenyPlainHttp"]["Resource"] == [BUCKET, f"{BUCKET}/*"]
    tests = policy["DenyOtherKeys"]["Condition"]
    assert tests["StringNotEquals"]["s3:x-amz-server-side-encryption-aws-kms-key-id"].startswith("arn:aws:kms:")
    assert policy["DenyOtherEncryption"]["Condition"]["Null"] == {"s3:x-amz-server-side-encryption": "false"}


@of("data-pipeline/bucket", "complete")
def test_who_is_let_in_is_named_and_a_service_acts_for_the_account_alone(planned: Planned, example: Example) -> None:
    policy = statements(_of_lake(planned, example, "aws_s3_bucket_policy")["policy"])
    assert policy["ReadAnalytics"]["Principal"] == {"AWS": ["arn:aws:iam::210987654321:root"]}
    assert policy["ReadAnalytics"]["Resource"] == [f"{BUCKET}/analytics/*"]
    assert policy["ListAnalytics"]["Resource"] == [BUCKET]
    assert policy["WriteInventory"]["Principal"] == {"Service": ["s3.amazonaws.com"]}
    assert policy["WriteInventory"]["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": ["123456789012"],
            "s3:x-amz-acl": ["bucket-owner-full-control"],
        }
    }
    assert policy["DenyOthersModels"]["Principal"] == "*"


@of("data-pipeline/bucket", "complete")
def test_a_bucket_of_access_logs_is_written_by_s3_under_its_own_keys(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [logs] = [each for each in outcome.resources if each.type == "aws_s3_bucket_policy" and "logs" in each.address]
    policy = statements(logs.values["policy"])
    assert policy["ReceiveAccessLogs"]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert not {"DenyOtherEncryption", "DenyOtherKeys"} & policy.keys()
    algorithms = sorted(
        each.values["rule"][0]["apply_server_side_encryption_by_default"][0]["sse_algorithm"]
        for each in outcome.resources
        if each.type == "aws_s3_bucket_server_side_encryption_configuration"
    )
    assert algorithms == ["AES256", "aws:kms"]
    assert outcome.one("aws_s3_bucket_logging")["target_bucket"] == "acme-prod-access-logs-123456789012"


@of("data-pipeline/bucket", "complete")
def test_objects_age_by_prefix_and_what_nobody_asks_for_goes(planned: Planned, example: Example) -> None:
    rules = {rule["id"]: rule for rule in _of_lake(planned, example, "aws_s3_bucket_lifecycle_configuration")["rule"]}
    assert {name: rule["filter"][0]["prefix"] or "" for name, rule in rules.items()} == {
        "cleanup": "",
        "raw": "raw/",
        "trusted": "trusted/",
        "checkpoints": "checkpoints/",
        "inventory": "inventory/",
    }
    moved = {each["storage_class"]: each["days"] for each in rules["raw"]["transition"]}
    assert moved == {"GLACIER_IR": 90, "DEEP_ARCHIVE": 365}
    assert rules["raw"]["expiration"][0]["days"] == 2555
    assert {each["storage_class"] for each in rules["trusted"]["transition"]} <= {"STANDARD_IA", "GLACIER_IR"}
    assert rules["cleanup"]["abort_incomplete_multipart_upload"][0]["days_after_initiation"] == 3
    assert rules["cleanup"]["noncurrent_version_expiration"][0]["noncurrent_days"] == 60
    assert rules["cleanup"]["expiration"][0]["expired_object_delete_marker"] is True


@of("data-pipeline/bucket", "complete")
def test_a_copy_is_made_by_a_role_for_this_bucket_alone(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [trust] = json.loads(outcome.one("aws_iam_role")["assume_role_policy"])["Statement"]
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnEquals": {"aws:SourceArn": BUCKET},
    }
    policy = outcome.one("aws_iam_role_policy")["policy"]
    assert statements(policy)["WriteCopies"]["Resource"] == ["arn:aws:s3:::acme-prod-lake-copy-123456789012/*"]
    assert not {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} & allowed(policy)
    assert outcome.one("aws_cloudwatch_metric_alarm")["alarm_description"].endswith("#operationsfailedreplication")


@of("data-pipeline/bucket", "minimal")
def test_what_can_be_made_again_is_not_versioned_but_closed_all_the_same(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    assert "aws_s3_bucket_versioning" not in outcome.counts
    block = outcome.one("aws_s3_bucket_public_access_block")
    assert [name for name, value in block.items() if value is True] == [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ]
    [rule] = outcome.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["bucket_key_enabled"] is True
    assert outcome.one("aws_s3_bucket")["force_destroy"] is False


@of("data-pipeline/stream", "complete")
def test_a_stream_has_shards_or_follows_the_load_and_is_encrypted_either_way(
    planned: Planned, example: Example
) -> None:
    streams = {
        each.values["name"]: each.values for each in planned[example].resources if each.type == "aws_kinesis_stream"
    }
    shards = {
        name: (stream["stream_mode_details"][0]["stream_mode"], stream.get("shard_count"))
        for name, stream in streams.items()
    }
    assert shards == {"acme-prod-changes": ("PROVISIONED", 4), "acme-prod-clicks": ("ON_DEMAND", None)}
    assert {stream["encryption_type"] for stream in streams.values()} == {"KMS"}
    assert {stream["kms_key_id"].split(":")[2] for stream in streams.values()} == {"kms"}
    assert streams["acme-prod-changes"]["retention_period"] == 168


@of("data-pipeline/stream", "complete")
def test_readers_that_fall_behind_or_fall_silent_are_told_of(planned: Planned, example: Example) -> None:
    alarms = {
        each.values["alarm_name"]: each.values
        for each in planned[example].resources
        if each.type == "aws_cloudwatch_metric_alarm"
    }
    age = alarms["acme-prod-changes-iterator-age"]
    assert (age["metric_name"], age["threshold"]) == ("GetRecords.IteratorAgeMilliseconds", 600_000)
    assert age["treat_missing_data"] == "breaching"
    assert age["alarm_description"].endswith("/stream#getrecordsiteratoragemilliseconds")
    assert age["alarm_actions"] == age["ok_actions"] == ["arn:aws:sns:us-east-1:123456789012:acme-platform"]
    assert alarms.keys() - {"acme-prod-changes-iterator-age"} == {
        f"acme-prod-{stream}-{way}-throttled" for stream in ("changes", "clicks") for way in ("read", "write")
    }


@of("data-pipeline/delivery", "minimal")
def test_a_delivery_reads_one_stream_and_writes_below_two_prefixes(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    policy = statements(outcome.one("aws_iam_role_policy")["policy"])
    assert policy["ReadStream"]["Resource"] == ["arn:aws:kinesis:us-east-1:123456789012:stream/acme-dev-changes"]
    lake = "arn:aws:s3:::acme-dev-lake-123456789012"
    assert policy["WriteObjects"]["Resource"] == [f"{lake}/raw/*", f"{lake}/errors/firehose/*"]
    assert policy["DecryptStream"]["Condition"]["StringEquals"]["kms:ViaService"] == "kinesis.us-east-1.amazonaws.com"
    assert not any("*" in action for action in allowed(outcome.one("aws_iam_role_policy")["policy"]))
    assert all(statement["Resource"] != ["*"] for statement in policy.values())
    [trust] = json.loads(outcome.one("aws_iam_role")["assume_role_policy"])["Statement"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}


@of("data-pipeline/delivery", "minimal")
def test_records_are_gathered_for_a_minute_compressed_and_put_by_the_hour(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [s3] = outcome.one("aws_kinesis_firehose_delivery_stream")["extended_s3_configuration"]
    assert (s3["buffering_interval"], s3["buffering_size"], s3["compression_format"]) == (60, 5, "GZIP")
    assert s3["prefix"].startswith("raw/year=!{timestamp:yyyy}/")
    assert s3["error_output_prefix"].startswith("errors/firehose/!{firehose:error-output-type}/")
    [logging] = s3["cloudwatch_logging_options"]
    assert (logging["enabled"], logging["log_stream_name"]) == (True, "delivery")
    assert outcome.one("aws_cloudwatch_log_group")["name"] == logging["log_group_name"]
    freshness = outcome.all("aws_cloudwatch_metric_alarm", "this")["freshness"]
    assert (freshness["metric_name"], freshness["threshold"]) == ("DeliveryToS3.DataFreshness", 300)
    failures = outcome.all("aws_cloudwatch_metric_alarm", "this")["failures"]
    assert failures["period"] >= 900, (
        "records are gathered for up to 900 seconds: a shorter look may see no write at all"
    )


@of("data-pipeline/delivery", "complete")
def test_parquet_and_partitions_gather_more_and_may_read_one_table(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [s3] = outcome.one("aws_kinesis_firehose_delivery_stream")["extended_s3_configuration"]
    assert s3["buffering_size"] >= 64 and s3["compression_format"] == "UNCOMPRESSED"
    [schema] = s3["data_format_conversion_configuration"][0]["schema_configuration"]
    assert (schema["database_name"], schema["table_name"]) == ("acme_prod", "clicks")
    processors = {each["type"]: each["parameters"] for each in s3["processing_configuration"][0]["processors"]}
    queries = {each["parameter_name"]: each["parameter_value"] for each in processors["MetadataExtraction"]}
    assert queries["MetadataExtractionQuery"] == "{shop:.shop.id}"
    assert processors["AppendDelimiterToRecord"] == [{"parameter_name": "Delimiter", "parameter_value": "\\n"}]
    catalog = "arn:aws:glue:us-east-1:123456789012:"
    assert statements(outcome.one("aws_iam_role_policy")["policy"])["ReadTable"]["Resource"] == [
        f"{catalog}catalog",
        f"{catalog}database/acme_prod",
        f"{catalog}table/acme_prod/clicks",
    ]
    assert outcome.all("aws_cloudwatch_metric_alarm", "this").keys() == {"conversion", "freshness", "partitions"}


@of("security/kms", "complete")
def test_a_lakes_key_serves_who_keeps_its_data_and_nobody_else(planned: Planned, example: Example) -> None:
    policy = statements(planned[example].all("aws_kms_key", "this")["lake"]["policy"])
    through = {
        f"{service}.us-east-1.amazonaws.com" for service in ("athena", "dms", "firehose", "glue", "kinesis", "s3")
    }
    for sid in ("UseThroughServices", "GrantsOfServices"):
        assert set(policy[sid]["Condition"]["StringEquals"]["kms:ViaService"]) == through
    assert policy["Users"]["Principal"] == {"AWS": ["arn:aws:iam::111122223333:role/acme-prod-glue-job"]}
    # Only what acts without a role of ours is let in as itself.
    assert {sid for sid, statement in policy.items() if "Service" in statement["Principal"]} == {
        "ServiceDms",
        "ServiceS3",
    }


@of("security/kms", "complete")
def test_who_publishes_what_happens_is_held_to_topics_of_the_account(planned: Planned, example: Example) -> None:
    policy = statements(planned[example].all("aws_kms_key", "this")["alerts"]["policy"])
    for sid, principal in {"ServiceDms": "dms", "ServiceEventsRds": "events.rds"}.items():
        assert policy[sid]["Principal"] == {"Service": f"{principal}.amazonaws.com"}
        assert set(policy[sid]["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
        assert policy[sid]["Condition"] == {
            "ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:us-east-1:111122223333:*"}
        }


def _of_lake(planned: Planned, example: Example, type: str) -> dict[str, Any]:
    """The values of the lake's only resource of a type; the example has a bucket for logs as well."""
    [found] = [each for each in planned[example].resources if each.type == type and ".lake." in f".{each.address}."]
    return dict(found.values)
