"""The state bucket of the dev account, made by `./inv bootstrap`: after a kill, once more, and found by Terragrunt."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .conftest import Checkout

pytestmark = pytest.mark.thorough

ACCOUNT, REGION = "111111111111", "us-east-1"
BUCKET = f"sarc-ng-tfstate-{ACCOUNT}-{REGION}"
UNITS = [f"accounts/dev/{REGION}/security/{name}" for name in ("kms", "state-backend")]
BOOTSTRAP = ("bootstrap", "--account", "dev", "--emulator", "--port", "0")


@pytest.fixture(scope="module")
def killed(checkout: Checkout) -> None:
    """Killed with all of its children once the bucket is there; what was made last is not even in the local states."""
    process = subprocess.Popen(
        checkout.command(*BOOTSTRAP),
        cwd=checkout.root,
        env=checkout.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"aws_s3_bucket\.this: create", line):
            os.killpg(process.pid, signal.SIGKILL)
            break
    assert process.wait() == -signal.SIGKILL
    states = local_states(checkout)
    assert {path.parent.name for path in states} == {"kms", "state-backend"}
    for path in states:
        path.unlink()


@pytest.fixture(scope="module")
def made(checkout: Checkout, killed: None) -> subprocess.CompletedProcess[str]:
    return checkout.run(*BOOTSTRAP)


def local_states(checkout: Checkout) -> list[Path]:
    found = (checkout.root / ".groundplan" / "bootstrap").rglob("terraform.tfstate")
    return [path for path in found if ".terraform" not in path.parts]


def test_what_a_killed_run_left_is_taken_over(made: subprocess.CompletedProcess[str]) -> None:
    assert made.returncode == 0, made.stderr
    keys, bucket = made.stdout.splitlines()
    assert re.fullmatch(rf"{UNITS[0]}: 12 imported, state moved", keys)
    assert re.fullmatch(rf"{UNITS[1]}: \d added, 1 imported, state moved", bucket)


def test_nothing_was_made_twice(checkout: Checkout, made: subprocess.CompletedProcess[str]) -> None:
    kms = checkout.client("kms", ACCOUNT)
    aliases = [each for each in kms.list_aliases()["Aliases"] if each["AliasName"].startswith("alias/sarc-ng-")]
    assert len(aliases) == len(kms.list_keys()["Keys"])
    assert "alias/sarc-ng-state" in {each["AliasName"] for each in aliases}


def test_the_bucket_is_as_its_unit_says(checkout: Checkout, made: subprocess.CompletedProcess[str]) -> None:
    s3 = checkout.client("s3", ACCOUNT)
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    assert set(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()) == {True}
    [rule] = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    key = rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"]
    assert f":{REGION}:{ACCOUNT}:key/" in key
    denied = {each["Sid"] for each in json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]}
    assert {"DenyPlainHttp", "DenyOldTls", "DenyOtherAccounts", "DenyOtherEncryption"} <= denied


def test_the_states_are_in_the_bucket_and_nowhere_else(
    checkout: Checkout, made: subprocess.CompletedProcess[str]
) -> None:
    assert local_states(checkout) == []
    assert state(checkout, UNITS[0])["outputs"]["key_arns"]["value"].keys() >= {"data", "logs", "state"}
    assert state(checkout, UNITS[1])["outputs"]["bucket_name"]["value"] == BUCKET
    held = checkout.client("s3", ACCOUNT).head_object(Bucket=BUCKET, Key=f"{UNITS[1]}/terraform.tfstate")
    assert held["ServerSideEncryption"] == "aws:kms"


def state(checkout: Checkout, unit: str) -> dict[str, Any]:
    body = checkout.client("s3", ACCOUNT).get_object(Bucket=BUCKET, Key=f"{unit}/terraform.tfstate")["Body"]
    found: dict[str, Any] = json.loads(body.read())
    return found


def test_a_second_time_changes_nothing(checkout: Checkout, made: subprocess.CompletedProcess[str]) -> None:
    before = [state(checkout, unit) for unit in UNITS]
    again = checkout.run(*BOOTSTRAP)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines() == [f"{unit}: nothing to change" for unit in UNITS]
    assert [state(checkout, unit) for unit in UNITS] == before


@pytest.mark.skipif(shutil.which("terragrunt") is None, reason="terragrunt is not on PATH")
def test_terragrunt_finds_nothing_to_change(checkout: Checkout, made: subprocess.CompletedProcess[str]) -> None:
    binary = find_terraform()
    environment = clean_environment(checkout.endpoint(), base_environment(checkout.root, binary, checkout.environment))
    for unit in UNITS:
        done = subprocess.run(
            ["terragrunt", "plan", "-detailed-exitcode"],
            cwd=checkout.root / "live" / unit, env={**environment, "TG_TF_PATH": str(binary.path)},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_credentials_of_another_account_make_nothing(
    checkout: Checkout, made: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    """Without a switch for the emulator the caller's own credentials count: here they are of its default account."""
    live = tmp_path / "estate" / "live"
    shutil.copytree(checkout.root / "live", live)
    (live.parent / "modules").symlink_to(checkout.root / "modules")
    (live.parent / ".git").mkdir()
    account, project = live / "accounts" / "dev" / "account.hcl", live / "project.hcl"
    account.write_text(account.read_text().replace('aws = "000000000000"', 'aws = "444455556666"'))
    project.write_text(project.read_text().replace("000000000000.dkr", "777788889999.dkr"))
    environment = {key: value for key, value in checkout.environment.items() if key != "AWS_PROFILE"}
    environment |= clean_environment(checkout.endpoint(), environment) | {"LOCALSTACK": "false"}
    done = subprocess.run(
        checkout.command("bootstrap", "--account", "dev", "--tree", str(live)),
        cwd=checkout.root, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    assert "the credentials are of account 123456789012" in done.stderr
    assert "the units are of 444455556666" in done.stderr
    for owner in (None, ACCOUNT):
        buckets = checkout.client("s3", owner).list_buckets()["Buckets"]
        assert not [bucket for bucket in buckets if "444455556666" in bucket["Name"]]
