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

EXAMPLES = {
    "state-backend": ("minimal", "complete"),
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
"""


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("security")
    calls = []
    for module, examples in EXAMPLES.items():
        shutil.copytree(repository / "modules" / "security" / module, folder / module)
        for example in examples:
            source = f'source = "./{module}/examples/{example}"'
            calls.append(
                f'module "{module}-{example}" {{\n  {source}\n  depends_on = [aws_s3_bucket_versioning.copy]\n}}\n'
            )
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


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
