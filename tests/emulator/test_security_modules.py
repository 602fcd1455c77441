"""The examples of the security modules: applied, found unchanged, and destroyed, in two regions.

What an example only names (a bucket in the other region, a log group) is made here, and applied first.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .test_compute_modules import Root

pytestmark = pytest.mark.thorough

EXAMPLES = {
    "state-backend": ("minimal", "complete"),
    "ci-roles": ("minimal", "complete"),
    "audit-trail": ("minimal", "complete"),
    "account-baseline": ("complete",),
    "backup-vault": ("minimal", "complete"),
}

WORLD = """
resource "aws_s3_bucket" "copy" {
  provider = aws.us-west-2
  bucket   = "acme-prod-tfstate-123456789012-us-west-2"
}
resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.us-west-2
  bucket   = aws_s3_bucket.copy.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket" "logs" {
  bucket        = "acme-prod-logs"
  force_destroy = true
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-prod-logs/*"
    }]
  })
}
"""

MADE_FIRST = "[aws_s3_bucket_versioning.copy, aws_s3_bucket_policy.logs]"


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("security")
    calls = []
    for module, examples in EXAMPLES.items():
        shutil.copytree(repository / "modules" / "security" / module, folder / module)
        for example in examples:
            source = f'source = "./{module}/examples/{example}"'
            calls.append(f'module "{module}-{example}" {{\n  {source}\n  depends_on = {MADE_FIRST}\n}}\n')
    provider = {
        "max_retries": 2,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    providers = [{"region": "us-east-1", **provider}, {"alias": "us-west-2", "region": "us-west-2", **provider}]
    (folder / "main.tf").write_text(WORLD + "".join(calls), encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": providers}}), encoding="utf-8")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    environment = clean_environment(server, base_environment(repository, find_terraform()))
    made = Root(folder, environment, server)
    done = made.terraform("init")
    assert done.returncode == 0, done.stdout + done.stderr
    yield made


@pytest.fixture(scope="module")
def applied(root: Root) -> Root:
    done = root.terraform("apply", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return root


def test_nothing_is_left_to_change(applied: Root) -> None:
    done = applied.terraform("plan", "-detailed-exitcode")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_states_are_versioned_encrypted_and_copied_with_their_deletions(applied: Root) -> None:
    s3 = applied.client("s3")
    name = "acme-prod-tfstate-123456789012-us-east-1"
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    [rule] = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    [copying] = s3.get_bucket_replication(Bucket=name)["ReplicationConfiguration"]["Rules"]
    assert copying["Destination"]["Bucket"] == "arn:aws:s3:::acme-prod-tfstate-123456789012-us-west-2"
    assert copying["DeleteMarkerReplication"] == {"Status": "Enabled"}


def test_github_is_known_and_the_roles_of_ci_are_capped(applied: Root) -> None:
    iam = applied.client("iam")
    provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)["ClientIDList"] == ["sts.amazonaws.com"]
    for role in ("acme-dev-deploy", "acme-prod-deploy", "acme-prod-plan"):
        found = iam.get_role(RoleName=role)["Role"]
        boundary = found["PermissionsBoundary"]["PermissionsBoundaryArn"]
        assert boundary == f"arn:aws:iam::123456789012:policy/{role}-boundary"


def test_a_trail_is_signed_and_delivered_to_two_places(applied: Root) -> None:
    cloudtrail = applied.client("cloudtrail")
    [trail] = cloudtrail.describe_trails(trailNameList=["acme-prod-audit"])["trailList"]
    assert trail["IsMultiRegionTrail"] is trail["LogFileValidationEnabled"] is True
    assert trail["S3BucketName"] == "acme-prod-audit-123456789012-us-east-1"
    assert ":log-group:/aws/cloudtrail/acme-prod-audit:" in trail["CloudWatchLogsLogGroupArn"]
    assert cloudtrail.get_trail_status(Name="acme-prod-audit")["IsLogging"] is True
    lock = applied.client("s3").get_object_lock_configuration(Bucket=trail["S3BucketName"])["ObjectLockConfiguration"]
    assert lock["Rule"]["DefaultRetention"].items() >= {"Mode": "COMPLIANCE", "Days": 365}.items()


def test_an_account_is_closed_and_watched(applied: Root) -> None:
    ec2, config = applied.client("ec2"), applied.client("config")
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    [status] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"] is True
    [detector] = applied.client("guardduty").list_detectors()["DetectorIds"]
    assert applied.client("guardduty").get_detector(DetectorId=detector)["Status"] == "ENABLED"
    standards = applied.client("securityhub").get_enabled_standards()["StandardsSubscriptions"]
    assert len(standards) == 2
    analyzers = applied.client("accessanalyzer").list_analyzers()["analyzers"]
    assert {each["type"] for each in analyzers} == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}


def test_backups_are_locked_and_copied_to_the_other_region(applied: Root) -> None:
    backup = applied.client("backup")
    vault = backup.describe_backup_vault(BackupVaultName="acme-prod")
    assert (vault["Locked"], vault["MinRetentionDays"], vault["MaxRetentionDays"]) == (True, 14, 400)
    plans = {each["BackupPlanName"]: each["BackupPlanId"] for each in backup.list_backup_plans()["BackupPlansList"]}
    plan = backup.get_backup_plan(BackupPlanId=plans["acme-prod-continuous"])["BackupPlan"]
    [copy] = plan["Rules"][0]["CopyActions"]
    assert copy["DestinationBackupVaultArn"] == "arn:aws:backup:us-west-2:123456789012:backup-vault:acme-prod"
    [test] = backup.list_restore_testing_plans()["RestoreTestingPlans"]
    assert test["ScheduleExpression"] == "cron(0 6 ? * SUN *)"


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
