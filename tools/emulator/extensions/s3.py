"""Simple Storage Service.

Moto 5.2.5 ignores the conditions of a bucket policy, so the usual statement "deny what does not come by TLS" denies
every object operation. A policy with a principal that is no object ("*") breaks PutBucketLogging, which also
understands only the plainest way to write that the logging service may write.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "s3")


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


def _services(statement: dict[str, Any]) -> Any:
    principal = statement.get("Principal")
    return principal.get("Service") if isinstance(principal, dict) else None


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    return _listed(document.get("Statement"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
