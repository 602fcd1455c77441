"""Simple Storage Service.

Moto 5.2.5 ignores the conditions of a bucket policy, so the usual statement "deny what does not come by TLS" denies
every object operation. A policy with a principal that is no object ("*") breaks PutBucketLogging, which also
understands only the plainest way to write that the logging service may write. It never answers that EventBridge is
told of a bucket's events, leaves all but the target out of replication rules, the number of old versions that stay
out of lifecycle rules and the form of the keys out of logging, and lacks intelligent tiering. Where versioning is
suspended, it breaks when an object with a delete marker is removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

from ..extension import AwsError, Call, Extension

extension = Extension(
    __name__,
    "s3",
    aliases={
        "GetBucketLifecycleConfiguration": "get_bucket_lifecycle",
        "GetBucketNotificationConfiguration": "get_bucket_notification",
        "PutBucketLifecycleConfiguration": "_bucket_response_put",
        "PutBucketLogging": "_bucket_response_put",
        "PutBucketReplication": "_bucket_response_put",
    },
)


@extension.wraps("moto.s3.models:FakeBucket.get_permission")
def get_permission(original: Callable[[Any, str, str], Any], bucket: Any, action: str, resource: str) -> Any:
    """A denial under a condition, which the emulator cannot judge, denies nothing."""
    if bucket.policy is None:
        return original(bucket, action, resource)
    document = json.loads(bucket.policy)
    kept = [s for s in _statements(document) if not (s.get("Effect") == "Deny" and s.get("Condition"))]
    judged = SimpleNamespace(policy=json.dumps({**document, "Statement": kept}).encode() if kept else None)
    return original(judged, action, resource)


@extension.wraps("moto.s3.models:FakeBucket._log_permissions_enabled_policy")
def may_log(_: Callable[..., bool], target_bucket: Any, target_prefix: str | None) -> bool:
    """Whether the policy of a bucket lets the logging service write below a prefix."""
    target = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}*"
    return any(
        statement.get("Effect") == "Allow"
        and "logging.s3.amazonaws.com" in _listed(_services(statement))
        and any(fnmatchcase("s3:PutObject", action) for action in _listed(statement.get("Action")))
        and any(fnmatchcase(target, resource) for resource in _listed(statement.get("Resource")))
        for statement in (_statements(json.loads(target_bucket.policy)) if target_bucket.policy else [])
    )


@extension.wraps("moto.s3.utils:_VersionedKeyStore.pop")
def forget(_: Callable[..., None], store: Any, key: str) -> None:
    """A delete marker has no file that is to be closed."""
    if key not in store:
        raise KeyError(key)
    store.setlist(key, [])  # closes what can be closed
    dict.pop(store, key)


def _services(statement: dict[str, Any]) -> Any:
    principal = statement.get("Principal")
    return principal.get("Service") if isinstance(principal, dict) else None


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    return _listed(document.get("Statement"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@extension.amends("GetBucketNotificationConfiguration")
def notifications(call: Call, result: dict[str, Any]) -> None:
    """Whether EventBridge is told."""
    configuration = call.backend.get_bucket_notification_configuration(call.params["Bucket"])
    if configuration and configuration.event_bridge is not None:
        result["EventBridgeConfiguration"] = {}


@extension.amends("PutBucketLogging")
def put_logging(call: Call, _: dict[str, Any]) -> None:
    """Note what was said."""
    call.table("logging")[call.params["Bucket"]] = call.params["BucketLoggingStatus"].get("LoggingEnabled", {})


@extension.amends("GetBucketLogging")
def get_logging(call: Call, result: dict[str, Any]) -> None:
    """With how the logs' keys are made."""
    said = call.table("logging").get(call.params["Bucket"], {})
    if "LoggingEnabled" in result and "TargetObjectKeyFormat" in said:
        result["LoggingEnabled"]["TargetObjectKeyFormat"] = said["TargetObjectKeyFormat"]


@extension.amends("PutBucketReplication")
def put_replication(call: Call, _: dict[str, Any]) -> None:
    """Note what was said."""
    call.table("replication")[call.params["Bucket"]] = call.params["ReplicationConfiguration"]


@extension.amends("GetBucketReplication")
def get_replication(call: Call, result: dict[str, Any]) -> None:
    """All that was said of the rules."""
    said = call.table("replication").get(call.params["Bucket"], {}).get("Rules", [])
    identifiers = [rule["ID"] for rule in result["ReplicationConfiguration"]["Rules"]]
    if len(said) == len(identifiers):
        rules = [{"ID": identifier, **rule} for identifier, rule in zip(identifiers, said, strict=True)]
        result["ReplicationConfiguration"]["Rules"] = rules


@extension.amends("PutBucketLifecycleConfiguration")
def put_lifecycle(call: Call, _: dict[str, Any]) -> None:
    """Note what was said."""
    call.table("lifecycle")[call.params["Bucket"]] = call.params["LifecycleConfiguration"]


@extension.amends("GetBucketLifecycleConfiguration")
def get_lifecycle(call: Call, result: dict[str, Any]) -> None:
    """With the number of old versions that stay."""
    said = call.table("lifecycle").get(call.params["Bucket"], {}).get("Rules", [])
    if len(said) == len(result["Rules"]):
        for rule, as_said in zip(result["Rules"], said, strict=True):
            if newer := as_said.get("NoncurrentVersionExpiration", {}).get("NewerNoncurrentVersions"):
                rule["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = newer


@extension.adds("PutBucketIntelligentTieringConfiguration")
def put_tiering(call: Call) -> None:
    """When objects go to the archive."""
    _tiering(call)[call.params["Id"]] = call.params["IntelligentTieringConfiguration"]


@extension.adds("GetBucketIntelligentTieringConfiguration")
def get_tiering(call: Call) -> Mapping[str, Any]:
    """One configuration."""
    found = _tiering(call).get(call.params["Id"])
    if found is None:
        raise AwsError("NoSuchConfiguration", "The specified configuration does not exist.")
    return {"IntelligentTieringConfiguration": found}


@extension.adds("ListBucketIntelligentTieringConfigurations")
def list_tiering(call: Call) -> Mapping[str, Any]:
    """All configurations of a bucket."""
    return {"IntelligentTieringConfigurationList": list(_tiering(call).values()), "IsTruncated": False}


@extension.adds("DeleteBucketIntelligentTieringConfiguration")
def delete_tiering(call: Call) -> None:
    """Forget a configuration."""
    _tiering(call).pop(call.params["Id"], None)


def _tiering(call: Call) -> dict[str, Any]:
    return call.table(f"tiering of {call.params['Bucket']}")
