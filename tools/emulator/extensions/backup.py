"""AWS Backup.

Moto 5.2.5 lacks selections (CreateBackupSelection and its kin), access policies of vaults and restore testing; ListTags
looks for the ARN in the wrong part of the path, so tags of vaults and plans never come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
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


# -- restore testing: plans and selections are kept; nothing is restored -----------------------------------------------


@extension.adds("CreateRestoreTestingPlan")
def create_testing_plan(call: Call) -> Mapping[str, Any]:
    """When restores are rehearsed."""
    said = call.params["RestoreTestingPlan"]
    name = said["RestoreTestingPlanName"]
    if name in call.table("testing plans"):
        raise AwsError("AlreadyExistsException", f"Restore testing plan {name} already exists.")
    plan = {
        "StartWindowHours": 24,
        "ScheduleExpressionTimezone": "Etc/UTC",
        **said,
        "RestoreTestingPlanArn": call.arn(f"restore-testing-plan:{name}-{random_uuid()}"),
        "CreationTime": datetime.now(UTC),
    }
    call.table("testing plans")[name] = plan
    call.backend.tag_resource(resource_arn=plan["RestoreTestingPlanArn"], tags=call.params.get("Tags") or {})
    return _named(plan)


@extension.adds("UpdateRestoreTestingPlan")
def update_testing_plan(call: Call) -> Mapping[str, Any]:
    """Change when, or what is taken."""
    plan = _testing_plan(call)
    plan.update(call.params["RestoreTestingPlan"], LastUpdateTime=datetime.now(UTC))
    return {**_named(plan), "UpdateTime": plan["LastUpdateTime"]}


@extension.adds("GetRestoreTestingPlan")
def get_testing_plan(call: Call) -> Mapping[str, Any]:
    """One plan."""
    return {"RestoreTestingPlan": _testing_plan(call)}


@extension.adds("ListRestoreTestingPlans")
def list_testing_plans(call: Call) -> Mapping[str, Any]:
    """All plans."""
    return {"RestoreTestingPlans": list(call.table("testing plans").values())}


@extension.adds("DeleteRestoreTestingPlan")
def delete_testing_plan(call: Call) -> None:
    """Forget a plan, which has to be empty."""
    name = _testing_plan(call)["RestoreTestingPlanName"]
    if any(each["RestoreTestingPlanName"] == name for each in call.table("testing selections").values()):
        raise AwsError("InvalidRequestException", f"Restore testing plan {name} has selections.")
    del call.table("testing plans")[name]


@extension.adds("CreateRestoreTestingSelection", "UpdateRestoreTestingSelection")
def write_testing_selection(call: Call) -> Mapping[str, Any]:
    """What is restored, and how."""
    said, plan = call.params["RestoreTestingSelection"], _testing_plan(call)
    if call.operation.startswith("Update"):
        selection = _testing_selection(call)
        selection.update(said)
    else:
        selection = {
            **said,
            "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
            "CreationTime": datetime.now(UTC),
        }
        call.table("testing selections")[_key(selection)] = selection
    name = selection["RestoreTestingSelectionName"]
    return {**_named(plan), "RestoreTestingSelectionName": name, "UpdateTime": datetime.now(UTC)}


@extension.adds("GetRestoreTestingSelection")
def get_testing_selection(call: Call) -> Mapping[str, Any]:
    """One selection."""
    return {"RestoreTestingSelection": _testing_selection(call)}


@extension.adds("ListRestoreTestingSelections")
def list_testing_selections(call: Call) -> Mapping[str, Any]:
    """The selections of a plan."""
    wanted = _testing_plan(call)["RestoreTestingPlanName"]
    found = [s for s in call.table("testing selections").values() if s["RestoreTestingPlanName"] == wanted]
    return {"RestoreTestingSelections": found}


@extension.adds("DeleteRestoreTestingSelection")
def delete_testing_selection(call: Call) -> None:
    """Forget a selection."""
    del call.table("testing selections")[_key(_testing_selection(call))]


def _testing_plan(call: Call) -> Any:
    return call.find("testing plans", call.params["RestoreTestingPlanName"])


def _testing_selection(call: Call) -> Any:
    return call.find("testing selections", _key(call.params))


def _key(selection: Mapping[str, Any]) -> str:
    return f"{selection['RestoreTestingPlanName']}/{selection['RestoreTestingSelectionName']}"


def _named(plan: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plan[name] for name in ("CreationTime", "RestoreTestingPlanArn", "RestoreTestingPlanName")}
