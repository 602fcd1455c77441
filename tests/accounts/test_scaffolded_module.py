"""A module and units of modules, scaffolded one after the other: checked, tried as the library is, and planned."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import Checkout

pytestmark = pytest.mark.thorough

UNITS = {
    # A module that was scaffolded as well, in a family of its own: the tree tells all that it needs.
    "order-bell": ["--module", "modules/messaging/order-bell", "--accounts", "dev,prod"],
    # One that the tree cannot tell everything of, in plain words and in HCL.
    "parameters": [
        *("--module", "modules/compute/parameters", "--accounts", "dev", "--input", "path=/sarc-ng/dev/reports"),
        *("--input", 'parameters={ level = { value = "1", description = "How much is told" } }'),
    ],
    # One whose required inputs are all its neighbours'.
    "observability": ["--module", "modules/observability", "--accounts", "dev,prod"],
}


@pytest.fixture(scope="module")
def scaffolded(checkout: Checkout) -> Checkout:
    """The clone, on a branch with a module and its units that is not committed yet."""
    checkout.commit_to_main()
    done = checkout.run("scaffold-module", "--family", "messaging", "--name", "order-bell")
    assert done.returncode == 0, done.stderr
    for name, asked in UNITS.items():
        done = checkout.run("scaffold-unit", "--path", f"services/reports/{name}", *asked)
        assert done.returncode == 0, done.stderr
    assert checkout.run("package").returncode == 0
    return checkout


def test_every_check_passes(scaffolded: Checkout) -> None:
    """What else is found here is somebody else's."""
    touched, found = scaffolded.linted()
    assert {"modules/README.md", "modules/messaging/order-bell/main.tf"} <= set(touched)
    assert found == []


def test_its_examples_plan_and_its_cases_are_refused(scaffolded: Checkout) -> None:
    done = scaffolded.run("test", "modules", "--options", "-k order-bell")
    assert done.returncode == 0, done.stdout + done.stderr
    counted = re.search(r"(\d+) passed, 0 failed, 0 skipped", done.stdout + done.stderr)
    assert counted is not None
    assert int(counted[1]) > 10


@pytest.mark.parametrize("account", ["dev", "prod"])
def test_its_units_are_planned_with_what_they_depend_on(scaffolded: Checkout, account: str) -> None:
    done = scaffolded.run("plan", "--account", account, "--unit", "*/us-east-1/services/reports/*", "--format", "json")
    assert done.returncode == 0, done.stderr
    folder = f"accounts/{account}/us-east-1"
    mine = {f"{folder}/services/reports/{name}" for name, asked in UNITS.items() if account in asked[3]}
    assert json.loads(done.stdout)["units"].keys() == {*mine, f"{folder}/security/kms"}
