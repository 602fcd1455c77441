"""Identity and Access Management.

Moto 5.2.5 parses the 1,300 policies that AWS manages for each account anew, and for each account again at a reset: half
a second and 30 MB each time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "iam")

_parsed: dict[str, list[Any]] = {}
"""By partition. What an account changes on a policy (how often it is attached) is on the account's own copy."""


@extension.wraps("moto.iam.models:IAMBackend._init_aws_policies")
def managed_policies(original: Callable[[Any], list[Any]], backend: Any) -> list[Any]:
    """AWS's policies, parsed once."""
    if not _parsed.get(backend.partition):
        _parsed[backend.partition] = original(backend)
    policies = [copy.copy(policy) for policy in _parsed[backend.partition]]
    for policy in policies:
        policy.account_id = backend.account_id
    return policies
