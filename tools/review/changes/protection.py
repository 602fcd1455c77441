"""What stands between data and its loss.

Attributes and their defaults are those of the AWS provider, 5.100 to 6. ``prevent_destroy`` is in no plan: where it
holds, Terraform refuses the plan (``refused.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...compose.snapshot import Resource, Snapshot

Values = Mapping[str, Any]

DELETION = (
    "deletion_protection",
    "deletion_protection_enabled",
    "termination_protection_enabled",
    "enable_deletion_protection",
    "delete_protection",
)
NO_FINAL = ("skip_final_snapshot", "skip_final_backup")
FINAL = ("final_snapshot_identifier", "final_snapshot_name", "final_snapshot")
FORCE = ("force_destroy", "force_delete")

_KEYS = ("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key")
_EMPTY_ONLY = {
    "aws_backup_vault": "a vault with backups is not deleted",
    "aws_ecr_repository": "a repository with images is not deleted",
    "aws_ecrpublic_repository": "a repository with images is not deleted",
    "aws_lightsail_bucket": "a bucket with objects is not deleted",
    "aws_route53_zone": "a zone with records of others is not deleted",
    "aws_s3_bucket": "a bucket with objects is not deleted",
    "aws_s3_directory_bucket": "a bucket with objects is not deleted",
}


def protection(resource: Resource, snapshot: Snapshot) -> tuple[str, ...]:
    """What stands against losing what a resource holds, as it is before the change; empty where nothing does.

    ``snapshot`` is what exists with it: the versioning of a bucket is a resource of its own.
    """
    found = [*_own(resource.type, resource.values), *_beside(resource, snapshot)]
    return tuple(dict.fromkeys(found))


def _own(type: str, values: Values) -> Iterator[str]:
    if any(is_on(values.get(name)) for name in DELETION):
        yield "deletion protection"
    skips = [values[name] for name in NO_FINAL if values.get(name) is not None]
    if not any(skips) if skips else any(values.get(name) for name in FINAL):
        yield "a final snapshot is taken"
    days = values.get("backup_retention_period")
    if values.get("delete_automated_backups") is False and days:
        yield f"automated backups stay for {days} days"
    if type in _EMPTY_ONLY and not any(values.get(name) for name in FORCE):
        yield _EMPTY_ONLY[type]
    if type in _KEYS:
        yield f"deleted after {values.get('deletion_window_in_days') or 30} days, it can be kept until then"
    if type == "aws_acmpca_certificate_authority":
        yield f"it can be restored for {values.get('permanent_deletion_time_in_days') or 30} days"
    if type == "aws_secretsmanager_secret" and values.get("recovery_window_in_days") != 0:
        yield f"it can be restored for {values.get('recovery_window_in_days') or 30} days"
    if recovers(values):
        yield "point-in-time recovery"
    if values.get("object_lock_enabled") is True:
        yield "object lock"
    if values.get("skip_destroy") is True:
        yield "it stays in AWS (skip_destroy)"


_BESIDE: Mapping[str, tuple[tuple[str, str, Callable[[Values], str | None]], ...]] = {
    "aws_s3_bucket": (
        ("aws_s3_bucket_versioning", "bucket", lambda values: "versioning" if is_versioned(values) else None),
        ("aws_s3_bucket_object_lock_configuration", "bucket", lambda _: "object lock"),
        ("aws_s3_bucket_replication_configuration", "bucket", lambda _: "its objects are replicated"),
    ),
    "aws_efs_file_system": (
        ("aws_efs_backup_policy", "file_system_id", lambda values: "automatic backups" if backs_up(values) else None),
        ("aws_efs_replication_configuration", "source_file_system_id", lambda _: "it is replicated"),
    ),
    "aws_backup_vault": (("aws_backup_vault_lock_configuration", "backup_vault_name", lambda _: "vault lock"),),
    "aws_db_instance": (
        ("aws_db_instance_automated_backups_replication", "source_db_instance_arn", lambda _: "replicated backups"),
    ),
}
"""Type -> the resources beside one of it that protect it: their type, the attribute that names it, and the words."""


def _beside(resource: Resource, snapshot: Snapshot) -> Iterator[str]:
    names = {resource.values.get(name) for name in ("id", "arn", "name", "bucket")} - {None, ""}
    for type, attribute, words in _BESIDE.get(resource.type, ()):
        for other in snapshot.of_type(type):
            if other.values.get(attribute) in names and (told := words(other.values)):
                yield told


def block(values: Values, name: str) -> Values:
    """The one block of a name, empty where there is none."""
    found = values.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return found if isinstance(found, Mapping) else {}


def is_on(value: Any) -> bool:
    """Whether a deletion protection is on; Cognito writes it as a word."""
    return value is True or value == "ACTIVE"


def is_versioned(values: Values) -> bool:
    """Whether an ``aws_s3_bucket_versioning`` is on."""
    return block(values, "versioning_configuration").get("status") == "Enabled"


def backs_up(values: Values) -> bool:
    """Whether an ``aws_efs_backup_policy`` is on."""
    return block(values, "backup_policy").get("status") == "ENABLED"


def recovers(values: Values) -> bool:
    """Whether point-in-time recovery is on: of a DynamoDB table or replica, or of a table in Keyspaces."""
    found = block(values, "point_in_time_recovery")
    return (
        values.get("point_in_time_recovery") is True or found.get("enabled") is True or found.get("status") == "ENABLED"
    )
