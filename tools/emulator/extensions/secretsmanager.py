"""Secrets Manager.

Moto 5.2.5 takes the default key for every replica of a secret, whatever key it is told, and fails to rotate a secret
where no Docker engine runs the function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Extension
from .awslambda import runs_functions

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


@extension.wraps("moto.secretsmanager.models:SecretsManagerBackend.rotate_secret")
def rotate_secret(original: Callable[..., str], backend: Any, **asked: Any) -> str:
    """Where functions cannot run, a rotation makes a new current version that says what the one before said."""
    function = asked.get("rotation_lambda_arn")
    if not function or runs_functions() or not asked.get("rotate_immediately", True):
        return original(backend, **asked)

    from moto.awslambda.utils import get_backend
    from moto.secretsmanager.exceptions import ResourceNotFoundException

    try:
        get_backend(backend.account_id, backend.region_name).get_function(function)
    except Exception as error:
        raise ResourceNotFoundException(f"Resource not found for ARN '{function}'.") from error
    # Without a function Moto makes the new version current by itself; it copies the value where the rotation can wait.
    answer = original(backend, **{**asked, "rotation_lambda_arn": None, "rotate_immediately": False})
    backend.secrets[asked["secret_id"]].rotation_lambda_arn = function
    return answer
