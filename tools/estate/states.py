"""The state of an applied composition, cut into the state of each unit, where Terragrunt's backend expects it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..compose import Composition, Member
from ..emulator.client import client
from ..errors import GroundplanError
from ..live import RemoteState

State = dict[str, Any]
"""A state file, version 4."""

_LINEAGES = uuid.UUID("6a1d2f0e-7d0c-5b43-9a53-3c9c3c1f4d7b")


def split(state: State, member: Member) -> State:
    """The state that the unit alone would have.

    Its resources lose the module's prefix, in their dependencies too (those that point to other units are dropped),
    and get the unaliased provider; its outputs are those of the module.
    """
    prefix = f"module.{member.module}"
    resources = []
    for resource in state["resources"]:
        module = resource.get("module", "")
        if module != prefix and not module.startswith((f"{prefix}.", f"{prefix}[")):
            continue
        own = {key: value for key, value in resource.items() if key != "module"}
        if inner := module[len(prefix) + 1 :]:
            own = {"module": inner, **own}
        own["provider"] = resource["provider"].split("].", 1)[0].removesuffix("]") + "]"
        own["instances"] = [_instance(instance, f"{prefix}.") for instance in resource["instances"]]
        resources.append(own)
    return {
        "version": 4,
        "terraform_version": state["terraform_version"],
        "serial": state["serial"],
        "lineage": str(uuid.uuid5(_LINEAGES, f"{state['lineage']}/{member.unit.path}")),
        "outputs": _outputs(state, member),
        "resources": resources,
        "check_results": None,
    }


def _instance(instance: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    own = dict(instance)
    if "dependencies" in own:
        own["dependencies"] = [each[len(prefix) :] for each in own["dependencies"] if each.startswith(prefix)]
        if not own["dependencies"]:
            del own["dependencies"]
    return own


def _outputs(state: State, member: Member) -> dict[str, Any]:
    whole = state["outputs"].get(member.module)
    if not whole or not isinstance(whole.get("value"), dict):
        return {}
    types = whole["type"][1]
    outputs = {}
    for name, value in whole["value"].items():
        if value is None:
            continue  # Terraform keeps no null outputs of a root
        outputs[name] = {"value": value, "type": types[name]}
        if name in member.interface.sensitive_outputs:
            outputs[name]["sensitive"] = True
    return outputs


def publish(composition: Composition, state: State, endpoint: str) -> list[str]:
    """Write each unit's state to its S3 backend in the emulator, making buckets as needed.

    Returns:
        The units whose backend is no S3 bucket, which are left alone.
    """
    clients: dict[str, Any] = {}
    left = []
    for path, member in composition.members.items():
        remote = member.unit.remote_state
        if remote is None or remote.backend != "s3":
            left.append(path)
            continue
        s3 = _client(remote, endpoint, clients)
        bucket, key = remote.config["bucket"], remote.config["key"]
        _ensure_bucket(s3, bucket, remote.config.get("region") or "us-east-1")
        body = json.dumps(split(state, member), indent=2).encode()
        s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
    return left


def _client(remote: RemoteState, endpoint: str, clients: dict[str, Any]) -> Any:
    """An S3 client for the account and region of a backend, made once."""
    role = (remote.config.get("assume_role") or {}).get("role_arn") or remote.config.get("role_arn")
    region = remote.config.get("region") or "us-east-1"
    key = f"{role}/{region}"
    if key not in clients:
        clients[key] = client("s3", endpoint, region=region, role=role)
    return clients[key]


def _ensure_bucket(s3: Any, bucket: str, region: str) -> None:
    from botocore.exceptions import ClientError

    try:
        s3.head_bucket(Bucket=bucket)
        return
    except ClientError:
        pass
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        s3.create_bucket(Bucket=bucket, **place)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    except ClientError as error:
        raise GroundplanError(f"the state bucket {bucket} cannot be made in the emulator: {error}") from error


def read(path: Path) -> State | None:
    """A state file, or None where there is none or nothing in it."""
    if not path.is_file():
        return None
    try:
        state: State = json.loads(path.read_text())
    except ValueError as error:
        raise GroundplanError(
            f"{path} is no state file: {error}", hint="./inv emulator reset and ./inv up start from nothing"
        ) from error
    return state if state.get("resources") else None
