"""Whose changes smartstream captures: its own database's, or another's; and what env.hcl switches on for its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.cli.planned import plan_tree
from tools.compose import Plan
from tools.estate import Selection, select
from tools.live import Tree

DEV, STAGING = (f"accounts/{account}/eu-north-1/data/smartstream" for account in ("dev", "staging"))
OWN = "{ create = true, schemas = "
SECRET = "arn:aws:secretsmanager:eu-north-1:111111111111:secret:orders-dms-a1b2c3"
KEY = "arn:aws:kms:eu-north-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
EXTERNAL = f"""source = {{
      create             = false
      schemas            = ["orders", "stock"]
      database_name      = "erp"
      cidr_ipv4          = "10.50.0.7/32"
      port               = 5433
      secret_arn         = "{SECRET}"
      secret_kms_key_arn = "{KEY}"
    }}
    database = {{"""
"""What replaces dev's own source."""


@pytest.fixture(scope="module")
def changed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with another database as dev's source, and with everything switched on in staging."""
    root = tmp_path_factory.mktemp("source") / "estate"
    for name in ("live", "functions"):
        shutil.copytree(repository / name, root / name, ignore=shutil.ignore_patterns(".terragrunt-cache", "tests"))
    for name in ("modules", "pyproject.toml"):
        (root / name).symlink_to(repository / name)
    (root / ".git").mkdir()
    # What was built and fetched for the repository serves its copy too.
    (root / ".groundplan").mkdir()
    for name in ("packages", "providers", "vendored"):
        if (repository / ".groundplan" / name).exists():
            (root / ".groundplan" / name).symlink_to(repository / ".groundplan" / name)
    env = root / "live/accounts/dev/env.hcl"
    before, _, rest = env.read_text().partition("source = {\n")
    _, _, after = rest.partition("database = {")
    env.write_text(before + EXTERNAL + after)
    env = root / "live/accounts/staging/env.hcl"
    text = env.read_text()
    assert "seed = false, rotation_days = null" in text
    env.write_text(text.replace("seed = false, rotation_days = null", "seed = true, rotation_days = 30"))
    return root / "live"


@pytest.fixture(scope="module")
def tree(changed: Path) -> Callable[[str], Tree]:
    """The units of an account that take part."""
    return lambda account: select(changed, Selection(account, "eu-north-1"), {})


def names(tree: Tree) -> set[str]:
    return {path.rpartition("/")[2] for path in tree.units}


def test_a_database_that_is_there_takes_the_place_of_our_own(tree: Callable[[str], Tree]) -> None:
    found = tree("dev")
    assert not found.errors
    assert names(found) & {"source-database", "replication-user", "seed", "rotation"} == set()
    capture = found.units[f"{DEV}/capture"]
    assert capture.inputs["source_database"] == {
        "database_name": "erp",
        "secret_arn": SECRET,
        "secret_kms_key_arn": KEY,
        "outside": {"cidr_ipv4": "10.50.0.7/32", "port": 5433},
        "postgres": {"schema": "awsdms"},
    }
    assert capture.inputs["tables"] == {"orders": {"schema": "orders"}, "stock": {"schema": "stock"}}
    assert {need.rpartition("/")[2] for need in capture.needs} == {"kms", "network", "stream"}
    monitoring = found.units[f"{DEV}/monitoring"]
    assert f"{DEV}/source-database" not in monitoring.needs
    assert "storage" not in monitoring.inputs["metric_alarms"]  # type: ignore[operator]


def test_seeding_and_rotation_are_switched_on_by_env(tree: Callable[[str], Tree]) -> None:
    found = tree("staging")
    assert not found.errors
    assert names(found) >= {"source-database", "replication-user", "seed", "rotation"}
    assert f"{STAGING}/replication-user" in found.units[f"{STAGING}/capture"].needs
    assert f"{STAGING}/replication-user" in found.units[f"{STAGING}/rotation"].needs


@pytest.mark.thorough
def test_both_plan(changed: Path) -> None:
    plan = plan_tree(changed, Selection(None, "eu-north-1"), None).plan
    assert made(plan, f"{DEV}/", "aws_db_instance") == []
    [endpoint] = [each for each in made(plan, f"{DEV}/", "aws_dms_endpoint") if each["endpoint_type"] == "source"]
    assert (endpoint["secrets_manager_arn"], endpoint["database_name"]) == (SECRET, "erp")
    [rule] = made(plan, f"{DEV}/capture", "aws_vpc_security_group_egress_rule")
    assert (rule["cidr_ipv4"], rule["from_port"], rule["to_port"]) == ("10.50.0.7/32", 5433, 5433)
    assert len(made(plan, f"{DEV}/monitoring", "aws_cloudwatch_composite_alarm")) == 1

    names = {each["function_name"] for each in made(plan, f"{STAGING}/", "aws_lambda_function")}
    assert names >= {"smartstream-staging-seed", "smartstream-staging-source-rotation"}
    rotations = made(plan, f"{STAGING}/rotation", "aws_secretsmanager_secret_rotation")
    assert [each["rotation_rules"][0]["automatically_after_days"] for each in rotations] == [30, 30]
    calls = made(plan, f"{STAGING}/", "aws_lambda_invocation")
    assert {each["function_name"] for each in calls} == {
        "smartstream-staging-replication-user",
        "smartstream-staging-seed",
    }
    # All of them come by the way of what captures: the database lets in nobody else.
    ways = made(plan, f"{STAGING}/network", "aws_vpc_security_group_ingress_rule")
    assert [way["tags"]["Name"] for way in ways if way["from_port"] == 5432] == [
        "smartstream-staging-database-from-dms"
    ]


def made(plan: Plan, below: str, type: str) -> list[dict[str, object]]:
    """What units whose path begins so make of a type."""
    return [
        change.after
        for path, unit in plan.units.items()
        if path.startswith(below)
        for change in unit.changes
        if change.type == type and isinstance(change.after, dict)
    ]
