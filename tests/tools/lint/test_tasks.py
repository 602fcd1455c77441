"""./inv lint and ./inv explain as they are typed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Inv = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def inv(repository: Path, worktree: Path) -> Inv:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        program = f"import sys; sys.path.insert(0, {str(repository)!r}); from tools.cli import main; main()"
        return subprocess.run([sys.executable, "-c", program, *words], cwd=worktree, capture_output=True, text=True)

    return run


def test_a_rule_is_explained_by_its_bare_id(inv: Inv) -> None:
    done = inv("explain", "GP209")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("GP209  A mock has the shape")
    (data,) = json.loads(inv("explain", "gp209", "--format", "json").stdout)
    assert data["id"] == "GP209"
    assert "key_arns is a list" in data["wrong"]


def test_an_unknown_rule_ends_with_2_and_the_nearest(inv: Inv) -> None:
    done = inv("explain", "GP29")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no rule GP29" in done.stderr
    assert 'Did you mean "GP' in done.stderr


def test_rules_and_checks_are_named_bare_and_a_bad_name_ends_with_2(inv: Inv, worktree: Path) -> None:
    (worktree / "a.md").write_text("x \n")
    done = inv("lint", "gp301", "links", "--format", "json")
    assert done.returncode == 1, done.stderr
    assert [(each["check"], each["status"]) for each in json.loads(done.stdout)] == [
        ("links", "passed"),
        ("GP301", "failed"),
    ]
    assert inv("lint", "GP999").returncode == 2
    assert inv("lint", "--base", "main").returncode == 2
    assert inv("lint", "--format", "xml").returncode == 2
