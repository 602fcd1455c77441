"""Key Management Service.

Moto 5.2.5 drops the period of a key's rotation, and lets a replica of a multi-region key share its configuration with
the primary (which then takes itself for a replica), without the description, policy and tags that were said.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "kms")


@extension.amends("EnableKeyRotation")
def enable_key_rotation(call: Call, _: dict[str, Any]) -> None:
    """Note the period; AWS takes a year where none is said."""
    key = call.backend.get_key_id(call.params["KeyId"])
    call.table("rotation periods")[key] = call.params.get("RotationPeriodInDays", 365)


@extension.amends("GetKeyRotationStatus")
def get_key_rotation_status(call: Call, result: dict[str, Any]) -> None:
    """The period of a key that is rotated."""
    key = call.backend.get_key_id(call.params["KeyId"])
    if result.get("KeyRotationEnabled"):
        result["RotationPeriodInDays"] = call.table("rotation periods").get(key, 365)


@extension.amends("ReplicateKey")
def replicate_key(call: Call, result: dict[str, Any]) -> None:
    """Make the replica a key of its own."""
    region = call.params["ReplicaRegion"]
    backend = extension.backend(call.account_id, region)
    primary = call.backend.keys[call.backend.get_key_id(call.params["KeyId"])]
    replica = backend.keys[primary.id]
    replicas = [dict(known) for known in primary.multi_region_configuration["ReplicaKeys"]]
    shared = {**primary.multi_region_configuration, "ReplicaKeys": replicas}
    primary.multi_region_configuration = {**shared, "MultiRegionKeyType": "PRIMARY"}
    replica.multi_region_configuration = {**shared, "MultiRegionKeyType": "REPLICA"}
    replica.description = call.params.get("Description", "")
    if policy := call.params.get("Policy"):
        replica.policy = policy
    if tags := call.params.get("Tags"):
        backend.tag_resource(replica.id, {tag["TagKey"]: tag["TagValue"] for tag in tags})
    result["ReplicaKeyMetadata"].update(replica.to_dict()["KeyMetadata"])
    result["ReplicaTags"] = call.params.get("Tags", [])
