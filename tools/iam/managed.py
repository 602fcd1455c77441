"""The documents of the policies that AWS manages, as Moto carries them. Read on first need: they are 5 MB."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

_ARN = re.compile(r"arn:aws[\w-]*:iam::aws:policy/(?:.*/)?([\w+=,.@-]+)")


def managed_name(arn: str) -> str | None:
    """The name of the AWS-managed policy that an ARN names; None where it names another."""
    found = _ARN.fullmatch(arn)
    return found[1] if found else None


def managed_document(arn: str) -> Any | None:
    """What a policy that AWS manages says; None where it is not among those that are known here."""
    name = managed_name(arn)
    entry = _documents().get(name) if name else None
    return entry["Document"] if entry else None


@functools.cache
def _documents() -> dict[str, Any]:
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    found: dict[str, Any] = json.loads(aws_managed_policies_data)
    return found
