"""The dev account, applied, found again, interrupted and taken down, as a newcomer does it: through `./inv`."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from typing import Any

import pytest

from tools.terraform import base_environment, find_terraform

from .conftest import Checkout

UNITS = "accounts/dev/us-east-1"
PIPELINE = "accounts/dev/eu-north-1/data/smartstream"
ACCOUNT = "111111111111"


@pytest.fixture(scope="module")
def killed(checkout: Checkout) -> int:
    """`up`, killed with all of its children in the middle of applying; how many resources were done by then."""
    process = subprocess.Popen(
        checkout.command("up"),
        cwd=checkout.root,
        env=checkout.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    done = 0
    for line in process.stderr:
        found = re.search(r"\[(\d+)/\d+\]", line)
        if found and (done := int(found[1])) >= 15:
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.wait()
    return done


@pytest.fixture(scope="module")
def raised(checkout: Checkout, killed: int) -> subprocess.CompletedProcess[str]:
    return checkout.run("up")


def test_a_run_that_was_killed_was_in_the_middle(killed: int) -> None:
    assert killed >= 15


def test_up_after_a_kill_brings_the_account_up(raised: subprocess.CompletedProcess[str]) -> None:
    assert raised.returncode == 0, raised.stderr
    for unit in ("network", "database", "compute/ecs-cluster", "services/sarcng-api/ecs-alb-service", "observability"):
        assert f"{UNITS}/{unit}" in raised.stdout
    for unit in ("capture", "lake", "transform", "query", "monitoring"):
        assert f"{PIPELINE}/{unit}" in raised.stdout


def test_what_is_up_is_in_the_dev_account(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    cluster = checkout.client("ecs", ACCOUNT).describe_clusters(clusters=["sarc-ng-cluster"])["clusters"][0]
    assert cluster["status"] == "ACTIVE"
    assert f":{ACCOUNT}:" in cluster["clusterArn"]
    rds = checkout.client("rds", ACCOUNT)
    (database,) = rds.describe_db_instances(DBInstanceIdentifier="sarc-ng-db")["DBInstances"]
    assert (database["DBInstanceStatus"], database["StorageEncrypted"]) == ("available", True)
    assert database["PubliclyAccessible"] is False


def test_up_again_changes_nothing(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    again = checkout.run("up")
    assert again.returncode == 0, again.stderr
    assert "terraform apply: nothing to change" in again.stderr


def test_each_unit_has_a_state_of_its_own(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    s3 = checkout.client("s3")
    bucket = f"sarc-ng-tfstate-{ACCOUNT}-us-east-1"
    state = json.loads(s3.get_object(Bucket=bucket, Key=f"{UNITS}/network/terraform.tfstate")["Body"].read())
    kinds = {resource["type"] for resource in state["resources"]}
    assert {"aws_vpc", "aws_subnet", "aws_security_group"} <= kinds
    assert state["outputs"]["vpc_id"]["value"].startswith("vpc-")
    assert all(not each.startswith("module.accounts") for each in dependencies(state))
    lake = json.loads(s3.get_object(Bucket=bucket, Key=f"{PIPELINE}/lake/terraform.tfstate")["Body"].read())
    assert lake["outputs"]["bucket_name"]["value"] == f"smartstream-dev-lake-{ACCOUNT}"


def dependencies(state: dict[str, Any]) -> list[str]:
    return [
        each
        for resource in state["resources"]
        for instance in resource["instances"]
        for each in instance.get("dependencies", [])
    ]


@pytest.mark.thorough
def test_a_fresh_account_has_not_drifted(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    """Terraform's own refresh-only plan tells of more than a hundred changes then: each is explained, none is drift."""
    done = checkout.run("drift", "--account", "dev", "--emulator", "--pending", "--format", "json")
    found = json.loads(done.stdout)
    assert {path: unit for path, unit in found["units"].items() if unit["drift"] or unit["pending"]} == {}
    assert done.returncode == 0, done.stderr
    assert found["totals"]["explained"] > 50


@pytest.mark.skipif(shutil.which("terragrunt") is None, reason="terragrunt is not on PATH")
def test_terragrunt_finds_nothing_to_change(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    from tools.emulator.environment import clean_environment

    binary = find_terraform()
    environment = clean_environment(checkout.endpoint(), base_environment(checkout.root, binary, checkout.environment))
    done = subprocess.run(
        ["terragrunt", "run", "--all", "--non-interactive", "--", "plan", "-detailed-exitcode"],
        cwd=checkout.root / "live" / UNITS, env={**environment, "TG_TF_PATH": str(binary.path)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_down_takes_everything_down(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    down = checkout.run("down")
    assert down.returncode == 0, down.stderr
    destroyed = re.search(r"dev: (\d+) resources destroyed", down.stderr)
    assert destroyed and int(destroyed[1]) > 100
    assert json.loads(checkout.run("emulator", "status", "--format", "json").stdout) == {"running": False}
