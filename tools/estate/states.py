"""The state of a composition and those of its units: cut to where Terragrunt's backend expects each, and joined."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..compose import Composition, Member
from ..emulator.client import client
from ..errors import GroundplanError
from ..files import write_atomically
from ..terraform import Binary

State = dict[str, Any]
"""A state file, version 4."""

_LINEAGES = uuid.UUID("6a1d2f0e-7d0c-5b43-9a53-3c9c3c1f4d7b")
_REGISTRIES = {"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}
_PROVIDER = re.compile(r'provider\["(?P<source>[^"]+)"\](?:\.(?P<alias>.+))?')


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


def join(composition: Composition, own: Mapping[str, State], binary: Binary) -> State:
    """The state that the composition would have, from those of its units (by path): what ``split`` cuts, put together.

    Resources get the prefix of their unit's module, in their dependencies too, and the provider that the composition
    hands to that module; the public registry is the one of ``binary``, whichever product wrote the state.

    Raises:
        GroundplanError: a resource has a provider that its unit no longer configures.
    """
    resources, outputs = [], {}
    for path, state in sorted(own.items()):
        member = composition.members[path]
        prefix = f"module.{member.module}"
        for resource in state["resources"]:
            inner = resource.get("module")
            joined = {key: value for key, value in resource.items() if key != "module"}
            joined["provider"] = _composed_provider(composition, member, resource["provider"], binary)
            joined["instances"] = [_prefixed(instance, f"{prefix}.") for instance in resource["instances"]]
            resources.append({"module": f"{prefix}.{inner}" if inner else prefix, **joined})
        found = state.get("outputs") or {}
        outputs[member.module] = {
            "value": {name: output["value"] for name, output in found.items()},
            "type": ["object", {name: output["type"] for name, output in found.items()}],
            "sensitive": True,
        }
    return {
        "version": 4,
        "terraform_version": str(binary.version),
        "serial": 1,
        "lineage": str(uuid.uuid5(_LINEAGES, "joined")),
        "outputs": outputs,
        "resources": resources,
        "check_results": None,
    }


def _prefixed(instance: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    joined = dict(instance)
    if "dependencies" in joined:
        joined["dependencies"] = [prefix + each for each in joined["dependencies"]]
    return joined


def _composed_provider(composition: Composition, member: Member, address: str, binary: Binary) -> str:
    """A provider's address in a unit's state, as the composition calls the same configuration."""
    match = _PROVIDER.fullmatch(address)
    if match is None:  # one that a module within the unit configures
        return f"module.{member.module}.{address}"
    host, _, kind = match["source"].partition("/")
    source = f"{_REGISTRIES[binary.product]}/{kind}" if host in _REGISTRIES.values() else match["source"]
    names = [name for name, wanted in member.interface.providers.items() if wanted.split("/")[-2:] == kind.split("/")]
    local = names[0] if names else kind.rsplit("/", 1)[-1]
    handed = composition.document["module"][member.module].get("providers", {})
    if given := handed.get(f"{local}.{match['alias']}" if match["alias"] else local):
        return f'provider["{source}"].{given.partition(".")[2]}'
    if match["alias"] or composition.document.get("provider", {}).get(local):
        raise GroundplanError(
            f"unit {member.unit.path}: its state has resources of {address}, which it no longer configures",
            hint="put the provider back until what it made is destroyed: without it nobody knows where that is",
        )
    return f'provider["{source}"]'


def publish(composition: Composition, state: State, endpoint: str, record: Path) -> list[str]:
    """Write each unit's state to its S3 backend in the emulator, making buckets as needed.

    What the last publication wrote for units that are no longer there goes: what they made is destroyed. ``record``
    is the file that says what that was.

    Returns:
        The units whose backend is no S3 bucket, which are left alone.
    """
    clients: dict[str, Any] = {}
    left = []
    written = []
    for path, member in composition.members.items():
        remote = member.unit.remote_state
        if remote is None or remote.backend != "s3":
            left.append(path)
            continue
        place = _Place.of(remote.config)
        s3 = _client(place, endpoint, clients)
        _ensure_bucket(s3, place.bucket, place.region)
        body = json.dumps(split(state, member), indent=2).encode()
        s3.put_object(Bucket=place.bucket, Key=place.key, Body=body, ContentType="application/json")
        written.append(place)
    kept = {(place.bucket, place.key) for place in written}
    for place in _recorded(record):
        if (place.bucket, place.key) not in kept:
            _withdraw(place, endpoint, clients)
    write_atomically(record, json.dumps([asdict(place) for place in written]))
    return left


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a backend keeps a state, and the role that it takes for that."""

    bucket: str
    key: str
    region: str
    role: str | None

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> _Place:
        role = (config.get("assume_role") or {}).get("role_arn") or config.get("role_arn")
        return cls(config["bucket"], config["key"], config.get("region") or "us-east-1", role)


def _recorded(record: Path) -> list[_Place]:
    """Where the last publication wrote; nowhere if nobody knows."""
    try:
        return [_Place(**each) for each in json.loads(record.read_text())]
    except (OSError, ValueError, TypeError):
        return []


def _withdraw(place: _Place, endpoint: str, clients: dict[str, Any]) -> None:
    from botocore.exceptions import ClientError

    with suppress(ClientError):  # the bucket may be gone as well
        _client(place, endpoint, clients).delete_object(Bucket=place.bucket, Key=place.key)


def _client(place: _Place, endpoint: str, clients: dict[str, Any]) -> Any:
    """An S3 client for the account and region of a backend, made once."""
    key = f"{place.role}/{place.region}"
    if key not in clients:
        clients[key] = client("s3", endpoint, region=place.region, role=place.role)
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


def held(state: State) -> int:
    """How many resources a state holds: those that Terraform manages, each instance for itself."""
    return sum(len(resource["instances"]) for resource in state["resources"] if resource["mode"] == "managed")


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
