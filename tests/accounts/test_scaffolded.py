"""A service of every kind, scaffolded under the longest names there may be: checked, planned, applied and reviewed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.review import run

from .conftest import Checkout

pytestmark = pytest.mark.thorough

ACCOUNT = "111111111111"
NAMES = {
    "ecs-alb-service": "shop-front-orders1",
    "lambda-http-api": "quotes-of-the-day-for-every-page",
    "lambda-sqs-consumer": "order-intake-from-partners-bulk1",
    "lambda-event-bridge": "nightly-reconciliation-of-orders",
    "static-web": "handbook-for-all-new-customers",
}
UNITS = [word for name in NAMES.values() for word in ("--unit", f"*/us-east-1/services/{name}/*")]


@pytest.fixture(scope="module")
def scaffolded(checkout: Checkout) -> Checkout:
    """The clone, on a branch with the services on it that is not committed yet."""
    checkout.commit_to_main()
    for kind, name in NAMES.items():
        asked = ["--kind", kind, "--accounts", "dev,staging,prod", "--owner", "team-payments"]
        done = checkout.run("scaffold-service", "--name", name, *asked)
        assert done.returncode == 0, done.stderr
        longer = checkout.run("scaffold-service", "--name", f"{name}x", *asked)
        assert f"the name may have {len(name)} characters" in longer.stderr
    assert checkout.run("package").returncode == 0
    return checkout


@pytest.fixture(scope="module")
def raised(scaffolded: Checkout) -> subprocess.CompletedProcess[str]:
    return scaffolded.run("up", "--account", "dev", *UNITS)


def test_every_check_passes(scaffolded: Checkout) -> None:
    """What else is found here is somebody else's."""
    touched, found = scaffolded.linted()
    assert len(touched) > 20 * len(NAMES)
    assert found == []


def test_a_change_of_sizes_is_one_of_its_units_alone(scaffolded: Checkout) -> None:
    done = scaffolded.run("affected", "--base", "main", "--format", "json")
    assert done.returncode == 0, done.stderr
    for name in NAMES.values():
        assert f"accounts/prod/us-east-1/services/{name}/observability" in done.stdout


def test_up_applies_all_kinds_and_finds_nothing_to_change(
    scaffolded: Checkout, raised: subprocess.CompletedProcess[str]
) -> None:
    assert raised.returncode == 0, raised.stderr
    for kind, name in NAMES.items():
        assert f"services/{name}/{'cloudfront-site' if kind == 'static-web' else kind}" in raised.stdout
    again = scaffolded.run("up", "--account", "dev", *UNITS)
    assert again.returncode == 0, again.stderr
    assert "terraform apply: nothing to change" in again.stderr


def test_every_alarm_tells_the_owner_and_leads_to_its_place_on_the_page(
    scaffolded: Checkout, raised: subprocess.CompletedProcess[str]
) -> None:
    alarms: list[dict[str, Any]] = scaffolded.client("cloudwatch", ACCOUNT).describe_alarms()["MetricAlarms"]
    for kind, name in NAMES.items():
        mine = [alarm for alarm in alarms if alarm["AlarmName"].startswith(f"sarc-ng-{name}")]
        assert mine, kind
        page = (scaffolded.root / f"docs/services/{name}.md").read_text()
        answers = {heading.lower() for heading in re.findall(r"^### (.+)$", page, re.MULTILINE)}
        for alarm in mine:
            page_of, _, anchor = alarm["AlarmDescription"].rpartition("Runbook: ")[2].partition("#")
            assert page_of.endswith(f"/docs/services/{name}.md"), alarm["AlarmName"]
            assert anchor in answers, (kind, anchor)
            topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:sarc-ng-{name}-dev-alarms"
            assert alarm["AlarmActions"] == [topic]
        assert {topic["TopicArn"] for topic in scaffolded.client("sns", ACCOUNT).list_topics()["Topics"]} >= {topic}


def test_down_takes_them_down(scaffolded: Checkout, raised: subprocess.CompletedProcess[str]) -> None:
    down = scaffolded.run("down")
    assert down.returncode == 0, down.stderr


def test_a_review_shows_new_services_and_nothing_else(scaffolded: Checkout, tmp_path: Path) -> None:
    out = tmp_path / "review"
    out.mkdir()
    done = subprocess.run(
        [sys.executable, run.__file__, scaffolded.root, out],
        env=scaffolded.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads((out / "review.json").read_text())
    added = {unit["path"] for unit in told["units"] if unit["status"] == "added"}
    below = [
        f"accounts/{account}/us-east-1/services/{name}/"
        for account in ("dev", "staging", "prod")
        for name in NAMES.values()
    ]
    assert added == {path for path in added if path.startswith(tuple(below))}
    assert all(any(path.startswith(folder) for path in added) for folder in below)
    changed = {unit["path"] for unit in told["units"] if unit["changes"]} - added
    assert changed == {f"accounts/prod/{region}/compute/container-registry" for region in ("us-east-1", "us-west-2")}
    assert told["counts"].keys() == {"add"}
    assert told["problems"] == []
    assert {finding["state"] for finding in told["findings"]} <= {"accepted"}
    # What is public by its nature, and who may pull the image, is for somebody to look at.
    assert {concern["rule"] for concern in told["concerns"]} <= {"exposure", "permissions", "reachability"}
    assert told["trust"]["level"] == "high"
