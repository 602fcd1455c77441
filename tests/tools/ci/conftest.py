"""A repository with a workflow of everything that the simulator does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import write
from tools.ci import Simulation, simulate

Commit = Callable[..., Path]
Run = Callable[..., Simulation]

HEAD = """
name: Pull request
on: [pull_request]
permissions: {}
env:
  LEVEL: workflow
defaults:
  run:
    shell: bash
jobs:
"""
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"


def job(steps: str, **more: str) -> str:
    keys = "".join(f"    {name}: {value}\n" for name, value in more.items())
    return f"{HEAD}  one:\n    runs-on: ubuntu-24.04\n{keys}    steps:\n{steps}"


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Write a workflow, and other files, into a repository in a folder with a space, and commit them."""
    folder = tmp_path / "my project"
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{role}_{key}": "nobody" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **isolated, **who}, check=True)

    def make(workflow: str, **files: str) -> Path:
        new = not folder.is_dir()
        write(folder, {".github/workflows/pull-request.yml": workflow, **files})
        if new:
            git("init", "--quiet", "--initial-branch=main")
        git("add", "--all")
        git("commit", "--quiet", "--message=change")
        return folder

    return make


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Simulate the repository's workflow."""

    def simulated(folder: Path, *jobs: str, base: str = "main", uncommitted: bool = False) -> Simulation:
        file = folder / ".github/workflows/pull-request.yml"
        return simulate(file, folder, tmp_path / "logs", jobs=jobs, base=base, uncommitted=uncommitted)

    return simulated
