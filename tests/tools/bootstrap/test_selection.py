"""Which units a bootstrap makes, in which order, and with whose rights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools.bootstrap import emulated, units_of
from tools.bootstrap.root import place_of
from tools.errors import GroundplanError

EMULATOR = {"GROUNDPLAN_EMULATOR": "true"}


@pytest.fixture
def live(tmp_path: Path, repository: Path) -> Path:
    """A copy of the tree, with ids as a user fills them in."""
    root = tmp_path / "estate"
    shutil.copytree(repository / "live", root / "live", ignore=shutil.ignore_patterns(".terragrunt-cache"))
    (root / "modules").symlink_to(repository / "modules")
    (root / ".git").mkdir()
    for number, account in enumerate(["dev", "staging", "prod"]):
        path = root / "live" / "accounts" / account / "account.hcl"
        path.write_text(path.read_text().replace('aws = "000000000000"', f'aws = "44445555666{number}"'))
    path = root / "live" / "project.hcl"
    path.write_text(path.read_text().replace("000000000000.dkr", "777788889999.dkr"))
    return root / "live"


def test_what_the_buckets_need_comes_first_and_the_copy_before_what_is_copied(live: Path) -> None:
    assert units_of(live, "prod", None, EMULATOR).order() == [
        "accounts/prod/us-east-1/security/kms",
        "accounts/prod/us-west-2/security/kms",
        "accounts/prod/us-west-2/security/state-backend",
        "accounts/prod/us-east-1/security/state-backend",
    ]


def test_a_region_alone(live: Path) -> None:
    assert set(units_of(live, "prod", "us-west-2", EMULATOR).units) == {
        "accounts/prod/us-west-2/security/kms",
        "accounts/prod/us-west-2/security/state-backend",
    }


def test_a_primary_region_comes_with_its_copy(live: Path) -> None:
    assert len(units_of(live, "staging", "us-east-1", EMULATOR).units) == 4


def test_the_roles_are_not_there_yet_so_the_caller_s_own_credentials_are_used(live: Path) -> None:
    tree = units_of(live, "dev", None, {"GROUNDPLAN_ROLE": "plan"})
    assert len(tree.units) == 2
    for unit in tree.units.values():
        provider = json.loads(unit.generate["provider"].contents)["provider"]["aws"]
        assert provider["allowed_account_ids"] == ["444455556660"]
        assert "assume_role" not in provider
        assert unit.remote_state and "assume_role" not in unit.remote_state.config
        assert place_of(unit).bucket == "sarc-ng-tfstate-444455556660-us-east-1"


def test_a_placeholder_stops_it(live: Path) -> None:
    path = live / "accounts" / "dev" / "account.hcl"
    path.write_text(path.read_text().replace("444455556660", "000000000000"))
    with pytest.raises(GroundplanError, match="account id of dev is still the placeholder"):
        units_of(live, "dev", None, {})
    assert units_of(live, "prod", None, {}).units, "other accounts do not mind"


def test_localstack_is_for_dev_only(live: Path) -> None:
    with pytest.raises(GroundplanError, match="LOCALSTACK=true is for the dev account only"):
        units_of(live, "prod", None, {"LOCALSTACK": "true"})


@pytest.mark.parametrize(
    ("account", "region", "message", "hint"),
    [
        ("prd", None, "in a folder called prd (--account)", "prod"),
        ("dev", "us-west-2", "in a folder called us-west-2 (--region)", "us-east-1"),
    ],
)
def test_a_name_that_is_none_is_told(live: Path, account: str, region: str | None, message: str, hint: str) -> None:
    with pytest.raises(GroundplanError) as caught:
        units_of(live, account, region, EMULATOR)
    assert message in str(caught.value)
    assert hint in str(caught.value)


def test_a_tree_without_state_buckets_is_told(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match="is called security/state-backend"):
        units_of(tmp_path, "dev", None, EMULATOR)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"LOCALSTACK": "true"}, True),
        ({"GROUNDPLAN_EMULATOR": "true"}, True),
        ({"LOCALSTACK": "false", "GROUNDPLAN_EMULATOR": ""}, False),
    ],
)
def test_the_tree_s_switches_choose_the_emulator(environment: dict[str, str], expected: bool) -> None:
    assert emulated(environment) is expected
