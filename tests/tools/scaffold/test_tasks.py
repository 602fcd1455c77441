"""The tasks, as they are called."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.cli.scaffold import _answers
from tools.errors import GroundplanError
from tools.scaffold.surroundings import Surroundings

from .conftest import snapshot

TASKS = Path(__file__).resolve().parents[3] / "tasks.py"


def run(around: Surroundings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TASKS), *arguments],
        cwd=around.root,
        env={**os.environ, "LOCALSTACK": "false"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_a_service_is_shown_then_written_then_refused(around: Surroundings) -> None:
    asked = ["scaffold-service", "--name", "billing", "--kind", "lambda-sqs-consumer"]
    asked += ["--accounts", "dev, prod", "--owner", "team-a"]
    before = snapshot(around.root)
    shown = run(around, *asked, "--dry-run")
    assert (shown.returncode, snapshot(around.root)) == (0, before), shown.stderr
    assert "nothing was written: 21 files new, 3 files changed" in shown.stderr
    assert "+++ b/live/units/services/billing/lambda-sqs-consumer.hcl\n" in shown.stdout
    assert "+  billing = {\n" in shown.stdout
    done = run(around, *asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown.stdout
    assert "./inv package" in done.stderr
    assert (around.root / "live/accounts/prod/us-east-1/services/billing/kms/terragrunt.hcl").is_file()
    again = run(around, *asked)
    assert again.returncode == 2
    assert "nothing is overwritten" in again.stderr
    assert again.stdout == ""
    assert run(around, "scaffold-update").stderr == "billing: up to date with the templates of version 1\n"


def test_nobody_is_asked_where_nobody_is(around: Surroundings) -> None:
    done = run(around, "scaffold-service", "--kind", "static-web")
    assert done.returncode == 2
    assert "not said: --name, --accounts, --owner" in done.stderr
    assert "of dev, prod, staging" in done.stderr


def test_a_folder_that_is_no_tree_is_told(tmp_path: Path, around: Surroundings) -> None:
    done = run(around, "scaffold-service", "--tree", str(tmp_path), "--name", "a")
    assert done.returncode == 2
    assert "project.hcl: there is no such file" in done.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_asked_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\nbilling\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert _answers({"name": (None, "the name"), "kind": ("static-web", "the kind")}) == {
        "name": "billing",
        "kind": "static-web",
    }
    with pytest.raises(GroundplanError, match="not said: --name"):
        _answers({"name": (None, "the name")})
