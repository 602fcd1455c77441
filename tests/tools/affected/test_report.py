"""What people, programs and GitHub Actions are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.affected import Affected, AffectedUnit, Broken, Chain
from tools.affected.report import account_and_region, to_json, to_matrix, to_text

if TYPE_CHECKING:
    from .conftest import Repository


def unit(path: str, status: str = "changed", *chains: tuple[str, ...], **more: object) -> AffectedUnit:
    return AffectedUnit(path, status, tuple(map(Chain, chains)), ("code",), **more)  # type: ignore[arg-type]


def answer(*units: AffectedUnit, other_files: tuple[str, ...] = (), errors: tuple[Broken, ...] = ()) -> Affected:
    return Affected("0123456789abcdef", {each.path: each for each in units}, other_files, errors, 1200, 1)


DEV = "accounts/dev/us-east-1"
ONE = unit(f"{DEV}/net", "changed", ("a.tf (changed)", "module m", f"unit {DEV}/net"))
MANY = unit(f"{DEV}/app", "downstream", *((f"{n}.tf (changed)", f"unit {DEV}/app") for n in range(5)), more=7)
GONE = unit(f"{DEV}/old", "removed", (f"live/{DEV}/old/terragrunt.hcl (deleted)", f"unit {DEV}/old"))
MOVED = unit("accounts/prod/eu-west-1/new", "renamed", renamed_from="accounts/prod/eu-west-1/was")


def test_text() -> None:
    text = to_text(answer(ONE, MANY, GONE, MOVED, other_files=("README.md", "new\nline")))
    assert (
        text
        == f"""\
3 of 1,200 units affected by 1 changed file since 0123456789ab

{DEV}/net  changed
  a.tf (changed) > module m

{DEV}/app  downstream
  0.tf (changed)
  1.tf (changed)
  2.tf (changed)
  and 9 more

{DEV}/old  removed
  live/{DEV}/old/terragrunt.hcl (deleted)

accounts/prod/eu-west-1/new  renamed from accounts/prod/eu-west-1/was

No unit rests on 2 changed files:
  README.md
  new\\nline
"""
    )


def test_text_where_only_policy_changed() -> None:
    looked_at = AffectedUnit(
        "a", "changed", (Chain(("accepted.yaml (changed)", "policy of every unit", "unit a")),), ("policy",)
    )
    assert "a  changed, but not its plan\n  accepted.yaml (changed) > policy of every unit\n" in to_text(
        answer(looked_at)
    )


def test_json() -> None:
    document = json.loads(to_json(answer(ONE, MANY, other_files=("README.md",), errors=(Broken(None, "a circle"),))))
    assert document == {
        "base": "0123456789abcdef",
        "total": 1200,
        "files": 1,
        "units": [
            {
                "path": f"{DEV}/net",
                "status": "changed",
                "renamed_from": None,
                "kinds": ["code"],
                "needs_plan": True,
                "chains": [["a.tf (changed)", "module m", f"unit {DEV}/net"]],
                "more_chains": 0,
            },
            document["units"][1],
        ],
        "other_files": ["README.md"],
        "errors": [{"unit": None, "message": "a circle"}],
    }
    assert document["units"][1]["more_chains"] == 7


def test_matrix() -> None:
    text = to_matrix(answer(ONE, MANY, GONE, MOVED))
    assert text.count("\n") == 1  # one line, as $GITHUB_OUTPUT takes it
    assert json.loads(text) == {
        "include": [
            {"account": "dev", "region": "us-east-1", "units": [f"{DEV}/net", f"{DEV}/app"]},
            {"account": "prod", "region": "eu-west-1", "units": ["accounts/prod/eu-west-1/new"]},
        ]
    }
    assert json.loads(to_matrix(answer())) == {"include": []}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("accounts/dev/us-east-1/shop/app", ("dev", "us-east-1")),
        ("org/accounts/dev/us-east-1/app", ("dev", "us-east-1")),
        ("accounts/dev/iam", ("dev", "")),
        ("dev/us-east-1/shop/app", ("dev", "us-east-1")),
        ("dev/app", ("dev", "")),
        ("app", ("", "")),
        (".", ("", "")),
    ],
)
def test_account_and_region(path: str, expected: tuple[str, str]) -> None:
    assert account_and_region(path) == expected


# The task ------------------------------------------------------------------------------------------------------------


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    tasks = Path(__file__).resolve().parents[3] / "tasks.py"
    return subprocess.run(
        [sys.executable, str(tasks), "affected", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )


def test_the_task(estate: Repository) -> None:
    estate.append("modules/network/main.tf")
    folder = estate.root / "live" / "accounts"
    done = run(folder, "--base", "HEAD")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 of 4 units affected by 1 changed file since ")
    assert "\n  modules/network/main.tf (changed) > module modules/network\n" in done.stdout
    alone = run(folder, "--base", "HEAD", "--no-dependents", "--format", "matrix", "--tree", "dev")
    assert json.loads(alone.stdout) == {
        "include": [{"account": "eu-west-1", "region": "", "units": ["eu-west-1/network"]}]
    }


def test_the_task_names_what_is_broken_and_goes_on(estate: Repository) -> None:
    estate.append("live/accounts/prod/eu-west-1/network/terragrunt.hcl", "inputs = {\n")
    done = run(estate.root, "--base", "main", "--format", "json")
    assert done.returncode == 0
    assert [each["unit"] for each in json.loads(done.stdout)["errors"]] == ["accounts/prod/eu-west-1/network"]
    assert "while evaluating unit accounts/prod/eu-west-1/network" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--base", "mian"), "did you mean main?"),
        (("--base=-x",), "is no name of a commit"),
        (("--base", "main", "--tree", "nowhere"), "nowhere is no folder"),
        (("--base", "main", "--format", "xml"), "use one of: text, json, matrix"),
    ],
)
def test_what_could_not_run(estate: Repository, arguments: tuple[str, ...], words: str) -> None:
    done = run(estate.root, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
