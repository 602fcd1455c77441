"""What the security modules promise: who gets in, what even an administrator's policy cannot do, what is kept."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from .library import Example
from .test_semantics import Planned, of, statements


@of("security/state-backend", "complete")
def test_the_bucket_of_states_allows_nothing_and_denies_whoever_is_not_named(
    planned: Planned, example: Example
) -> None:
    policy = statements(planned[example].one("aws_s3_bucket_policy")["policy"])
    assert {statement["Effect"] for statement in policy.values()} == {"Deny"}
    assert policy["DenyPlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert policy["DenyOtherAccounts"]["Condition"]["StringNotEquals"] == {"aws:PrincipalAccount": "123456789012"}
    assert "Condition" not in policy["DenyDeletingVersions"]
    roles = {
        sid: [arn.rpartition("/")[2] for arn in policy[sid]["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]]
        for sid in ("DenyOtherReaders", "DenyOtherWriters")
    }
    assert roles == {
        "DenyOtherReaders": ["acme-prod-deploy", "acme-prod-plan", "break-glass"],
        "DenyOtherWriters": ["acme-prod-deploy", "break-glass"],
    }


@of("security/state-backend", "complete")
def test_every_version_of_a_state_is_copied_to_another_region(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [rule] = outcome.one("aws_s3_bucket_replication_configuration")["rule"]
    [destination] = rule["destination"]
    assert rule["status"] == rule["delete_marker_replication"][0]["status"] == "Enabled"
    assert destination["bucket"].endswith("-us-west-2")
    assert destination["encryption_configuration"][0]["replica_kms_key_id"].startswith("arn:aws:kms:us-west-2:")
    trust = json.loads(outcome.one("aws_iam_role")["assume_role_policy"])["Statement"][0]
    assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": "arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1"}


@of("security/state-backend", "minimal")
def test_states_are_encrypted_versioned_and_private(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    [rule] = outcome.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]
    [default] = rule["apply_server_side_encryption_by_default"]
    assert default["sse_algorithm"] == "aws:kms" and default["kms_master_key_id"].startswith("arn:aws:kms:")
    assert outcome.one("aws_s3_bucket_versioning")["versioning_configuration"][0]["status"] == "Enabled"
    block = outcome.one("aws_s3_bucket_public_access_block")
    assert {name for name, value in block.items() if value is True} == {
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    }


DEPLOY = "arn:aws:iam::123456789012:role/acme-prod-deploy"
ROLE = "arn:aws:iam::123456789012:role/acme-prod-api-task"
WORKLOADS = "arn:aws:iam::123456789012:policy/acme-prod-workload-boundary"
HERE = {"aws:RequestedRegion": "us-east-1"}


def may(*policies: str, action: str, resource: str = "*", **context: str) -> bool:
    """Whether each of the policies allows a request and none denies it, as a boundary and what lies below it do."""
    asked = {**HERE, **{key.replace("__", ":"): value for key, value in context.items()}}
    for policy in policies:
        effects = {
            each["Effect"]
            for each in json.loads(policy)["Statement"]
            if _names(each, "Action", action) and _names(each, "Resource", resource) and _holds(each, asked)
        }
        if effects != {"Allow"}:
            return False
    return True


def _names(statement: dict[str, Any], key: str, text: str) -> bool:
    patterns = statement.get(key) or statement[f"Not{key}"]
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns) == (key in statement)


def _holds(statement: dict[str, Any], context: dict[str, str]) -> bool:
    return all(
        (context.get(key, "") in ([values] if isinstance(values, str) else values)) != ("Not" in operator)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


@of("security/ci-roles", "complete")
def test_only_jobs_of_one_environment_deploy(planned: Planned, example: Example) -> None:
    roles = planned[example].all("aws_iam_role", "this")
    trust = statements(roles["deploy"]["assume_role_policy"])
    assert trust["GitHub"]["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trust["GitHub"]["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": ["repo:acme@1234567/platform@89012345:environment:prod"],
        }
    }
    assert trust["Roles"]["Principal"] == {"AWS": ["arn:aws:iam::210987654321:role/acme-ci"]}
    assert trust["Itself"]["Condition"] == {"ArnEquals": {"aws:PrincipalArn": DEPLOY}}
    plans = statements(roles["plan"]["assume_role_policy"])["GitHub"]["Condition"]["StringEquals"]
    assert plans["token.actions.githubusercontent.com:sub"] == [
        "repo:acme@1234567/platform@89012345:environment:prod-plan",
        "repo:acme@1234567/platform@89012345:pull_request",
        "repo:acme@1234567/platform@89012345:ref:refs/heads/main",
    ]


@of("security/ci-roles", "complete")
def test_the_roles_of_ci_are_under_their_boundaries(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    assert set(outcome.all("aws_iam_policy", "boundary")) == {"deploy", "plan", "workload"}
    for resource in outcome.resources:
        if resource.type == "aws_iam_role":
            assert resource.unknown["permissions_boundary"] is True, "it comes with the boundary"
    assert all(len(each["policy"]) <= 6144 for each in outcome.all("aws_iam_policy").values())


@of("security/ci-roles", "complete")
def test_who_deploys_cannot_reach_further_than_the_boundary(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    boundary = outcome.all("aws_iam_policy", "boundary")["deploy"]["policy"]
    policies = (outcome.one("aws_iam_policy", "deploy")["policy"], boundary)
    everything = ('{"Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}', boundary)

    assert may(*policies, action="rds:CreateDBCluster")
    assert may(*policies, action="sts:AssumeRole", resource=DEPLOY)
    assert may(*policies, action="route53:ChangeResourceRecordSets", aws__RequestedRegion="us-east-1")
    assert may(*policies, action="iam:CreateRole", resource=ROLE, iam__PermissionsBoundary=WORKLOADS)
    assert may(*policies, action="iam:PassRole", resource=ROLE, iam__PassedToService="ecs-tasks.amazonaws.com")
    state = "arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1/x/terraform.tfstate"
    key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    assert may(*policies, action="s3:PutObject", resource=state)
    assert may(*policies, action="kms:ScheduleKeyDeletion", resource=key.replace("1111", "2222"))

    # Whatever policies it had, administrator's included:
    for allowed in (policies, everything):
        assert not may(*allowed, action="iam:CreateRole", resource=ROLE)
        assert not may(*allowed, action="iam:PutRolePolicy", resource=DEPLOY, iam__PermissionsBoundary=WORKLOADS)
        assert not may(*allowed, action="iam:UpdateAssumeRolePolicy", resource=DEPLOY)
        assert not may(*allowed, action="iam:CreatePolicyVersion", resource=WORKLOADS)
        assert not may(*allowed, action="iam:DeleteRolePermissionsBoundary", resource=ROLE)
        assert not may(*allowed, action="iam:CreateAccessKey", resource="arn:aws:iam::123456789012:user/x")
        assert not may(*allowed, action="ec2:RunInstances", aws__RequestedRegion="eu-west-1")
        assert not may(*allowed, action="cloudtrail:StopLogging")
        assert not may(*allowed, action="s3:DeleteObjectVersion", resource=state)
        assert not may(*allowed, action="kms:ScheduleKeyDeletion", resource=key)
        assert not may(*allowed, action="organizations:LeaveOrganization")


@of("security/ci-roles", "complete")
def test_who_plans_reads_how_things_are_and_no_data(planned: Planned, example: Example) -> None:
    boundary = planned[example].all("aws_iam_policy", "boundary")["plan"]["policy"]
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
    state = "arn:aws:s3:::acme-prod-tfstate-123456789012-us-east-1/x/terraform.tfstate"
    assert may(boundary, action="rds:DescribeDBInstances")
    assert may(boundary, action="s3:GetObject", resource=state)
    assert may(boundary, action="secretsmanager:GetSecretValue", resource=f"{secret}acme-prod-database-a1b2c3")
    assert not may(boundary, action="s3:GetObject", resource="arn:aws:s3:::customers/list.csv")
    assert not may(boundary, action="secretsmanager:GetSecretValue", resource=f"{secret}other-a1b2c3")
    assert not may(boundary, action="dynamodb:Scan")
    assert not may(boundary, action="logs:GetLogEvents")


@of("security/ci-roles", "complete")
def test_what_is_deployed_cannot_become_more(planned: Planned, example: Example) -> None:
    boundary = planned[example].all("aws_iam_policy", "boundary")["workload"]["policy"]
    assert may(boundary, action="s3:GetObject", resource="arn:aws:s3:::acme-uploads/x")
    assert may(boundary, action="iam:PassRole", resource=ROLE)
    assert not may(boundary, action="iam:PassRole", resource="arn:aws:iam::123456789012:role/admin")
    assert not may(boundary, action="iam:AttachRolePolicy", resource=ROLE)
    assert not may(boundary, action="sts:AssumeRole", resource=DEPLOY)
    assert not may(boundary, action="guardduty:DeleteDetector")
    assert not may(boundary, action="sqs:SendMessage", aws__RequestedRegion="ap-southeast-2")


@of("security/audit-trail", "minimal")
def test_a_trail_records_all_regions_and_signs_its_files(planned: Planned, example: Example) -> None:
    trail = planned[example].one("aws_cloudtrail")
    assert trail["is_multi_region_trail"] is trail["include_global_service_events"] is True
    assert trail["enable_log_file_validation"] is trail["enable_logging"] is True
    assert trail["kms_key_id"].startswith("arn:aws:kms:")


@of("security/audit-trail", "complete")
def test_only_the_trail_writes_its_files_and_nobody_deletes_them(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    policy = statements(outcome.one("aws_s3_bucket_policy")["policy"])
    trail = "arn:aws:cloudtrail:us-east-1:123456789012:trail/acme-prod-audit"
    allowed = [each for each in policy.values() if each["Effect"] == "Allow"]
    assert {each["Condition"]["StringEquals"]["aws:SourceArn"] for each in allowed} == {trail}
    assert policy["DenyOtherWriters"]["Condition"] == {"StringNotEquals": {"aws:SourceArn": trail}}
    [lock] = outcome.one("aws_s3_bucket_object_lock_configuration")["rule"]
    assert lock["default_retention"] == [{"days": 365, "mode": "COMPLIANCE", "years": None}]


@of("security/audit-trail", "complete")
def test_every_alarm_of_a_trail_looks_at_a_metric_and_is_heard(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    filters = outcome.all("aws_cloudwatch_log_metric_filter", "this")
    alarms = outcome.all("aws_cloudwatch_metric_alarm", "this")
    assert set(filters) == set(alarms) and "root-used" in alarms and "network-edge-changed" not in alarms
    for name, alarm in alarms.items():
        assert alarm["metric_name"] == filters[name]["metric_transformation"][0]["name"]
        assert alarm["alarm_actions"] == ["arn:aws:sns:us-east-1:123456789012:acme-security"]
        assert "https://" in alarm["alarm_description"]


@of("security/account-baseline", "complete")
def test_an_account_is_closed_encrypted_and_watched(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    block = outcome.one("aws_s3_account_public_access_block")
    assert block["block_public_policy"] is block["restrict_public_buckets"] is True
    assert outcome.one("aws_ebs_encryption_by_default")["enabled"] is True
    assert outcome.one("aws_ebs_default_kms_key")["key_arn"].startswith("arn:aws:kms:us-east-1:")
    assert outcome.one("aws_ebs_snapshot_block_public_access")["state"] == "block-all-sharing"
    assert outcome.one("aws_ec2_instance_metadata_defaults")["http_tokens"] == "required"
    assert outcome.one("aws_iam_account_password_policy")["minimum_password_length"] == 20
    assert outcome.one("aws_guardduty_detector")["enable"] is True
    assert outcome.one("aws_config_configuration_recorder_status")["is_enabled"] is True
    kinds = {each["type"] for each in outcome.all("aws_accessanalyzer_analyzer").values()}
    assert kinds == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}
    features = outcome.all("aws_guardduty_detector_feature", "this")
    assert features["S3_DATA_EVENTS"]["status"] == "ENABLED" and features["RUNTIME_MONITORING"]["status"] == "DISABLED"


@of("security/account-baseline", "complete")
def test_grave_findings_are_heard_once(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    rules = outcome.all("aws_cloudwatch_event_rule", "findings")
    assert set(rules) == {"access", "guardduty", "security-hub"}
    assert set(outcome.all("aws_cloudwatch_event_target")) == {f"findings[{rule}/security]" for rule in rules}
    hub = json.loads(rules["security-hub"]["event_pattern"])["detail"]["findings"]
    assert hub["ProductName"] == [{"anything-but": ["GuardDuty", "IAM Access Analyzer"]}]


@of("security/account-baseline", "minimal")
def test_what_is_switched_off_is_not_there(planned: Planned, example: Example) -> None:
    paid = ("aws_config_", "aws_guardduty_", "aws_securityhub_", "aws_s3_bucket", "aws_iam_role")
    assert [type for type in planned[example].counts if type.startswith(paid)] == []
    assert planned[example].all("aws_ebs_encryption_by_default")


@of("security/backup-vault", "complete")
def test_backups_are_locked_copied_and_restored_to_see(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    lock = outcome.one("aws_backup_vault_lock_configuration")
    assert (lock["min_retention_days"], lock["changeable_for_days"]) == (14, 30)
    policy = statements(outcome.one("aws_backup_vault_policy")["policy"])
    assert policy["DenyDeleting"]["Principal"] == {"AWS": "*"} and "Condition" not in policy["DenyDeleting"]
    assert policy["CopiesFromAccounts"]["Action"] == ["backup:CopyIntoBackupVault"]
    for plan in outcome.all("aws_backup_plan", "this").values():
        [copy] = plan["rule"][0]["copy_action"]
        assert ":us-west-2:" in copy["destination_vault_arn"]
    assert set(outcome.all("aws_backup_restore_testing_selection", "this")) == {"Aurora", "DynamoDB"}


@of("security/backup-vault", "complete")
def test_what_backs_up_cannot_restore(planned: Planned, example: Example) -> None:
    attached = planned[example].all("aws_iam_role_policy_attachment", "this")
    assert set(attached) == {
        "backup/AWSBackupServiceRolePolicyForBackup",
        "backup/AWSBackupServiceRolePolicyForS3Backup",
        "restore/AWSBackupServiceRolePolicyForRestores",
        "restore/AWSBackupServiceRolePolicyForS3Restore",
    }
