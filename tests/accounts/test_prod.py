"""The prod account in both of its regions, applied, found again and taken down, protections and all."""

from __future__ import annotations

import re
import subprocess

import pytest

from .conftest import Checkout

pytestmark = pytest.mark.thorough

ACCOUNT = "333333333333"
PRIMARY, STANDBY = "us-east-1", "us-west-2"


@pytest.fixture(scope="module")
def raised(checkout: Checkout) -> subprocess.CompletedProcess[str]:
    return checkout.run("up", "--account", "prod")


def test_up_brings_both_regions_up(raised: subprocess.CompletedProcess[str]) -> None:
    assert raised.returncode == 0, raised.stderr
    for region in (PRIMARY, STANDBY):
        assert f"accounts/prod/{region}/services/sarcng-api/ecs-alb-service" in raised.stdout


def test_each_region_holds_what_is_its_own(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    for region, instances in ((PRIMARY, 2), (STANDBY, 1)):
        [cluster] = checkout.client("rds", ACCOUNT, region).describe_db_clusters()["DBClusters"]
        assert f":{region}:{ACCOUNT}:" in cluster["DBClusterArn"]
        assert (len(cluster["DBClusterMembers"]), cluster["DeletionProtection"]) == (instances, True)
        [secret] = checkout.client("secretsmanager", ACCOUNT, region).list_secrets()["SecretList"]
        assert secret["ARN"].startswith(f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:sarc-ng-db-master-")
    [both] = checkout.client("rds", ACCOUNT).describe_global_clusters()["GlobalClusters"]
    assert sorted(member["IsWriter"] for member in both["GlobalClusterMembers"]) == [False, True]


def test_no_other_account_got_anything(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    for account in ("111111111111", "222222222222", None):
        for region in (PRIMARY, STANDBY):
            found = checkout.client("ec2", account, region).describe_vpcs()["Vpcs"]
            assert [vpc for vpc in found if not vpc["IsDefault"]] == []
            assert checkout.client("rds", account, region).describe_db_clusters()["DBClusters"] == []


def test_up_again_changes_nothing(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    again = checkout.run("up", "--account", "prod")
    assert again.returncode == 0, again.stderr
    assert "terraform apply: nothing to change" in again.stderr


def test_down_takes_everything_down(checkout: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    down = checkout.run("down")
    assert down.returncode == 0, down.stderr
    destroyed = re.search(r"prod: (\d+) resources destroyed", down.stderr)
    assert destroyed and int(destroyed[1]) > 300
