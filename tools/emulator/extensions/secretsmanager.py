"""Secrets Manager.

Moto 5.2.5 takes the default key for every replica of a secret, whatever key it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Extension

extension = Extension(__name__, "secretsmanager")


@extension.wraps("moto.secretsmanager.models:FakeSecret.create_replicas")
def create_replicas(
    original: Callable[..., list[Any]], secret: Any, replica_regions: list[dict[str, str]], force_overwrite: bool
) -> list[Any]:
    """Each replica has the key of its own region that was asked for."""
    keys = {each["Region"]: each["KmsKeyId"] for each in replica_regions if each.get("KmsKeyId")}
    replicas = original(secret, replica_regions, force_overwrite)
    for replica in replicas:
        replica.config["KmsKeyId"] = keys.get(replica.region, replica.config["KmsKeyId"])
    return replicas


@extension.wraps("moto.secretsmanager.models:ReplicaSecret.to_dict")
def to_dict(original: Callable[..., dict[str, Any]], replica: Any) -> dict[str, Any]:
    """A replica tells its own key, not that of the secret that it copies."""
    return {**original(replica), "KmsKeyId": replica.config["KmsKeyId"]}
