"""What holds data, what protects it, and what a change takes of that away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tools.review.changes.plans import change, changed, raw, snapshot
from tools.review.changes.data import holds
from tools.review.changes.protection import protection
from tools.review.changes.weakening import weakened, weakened_in


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("aws_db_instance", "database"),
        ("aws_rds_cluster", "database cluster"),
        ("aws_rds_cluster_instance", None),
        ("aws_s3_bucket", "bucket"),
        ("aws_s3_bucket_versioning", None),
        ("aws_dynamodb_table", "table"),
        ("aws_kms_key", "key"),
        ("aws_kms_alias", None),
        ("aws_kinesis_stream", "stream"),
        ("aws_efs_file_system", "file system"),
        ("aws_efs_mount_target", None),
        ("aws_cloudwatch_log_group", "log group"),
        ("aws_route53_zone", "DNS zone"),
        ("aws_sns_topic", None),
        ("aws_instance", None),
    ],
)
def test_what_holds_data_is_known_by_type(type: str, kind: str | None) -> None:
    assert holds(type, {}) == kind


def test_a_parameter_holds_something_where_it_is_a_secret() -> None:
    assert holds("aws_ssm_parameter", {"type": "SecureString"}) == "secret"
    assert holds("aws_ssm_parameter", {"type": "String"}) is None


def protected(type: str, values: dict[str, Any], *others: tuple[str, dict[str, Any]]) -> tuple[str, ...]:
    rest = [("dev/other", f"{kind}.o{index}", given) for index, (kind, given) in enumerate(others)]
    found = snapshot(("dev/app", f"{type}.this", values), *rest)
    return protection(found.resources[f"module.dev--app.{type}.this"], found)


@pytest.mark.parametrize(
    ("type", "values", "expected"),
    [
        ("aws_db_instance", {"deletion_protection": True, "skip_final_snapshot": True}, ["deletion protection"]),
        (
            "aws_db_instance",
            {"skip_final_snapshot": False, "delete_automated_backups": False, "backup_retention_period": 7},
            ["a final snapshot is taken", "automated backups stay for 7 days"],
        ),
        ("aws_db_instance", {"skip_final_snapshot": True, "final_snapshot_identifier": "last"}, []),
        ("aws_elasticache_replication_group", {"final_snapshot_identifier": "x"}, ["a final snapshot is taken"]),
        ("aws_s3_bucket", {"force_destroy": False}, ["a bucket with objects is not deleted"]),
        ("aws_s3_bucket", {"force_destroy": True}, []),
        ("aws_ecr_repository", {"force_delete": None}, ["a repository with images is not deleted"]),
        ("aws_kms_key", {"deletion_window_in_days": 7}, ["deleted after 7 days, it can be kept until then"]),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 0}, []),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 30}, ["it can be restored for 30 days"]),
        (
            "aws_dynamodb_table",
            {"deletion_protection_enabled": True, "point_in_time_recovery": [{"enabled": True}]},
            ["deletion protection", "point-in-time recovery"],
        ),
        ("aws_cognito_user_pool", {"deletion_protection": "ACTIVE"}, ["deletion protection"]),
        ("aws_cognito_user_pool", {"deletion_protection": "INACTIVE"}, []),
        ("aws_cloudwatch_log_group", {"skip_destroy": True}, ["it stays in AWS (skip_destroy)"]),
    ],
)
def test_what_protects_data_is_told(type: str, values: dict[str, Any], expected: list[str]) -> None:
    assert list(protected(type, values)) == expected


def test_what_protects_a_bucket_may_stand_beside_it() -> None:
    on = {"bucket": "b-1", "versioning_configuration": [{"status": "Enabled"}]}
    off = {"bucket": "b-1", "versioning_configuration": [{"status": "Suspended"}]}
    bucket = {"id": "b-1", "force_destroy": True}
    assert protected("aws_s3_bucket", bucket, ("aws_s3_bucket_versioning", on)) == ("versioning",)
    assert protected("aws_s3_bucket", bucket, ("aws_s3_bucket_versioning", off)) == ()
    assert protected("aws_s3_bucket", bucket, ("aws_s3_bucket_versioning", {**on, "bucket": "b-2"})) == ()


@pytest.mark.parametrize(
    ("type", "before", "after", "words"),
    [
        (
            "aws_db_instance",
            {"deletion_protection": True},
            {"deletion_protection": False},
            "deletion protection is turn",
        ),
        (
            "aws_cognito_user_pool",
            {"deletion_protection": "ACTIVE"},
            {"deletion_protection": "INACTIVE"},
            "is turned off",
        ),
        ("aws_lb", {"enable_deletion_protection": True}, {"enable_deletion_protection": False}, "is turned off"),
        ("aws_s3_bucket", {"force_destroy": False}, {"force_destroy": True}, "may be deleted with everything in it"),
        ("aws_db_instance", {"skip_final_snapshot": False}, {"skip_final_snapshot": True}, "no final snapshot"),
        ("aws_memorydb_cluster", {"final_snapshot_name": "x"}, {"final_snapshot_name": None}, "no final snapshot"),
        ("aws_db_instance", {"backup_retention_period": 7}, {"backup_retention_period": 1}, "1 day instead of 7 days"),
        (
            "aws_cloudwatch_log_group",
            {"retention_in_days": 0},
            {"retention_in_days": 14},
            "14 days instead of for ever",
        ),
        ("aws_kinesis_stream", {"retention_period": 168}, {"retention_period": 24}, "24 hours instead of 168 hours"),
        (
            "aws_dynamodb_table",
            {"point_in_time_recovery": [{"enabled": True}]},
            {"point_in_time_recovery": []},
            "point-in-time recovery is turned off",
        ),
        (
            "aws_s3_bucket_versioning",
            {"versioning_configuration": [{"status": "Enabled"}]},
            {"versioning_configuration": [{"status": "Suspended"}]},
            "versioning of the bucket is turned off",
        ),
        (
            "aws_s3_bucket_object_lock_configuration",
            {"rule": [{"default_retention": [{"years": 1}]}]},
            {"rule": [{"default_retention": [{"days": 30}]}]},
            "30 days instead of 365",
        ),
    ],
)
def test_what_weakens_the_protection_is_a_sentence(type: str, before: Any, after: Any, words: str) -> None:
    (sentence,) = weakened(change(before, after, type))
    assert words in sentence
    assert weakened(change(after, before, type)) == []


@pytest.mark.parametrize(
    ("type", "before", "after"),
    [
        ("aws_autoscaling_group", {"force_delete": False}, {"force_delete": True}),
        ("aws_ecs_task_definition", {"skip_destroy": True}, {"skip_destroy": False}),
        ("aws_cloudwatch_log_group", {"retention_in_days": 14}, {"retention_in_days": 0}),
        ("aws_db_instance", {"deletion_protection": True}, {}),
    ],
)
def test_what_weakens_nothing_is_silent(type: str, before: Any, after: Any) -> None:
    assert weakened(change(before, after, type)) == []


def test_a_guard_that_goes_alone_is_told_and_one_that_goes_with_its_bucket_is_not() -> None:
    versioning = {"bucket": "b-1", "versioning_configuration": [{"status": "Enabled"}]}
    guard = raw("dev/app", "aws_s3_bucket_versioning.this", "delete", versioning)
    bucket = raw("dev/app", "aws_s3_bucket.this", "delete", {"id": "b-1"})
    assert weakened_in(changed([guard])) == {
        ("dev/app", "aws_s3_bucket_versioning.this"): ("versioning of the bucket is turned off",)
    }
    assert weakened_in(changed([guard, bucket])) == {}
