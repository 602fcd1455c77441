"""The front door: makes its environment once, notices a half-made or outdated one, and hands over."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def clone(tmp_path: Path, repository: Path) -> Path:
    """`inv` at a path with a space, with nothing to install and a task that says what it was asked."""
    root = tmp_path / "a clone"
    root.mkdir()
    shutil.copy2(repository / "inv", root / "inv")
    (root / "requirements.lock").write_text("")
    (root / "tasks.py").write_text("import sys\nprint(sys.prefix, *sys.argv[1:])\n")
    return root


def inv(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "inv", *arguments], cwd="/", capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_it_makes_the_environment_once_and_hands_over(clone: Path) -> None:
    first = inv(clone, "plan", "--unit", "a b")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"{clone / '.venv'} plan --unit a b\n"
    assert "making .venv" in first.stderr
    second = inv(clone, "plan")
    assert (second.returncode, second.stderr) == (0, "")


@pytest.mark.thorough
def test_a_half_made_environment_is_made_again(clone: Path) -> None:
    inv(clone)
    (clone / ".venv" / ".groundplan-ready").unlink()
    (clone / ".venv" / "left over").touch()
    again = inv(clone)
    assert "making .venv" in again.stderr
    assert not (clone / ".venv" / "left over").exists()


@pytest.mark.thorough
def test_a_changed_lock_is_installed_into_the_environment_that_is_there(clone: Path) -> None:
    inv(clone)
    (clone / ".venv" / "kept").touch()
    (clone / "requirements.lock").write_text("# nothing else\n")
    again = inv(clone)
    assert "installing the locked dependencies" in again.stderr
    assert "making .venv" not in again.stderr
    assert (clone / ".venv" / "kept").exists()
    assert inv(clone).stderr == ""


@pytest.mark.thorough
def test_a_lock_that_cannot_be_installed_is_told_and_tried_again(clone: Path) -> None:
    (clone / "requirements.lock").write_text("no-such-package-anywhere==1 --hash=sha256:" + "0" * 64 + "\n")
    for _ in range(2):
        done = inv(clone, PIP_NO_INDEX="1")
        assert done.returncode == 2
        assert "could not be installed" in done.stderr
        assert done.stdout == ""


def test_without_a_python_it_says_what_to_do(clone: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cmp", "rm", "cp", "mv"):
        (tools / name).symlink_to(str(shutil.which(name)))
    done = inv(clone, PATH=str(tools))
    assert done.returncode == 2
    assert "no Python >= 3.11 was found" in done.stderr


def test_a_python_that_is_named_is_taken_or_nothing_is(clone: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = inv(clone, GROUNDPLAN_PYTHON=str(old))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"inv: GROUNDPLAN_PYTHON={old} is no Python >= 3.11.")
    assert not (clone / ".venv").exists()
