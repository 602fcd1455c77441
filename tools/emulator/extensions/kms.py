"""Key Management Service.

Moto 5.2.5 drops the period of a key's rotation.
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
