"""checkov and our own rules on the plan of all accounts: nothing that nobody has explained."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tools.estate import Planned
from tools.policy import Finding, open_findings, scan
from tools.policy.accepted import FILE


@pytest.fixture(scope="module")
def findings(estate_plan: Planned, repository: Path) -> list[Finding]:
    accepted = repository / FILE
    return scan(estate_plan.plan.document, estate_plan.folder, accepted_file=accepted if accepted.is_file() else None)


def test_every_unit_is_looked_at(estate_plan: Planned) -> None:
    assert estate_plan.composition.apart == {}


def test_nothing_is_open(findings: list[Finding]) -> None:
    assert [f"{each.place}: {each.rule} {each.message}" for each in open_findings(findings)] == []


def test_whatever_is_let_through_has_a_reason(findings: list[Finding]) -> None:
    explained = [each for each in findings if each.state in ("skipped", "accepted")]
    assert explained, "there are known exceptions, such as the open ports of load balancers"
    assert [each.place for each in explained if len(each.reason) < 15] == []


def test_a_fault_in_the_plan_would_be_found(estate_plan: Planned) -> None:
    """The two tests above prove something only if the scan reaches into the composition's modules."""
    document: dict[str, Any] = copy.deepcopy(estate_plan.plan.document)
    root = document["planned_values"]["root_module"]
    root["child_modules"] = [
        module
        for module in root["child_modules"]
        if any(resource["type"] == "aws_db_instance" for resource in module.get("resources", []))
    ]
    for module in root["child_modules"]:
        for resource in module["resources"]:
            if resource["type"] == "aws_db_instance":
                resource["values"]["publicly_accessible"] = True
    document["resource_changes"] = [
        change for change in document["resource_changes"] if change["type"] == "aws_db_instance"
    ]
    for change in document["resource_changes"]:
        change["change"]["after"]["publicly_accessible"] = True
    found = {each.rule for each in open_findings(scan(document, estate_plan.folder))}
    assert "CKV_AWS_17" in found
