"""Simple Storage Service.

Moto 5.2.5 ignores the conditions of a bucket policy, so the usual statement "deny what does not come by TLS" denies
every object operation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "s3")


@extension.wraps("moto.s3.models:FakeBucket.get_permission")
def get_permission(original: Callable[[Any, str, str], Any], bucket: Any, action: str, resource: str) -> Any:
    """A denial under a condition, which the emulator cannot judge, denies nothing."""
    policy = bucket.policy
    if policy is None:
        return original(bucket, action, resource)
    document = json.loads(policy)
    statements = document.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    kept = [s for s in statements if not (s.get("Effect") == "Deny" and s.get("Condition"))]
    judged = SimpleNamespace(policy=json.dumps({**document, "Statement": kept}).encode() if kept else None)
    return original(judged, action, resource)
