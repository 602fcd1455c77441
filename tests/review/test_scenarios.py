"""What reviewers are told of pull requests as they come: each scenario changes the estate and says what matters.

Those that vary another are run by `./inv test review` and `./inv test --thorough` only: each is a plan of its own.
The report of each is left in .groundplan/tests/review/<worker>/reports/<scenario>/ to be looked at.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.review.conftest import Project, report_of, scenarios
from tests.review.expectations import problems

SCENARIOS = scenarios()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.thorough] if scenario.get("thorough") else [])
        for name, scenario in SCENARIOS.items()
    ],
)
def test_the_review_says_what_matters(name: str, project: Project) -> None:
    scenario: dict[str, Any] = SCENARIOS[name]
    project.prepare(scenario)
    wrong = problems(scenario["expect"], report_of(project, name))
    assert not wrong, "\n".join([scenario["what"], *(f"- {each}" for each in wrong)])
