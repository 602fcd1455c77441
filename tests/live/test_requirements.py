"""What is asked of the platform, held against the plan of all accounts and the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.estate import Planned
from tools.trace import Requirement, Verdict, judge, load_requirements, plan_document

FILE = Path(__file__).parent / "requirements" / "sarcng.yaml"
REQUIREMENTS = load_requirements(FILE)


@pytest.fixture(scope="module")
def document(estate_plan: Planned) -> dict[str, Any]:
    return plan_document(estate_plan.composition, estate_plan.plan)


@pytest.fixture(scope="module")
def verdicts(document: dict[str, Any], repository: Path) -> dict[str, Verdict]:
    return {verdict.requirement.id: verdict for verdict in judge(REQUIREMENTS, document, repository)}


def test_every_row_is_there_once_and_in_order() -> None:
    assert [row.id for row in REQUIREMENTS.rows] == [f"SNG-{number:03}" for number in range(1, 327)]


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in REQUIREMENTS.rows if row.checks])
def test_what_is_asked_holds(verdicts: dict[str, Verdict], row: Requirement) -> None:
    verdict = verdicts[row.id]
    assert not verdict.faults, f"{row.says}\n" + "\n".join(verdict.faults)
