"""What a change costs: two bills compared, usage files of each side, and how it is told."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.tools.review.report import samples
from tools.compose.snapshot import Resource, Snapshot
from tools.review.costs import cost_of
from tools.review.model import Cost, Problem, ResourceChange, Trust, UnitReview
from tools.review.report.html import html
from tools.review.report.markdown import markdown

UNIT = "accounts/dev/us-east-1/app"
USAGE = "- {type: aws_sqs_queue, owner: us, monthly: {requests_million: 10}}\n"
TODAY = datetime.date(2026, 11, 22)


def snapshot(**types: dict[str, Any]) -> Snapshot:
    found = [
        Resource(UNIT, f"{type_}.this", f"module.app.{type_}.this", type_, "this", None, types[type_])
        for type_ in types
    ]
    return Snapshot({each.full_address: each for each in found})


def changed(*types: str) -> list[UnitReview]:
    changes = tuple(ResourceChange(UNIT, f"{type_}.this", f"module.app.{type_}.this", type_, "add") for type_ in types)
    return [UnitReview(UNIT, "changed", (), changes, Trust("high", ()))]


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("base", "head"):
        (tmp_path / name).mkdir()
    return tmp_path / "base", tmp_path / "head"


def cost(trees: tuple[Path, Path], before: Snapshot, head: Snapshot, *types: str) -> tuple[Cost, tuple[Problem, ...]]:
    return cost_of((before, trees[0]), (head, trees[1]), (), changed(*types), TODAY)


def test_a_nat_gateway_more_and_something_without_a_price(trees: tuple[Path, Path]) -> None:
    found, problems = cost(
        trees, snapshot(), snapshot(aws_nat_gateway={}, aws_quantum={}), "aws_nat_gateway", "aws_quantum"
    )
    assert (found.low, found.expected, found.high, found.unpriced) == (32.85, 32.85, 32.85, {"aws_quantum": 1})
    assert "No usage file says how much is used of aws_nat_gateway." in found.note
    assert problems == ()


def test_each_side_has_its_own_usage(trees: tuple[Path, Path]) -> None:
    queue = snapshot(aws_sqs_queue={})
    (trees[0] / "usage.yaml").write_text(USAGE)
    (trees[1] / "usage.yaml").write_text(USAGE.replace("10", "{low: 5, expected: 20, high: 40}"))
    found, _ = cost(trees, queue, queue)
    assert (found.low, found.expected, found.high) == (-2, 4, 12)


def test_a_broken_usage_file_of_the_head_is_a_problem_of_the_change(trees: tuple[Path, Path]) -> None:
    (trees[1] / "usage.yaml").write_text(USAGE.replace("owner: us, ", ""))
    found, problems = cost(trees, snapshot(), snapshot(aws_sqs_queue={}))
    assert (found.available, found.expected) == (False, None)
    assert [(problem.side, "lacks owner" in problem.message) for problem in problems] == [("head", True)]


def test_one_of_the_base_is_told_and_holds_nothing_up(trees: tuple[Path, Path]) -> None:
    (trees[0] / "usage.yaml").write_text("nonsense\n")
    found, problems = cost(trees, snapshot(aws_sqs_queue={}), snapshot())
    assert (found.available, problems) == (False, ())
    assert "a usage file of the base is wrong" in found.note


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Cost(True, -3.0, 1.0, 5.0), "+1.00 USD"),
        (Cost(True, 0.0, 0.0, 0.0, {"aws_quantum": 2}), "aws_quantum"),
        (Cost(True, 0.0, 0.0, 0.0, note="List prices."), "List prices."),
        (Cost(False, note="Nothing can be said."), "Nothing can be said."),
    ],
)
def test_the_reports_say_what_is_known(told: Cost, words: str) -> None:
    review = replace(samples.dangerous(), cost=told)
    for text in (markdown(review), html(review)):
        assert words in text.replace("\\", "")


def test_where_there_is_nothing_to_say_nothing_is_said() -> None:
    review = replace(samples.dangerous(), cost=Cost(True, 0.0, 0.0, 0.0))
    assert "<b>Cost</b>" not in markdown(review)
    assert 'id="cost"' not in html(review)
