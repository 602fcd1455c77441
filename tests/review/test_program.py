"""`./inv review` itself: what it prints where, what it writes, and what it ends with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.review.conftest import Project
from tests.review.run import REPOSITORY

WORDS = {"edits": [{"file": "README.md", "append": "More words.\n"}]}


def run(project: Project, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [REPOSITORY / "inv", "review", "--tree", project.folder / "live", *options],
        cwd=project.folder,
        capture_output=True,
        text=True,
    )


def test_a_change_that_nobody_has_to_look_at_ends_with_0(project: Project, tmp_path: Path) -> None:
    project.prepare(WORDS)
    done = run(project, "--base", "main", "--out", str(tmp_path), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "clear"
    assert {path.name for path in tmp_path.iterdir()} == {"review.md", "review.html", "review.json", "review.sarif"}


def test_a_base_that_git_does_not_know_ends_with_2(project: Project, tmp_path: Path) -> None:
    project.prepare(WORDS)
    done = run(project, "--base", "nowhere", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_rules_that_cannot_be_read_end_with_2_and_name_the_file(project: Project, tmp_path: Path) -> None:
    project.prepare({"edits": [{"file": "review.toml", "write": '[rules]\nfindngs = "block"\n'}]})
    done = run(project, "--base", "main", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "review.toml" in done.stderr
    assert "findings" in done.stderr
