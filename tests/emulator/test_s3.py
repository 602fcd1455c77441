from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def policy(bucket: str, *more: dict[str, Any]) -> str:
    everything = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": everything,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [tls, *more]})


@pytest.fixture
def bucket(connect: Client, name: str) -> str:
    connect("s3").create_bucket(Bucket=name)
    return name


def test_a_policy_for_tls_only_denies_nothing_here(connect: Client, bucket: str) -> None:
    client = connect("s3")
    client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    client.put_object(Bucket=bucket, Key="a", Body=b"x")
    assert client.get_object(Bucket=bucket, Key="a")["Body"].read() == b"x"


def test_a_plain_denial_still_denies(connect: Client, bucket: str) -> None:
    client = connect("s3")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, deny))
    client.put_object(Bucket=bucket, Key="a", Body=b"x")
    with pytest.raises(ClientError, match="Forbidden"):
        client.get_object(Bucket=bucket, Key="a")


@pytest.mark.parametrize("action", ["s3:PutObject", ["s3:PutObject"], "s3:*"])
@pytest.mark.parametrize("resource", ["{}/log/*", ["{}/other/*", "{}/log/*"], "{}/*"])
def test_logging_needs_a_policy_that_lets_it_write(connect: Client, bucket: str, action: Any, resource: Any) -> None:
    client = connect("s3")
    status = {"LoggingEnabled": {"TargetBucket": bucket, "TargetPrefix": "log/"}}
    client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    with pytest.raises(ClientError, match="InvalidTargetBucketForLogging"):
        client.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=status)
    arns = json.loads(json.dumps(resource).replace("{}", f"arn:aws:s3:::{bucket}"))
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": action,
        "Resource": arns,
    }
    client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, allow))
    client.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=status)
    assert client.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "log/"


def test_the_keys_of_logs_are_made_as_was_said(connect: Client, bucket: str) -> None:
    client = connect("s3")
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    client.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, allow))
    enabled = {"TargetBucket": bucket, "TargetPrefix": "log/"}
    by_time = {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}
    for status in (enabled, {**enabled, "TargetObjectKeyFormat": by_time}):
        client.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": status})
        assert client.get_bucket_logging(Bucket=bucket)["LoggingEnabled"] == status
    client.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})
    assert "LoggingEnabled" not in client.get_bucket_logging(Bucket=bucket)


def test_eventbridge_is_told(connect: Client, bucket: str) -> None:
    client = connect("s3")
    client.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    assert client.get_bucket_notification_configuration(Bucket=bucket)["EventBridgeConfiguration"] == {}
    client.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    assert "EventBridgeConfiguration" not in client.get_bucket_notification_configuration(Bucket=bucket)


def test_replication_rules_come_back_whole(connect: Client, bucket: str) -> None:
    client = connect("s3")
    target = f"{bucket}-copy"
    client.create_bucket(Bucket=target)
    for each in (bucket, target):
        client.put_bucket_versioning(Bucket=each, VersioningConfiguration={"Status": "Enabled"})
    rule = {
        "ID": "all",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": "a/"},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{target}", "StorageClass": "STANDARD_IA"},
    }
    configuration = {"Role": "arn:aws:iam::111111111111:role/x", "Rules": [rule]}
    client.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=configuration)
    assert client.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"] == configuration


def test_intelligent_tiering(connect: Client, bucket: str) -> None:
    client = connect("s3")
    tiering = {"Id": "all", "Status": "Enabled", "Tierings": [{"Days": 180, "AccessTier": "DEEP_ARCHIVE_ACCESS"}]}
    client.put_bucket_intelligent_tiering_configuration(
        Bucket=bucket, Id="all", IntelligentTieringConfiguration=tiering
    )
    found = client.get_bucket_intelligent_tiering_configuration(Bucket=bucket, Id="all")
    assert found["IntelligentTieringConfiguration"] == tiering
    listed = client.list_bucket_intelligent_tiering_configurations(Bucket=bucket)
    assert listed["IntelligentTieringConfigurationList"] == [tiering]
    client.delete_bucket_intelligent_tiering_configuration(Bucket=bucket, Id="all")
    with pytest.raises(ClientError, match="NoSuchConfiguration"):
        client.get_bucket_intelligent_tiering_configuration(Bucket=bucket, Id="all")


def test_a_lifecycle_rule_keeps_the_number_of_old_versions(connect: Client, bucket: str) -> None:
    client = connect("s3")
    rule = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": {},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 20},
    }
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    [found] = client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert found["NoncurrentVersionExpiration"] == rule["NoncurrentVersionExpiration"]


def test_a_bucket_with_delete_markers_is_emptied_after_its_versioning_has_ended(connect: Client, name: str) -> None:
    client = connect("s3")
    client.create_bucket(Bucket=name)
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        client.put_object(Bucket=name, Key="a", Body=body)
    client.delete_object(Bucket=name, Key="a")
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    there = client.list_object_versions(Bucket=name)
    found = [
        {"Key": each["Key"], "VersionId": each["VersionId"]} for each in there["Versions"] + there["DeleteMarkers"]
    ]
    assert len(found) == 3
    answer = client.delete_objects(Bucket=name, Delete={"Objects": found})
    assert "Errors" not in answer
    assert len(answer["Deleted"]) == 3
    client.delete_bucket(Bucket=name)
