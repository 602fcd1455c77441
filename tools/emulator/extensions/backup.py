"""AWS Backup.

Moto 5.2.5 lacks selections (CreateBackupSelection and its kin) and access policies of vaults; ListTags looks for the
ARN in the wrong part of the path, so tags of vaults and plans never come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..extension import AwsError, Call, Extension, random_uuid

extension = Extension(__name__, "backup")


@extension.replaces("ListTags")
def list_tags(call: Call) -> Mapping[str, Any]:
    """The tags of a vault or plan."""
    return {"Tags": call.backend.list_tags(resource_arn=call.params["ResourceArn"].rstrip("/"))}


@extension.replaces("TagResource")
def tag_resource(call: Call) -> None:
    """Tag a vault or plan."""
    call.backend.tag_resource(resource_arn=call.params["ResourceArn"].rstrip("/"), tags=call.params["Tags"])


@extension.replaces("UntagResource")
def untag_resource(call: Call) -> None:
    """Take tags off a vault or plan."""
    call.backend.untag_resource(
        resource_arn=call.params["ResourceArn"].rstrip("/"), tag_key_list=call.params["TagKeyList"]
    )


@extension.adds("CreateBackupSelection")
def create_backup_selection(call: Call) -> Mapping[str, Any]:
    """What a plan backs up."""
    plan = call.params["BackupPlanId"]
    selection = random_uuid()
    call.table("selections")[selection] = {
        "BackupSelection": call.params["BackupSelection"],
        "BackupPlanId": plan,
        "SelectionId": selection,
        "CreationDate": "2026-01-01T00:00:00Z",
        "CreatorRequestId": call.params.get("CreatorRequestId"),
    }
    return {"SelectionId": selection, "BackupPlanId": plan}


@extension.adds("GetBackupSelection")
def get_backup_selection(call: Call) -> Mapping[str, Any]:
    """One selection."""
    found: dict[str, Any] = call.find("selections", call.params["SelectionId"])
    return found


@extension.adds("ListBackupSelections")
def list_backup_selections(call: Call) -> Mapping[str, Any]:
    """The selections of a plan."""
    of_plan = [s for s in call.table("selections").values() if s["BackupPlanId"] == call.params["BackupPlanId"]]
    return {
        "BackupSelectionsList": [
            {
                "SelectionId": s["SelectionId"],
                "SelectionName": s["BackupSelection"]["SelectionName"],
                "BackupPlanId": s["BackupPlanId"],
                "IamRoleArn": s["BackupSelection"]["IamRoleArn"],
            }
            for s in of_plan
        ]
    }


@extension.adds("DeleteBackupSelection")
def delete_backup_selection(call: Call) -> None:
    """Forget a selection."""
    call.table("selections").pop(call.params["SelectionId"], None)


@extension.adds("PutBackupVaultAccessPolicy")
def put_backup_vault_access_policy(call: Call) -> None:
    """Set a vault's policy."""
    call.table("policies")[call.params["BackupVaultName"]] = call.params["Policy"]


@extension.adds("GetBackupVaultAccessPolicy")
def get_backup_vault_access_policy(call: Call) -> Mapping[str, Any]:
    """A vault's policy."""
    name = call.params["BackupVaultName"]
    vault = call.backend.describe_backup_vault(name)
    policy = call.table("policies").get(name)
    if policy is None:
        raise AwsError("ResourceNotFoundException", f"Backup vault {name} has no access policy.")
    return {"BackupVaultName": name, "BackupVaultArn": vault.backup_vault_arn, "Policy": policy}


@extension.adds("DeleteBackupVaultAccessPolicy")
def delete_backup_vault_access_policy(call: Call) -> None:
    """Forget a vault's policy."""
    call.table("policies").pop(call.params["BackupVaultName"], None)
