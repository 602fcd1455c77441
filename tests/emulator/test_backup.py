from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

RULE = {"RuleName": "daily", "TargetBackupVaultName": "v", "ScheduleExpression": "cron(0 5 * * ? *)"}


def test_vaults_and_plans_have_tags(connect: Client, name: str) -> None:
    client = connect("backup")
    vault = client.create_backup_vault(BackupVaultName=name, BackupVaultTags={"a": "b"})["BackupVaultArn"]
    plan = client.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [RULE]}, BackupPlanTags={"c": "d"})[
        "BackupPlanArn"
    ]
    assert client.list_tags(ResourceArn=vault)["Tags"] == {"a": "b"}
    assert client.list_tags(ResourceArn=plan)["Tags"] == {"c": "d"}
    client.tag_resource(ResourceArn=vault, Tags={"e": "f"})
    client.untag_resource(ResourceArn=vault, TagKeyList=["a"])
    assert client.list_tags(ResourceArn=vault)["Tags"] == {"e": "f"}


def test_a_plan_has_selections(connect: Client, name: str) -> None:
    client = connect("backup")
    plan = client.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [RULE]})["BackupPlanId"]
    role = "arn:aws:iam::111111111111:role/backup"
    selection = {"SelectionName": name, "IamRoleArn": role, "Resources": ["arn:aws:rds:*:*:db:*"]}
    made = client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)["SelectionId"]
    found = client.get_backup_selection(BackupPlanId=plan, SelectionId=made)
    assert found["BackupSelection"] == selection
    assert [s["SelectionName"] for s in client.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]] == [
        name
    ]
    client.delete_backup_selection(BackupPlanId=plan, SelectionId=made)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_backup_selection(BackupPlanId=plan, SelectionId=made)


def test_a_vault_has_a_policy(connect: Client, name: str) -> None:
    client = connect("backup")
    client.create_backup_vault(BackupVaultName=name)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_backup_vault_access_policy(BackupVaultName=name)
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    client.put_backup_vault_access_policy(BackupVaultName=name, Policy=policy)
    assert client.get_backup_vault_access_policy(BackupVaultName=name)["Policy"] == policy
    client.delete_backup_vault_access_policy(BackupVaultName=name)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_backup_vault_access_policy(BackupVaultName=name)


def test_restores_are_rehearsed_by_plans_and_selections(connect: Client, name: str) -> None:
    client = connect("backup")
    name = name.replace("-", "_")
    points = {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "IncludeVaults": ["*"],
        "RecoveryPointTypes": ["SNAPSHOT"],
        "SelectionWindowDays": 7,
    }
    said = {
        "RestoreTestingPlanName": name,
        "ScheduleExpression": "cron(0 5 ? * SUN *)",
        "RecoveryPointSelection": points,
    }
    arn = client.create_restore_testing_plan(RestoreTestingPlan=said, Tags={"a": "b"})["RestoreTestingPlanArn"]
    assert client.list_tags(ResourceArn=arn)["Tags"] == {"a": "b"}
    client.update_restore_testing_plan(RestoreTestingPlanName=name, RestoreTestingPlan={"StartWindowHours": 2})
    plan = client.get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]
    assert (plan["ScheduleExpression"], plan["StartWindowHours"]) == (said["ScheduleExpression"], 2)
    assert plan["RecoveryPointSelection"] == points

    role = "arn:aws:iam::111111111111:role/restore"
    what = {"RestoreTestingSelectionName": "rds", "ProtectedResourceType": "RDS", "IamRoleArn": role}
    where = {"RestoreTestingPlanName": name, "RestoreTestingSelectionName": "rds"}
    client.create_restore_testing_selection(RestoreTestingPlanName=name, RestoreTestingSelection=what)
    client.update_restore_testing_selection(**where, RestoreTestingSelection={"ValidationWindowHours": 4})
    found = client.get_restore_testing_selection(**where)["RestoreTestingSelection"]
    assert (found["ProtectedResourceType"], found["ValidationWindowHours"]) == ("RDS", 4)
    assert len(client.list_restore_testing_selections(RestoreTestingPlanName=name)["RestoreTestingSelections"]) == 1
    with pytest.raises(ClientError, match="has selections"):
        client.delete_restore_testing_plan(RestoreTestingPlanName=name)
    client.delete_restore_testing_selection(**where)
    with pytest.raises(ClientError, match="not found"):
        client.get_restore_testing_selection(**where)
    client.delete_restore_testing_plan(RestoreTestingPlanName=name)
    assert name not in {
        each["RestoreTestingPlanName"] for each in client.list_restore_testing_plans()["RestoreTestingPlans"]
    }
