"""The tasks: what they print, what they end with, and mistakes on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from invoke import Context, Exit

from tools.cli import planned as planning
from tools.cli.cost import cost
from tools.compose import cut
from tools.errors import GroundplanError

UNIT = "accounts/dev/us-east-1/app"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree whose plan is a NAT gateway and a queue."""

    def plan_tree(*_: Any) -> Any:
        changes = [
            {
                "address": f"module.accounts--dev--us-east-1--app.{type_}.this",
                "mode": "managed",
                "type": type_,
                "name": "this",
                "change": {"actions": ["create"], "before": None, "after": {}},
            }
            for type_ in ("aws_nat_gateway", "aws_sqs_queue")
        ]
        composition = SimpleNamespace(document={}, members={})
        plan = cut({"resource_changes": changes}, [UNIT])
        return SimpleNamespace(plan=plan, composition=composition, failed={})

    monkeypatch.setattr(planning, "plan_tree", plan_tree)
    return tmp_path


def ended(**options: Any) -> int | None:
    """What the task ends with; None is 0."""
    try:
        cost(Context(), **options)
    except Exit as error:
        return int(error.code)
    return None


def test_json_is_the_bill(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "usage.yaml").write_text(
        "- {type: aws_sqs_queue, owner: us, monthly: {requests_million: 10}}\n"
        "- {type: aws_lb, owner: us, monthly: {internet_out_gb: 10}}\n"
    )
    assert ended(tree=str(tree), format="json") is None
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["by_unit"][UNIT]["fixed"]["expected"] == pytest.approx(32.85)
    assert document["by_unit"][UNIT]["usage"]["expected"] == pytest.approx(4)
    assert err == "usage.yaml:2: this entry is about nothing that is there\n"


def test_an_entry_above_the_account_may_be_about_others(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("", "accounts/dev"):
        (tree / folder).mkdir(parents=True, exist_ok=True)
        (tree / folder / "usage.yaml").write_text("- {type: aws_lb, owner: us, monthly: {internet_out_gb: 10}}\n")
    assert ended(tree=str(tree), account="dev") is None
    assert capsys.readouterr().err == "accounts/dev/usage.yaml:1: this entry is about nothing that is there\n"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"fail_over": "33"}, None, ""),
        ({"fail_over": "32"}, 1, "32.85 USD a month are expected, more than 32.00"),
        ({"max_age": "100000"}, None, ""),
        ({"max_age": "1"}, 1, "prices are older than 1 days"),
    ],
)
def test_limits_end_it_with_1(
    tree: Path, capsys: pytest.CaptureFixture[str], options: dict[str, str], code: int | None, words: str
) -> None:
    assert ended(tree=str(tree), **options) == code
    assert words in capsys.readouterr().err


def test_a_wrong_usage_file_ends_it_with_2_before_anything_is_planned(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "plan_tree", None)
    (tree / "usage.yaml").write_text("- {type: aws_sqs_queue, owner: us}\n")
    assert ended(tree=str(tree)) == GroundplanError.exit_code


def test_a_usage_file_that_nobody_reads_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "usage.yml").write_text("- {type: aws_sqs_queue, owner: us, monthly: {requests_million: 10}}\n")
    assert ended(tree=str(tree)) is None
    assert "usage.yml: not read; a usage file is called usage.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cost", "--format", "xml"), "use one of: text, json, markdown"),
        (("cost", "--fail-over", "lots"), "--fail-over lots is no number"),
        (("cost", "--max-age", "nan"), "--max-age nan is no number"),
        (("cost", "import"), "a region is needed"),
        (("cost-import", "--region", "free"), "there is no price sheet of free"),
        (("cost-import", "--region", "eu-nort-1"), 'Did you mean "eu-north-1"?'),
        (("cost-import", "--region", "eu-north-1", "--offers", "nowhere"), "nowhere is no folder"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_in_words(
    repository: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = subprocess.run(
        [sys.executable, str(repository / "tasks.py"), *arguments],
        cwd=repository,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
