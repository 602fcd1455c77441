"""What is asked of the platform, held against the plan of all accounts and the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.estate import Planned
from tools.trace import Requirement, Verdict, judge, load_requirements, plan_document

FOLDER = Path(__file__).parent / "requirements"
PLATFORMS = {"sarcng": ("SNG", 326), "smartstream": ("SST", 256)}
"""How each platform's rows are called, and how many there are."""
REQUIREMENTS = {name: load_requirements(FOLDER / f"{name}.yaml") for name in PLATFORMS}
ROWS = [pytest.param(name, row, id=row.id) for name, asked in REQUIREMENTS.items() for row in asked.rows if row.checks]


@pytest.fixture(scope="module")
def document(estate_plan: Planned) -> dict[str, Any]:
    return plan_document(estate_plan.composition, estate_plan.plan)


@pytest.fixture(scope="module")
def verdicts(document: dict[str, Any], repository: Path) -> dict[str, Verdict]:
    return {
        verdict.requirement.id: verdict
        for requirements in REQUIREMENTS.values()
        for verdict in judge(requirements, document, repository)
    }


def test_every_platform_is_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(PLATFORMS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_row_is_there_once_and_in_order(platform: str) -> None:
    prefix, count = PLATFORMS[platform]
    ids = [f"{prefix}-{number:03}" for number in range(1, count + 1)]
    assert [row.id for row in REQUIREMENTS[platform].rows] == ids


@pytest.mark.parametrize(("platform", "row"), ROWS)
def test_what_is_asked_holds(verdicts: dict[str, Verdict], platform: str, row: Requirement) -> None:
    verdict = verdicts[row.id]
    assert not verdict.faults, f"{platform}: {row.says}\n" + "\n".join(verdict.faults)
