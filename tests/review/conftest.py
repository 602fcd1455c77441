"""A git repository of the estate, whose base is planned once and shared by all scenarios."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.review import run
from tests.review.edits import ESTATE, apply
from tests.review.expectations import Reported, read
from tools.emulator.process import start, stop


@dataclass(frozen=True)
class Project:
    """The repository that is changed and reviewed; what is planned stays in its ``.groundplan`` from run to run."""

    folder: Path
    reports: Path

    def git(self, *arguments: str) -> str:
        """Run git in it. The same files give the same commits, whenever and whoever."""
        who = {"NAME": "nobody", "EMAIL": "nobody@example.com", "DATE": "2026-01-01T00:00:00Z"}
        given = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=os.environ | given | isolated,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def prepare(self, scenario: dict[str, Any]) -> None:
        """Make ``main`` of the estate and a working tree with the change, committed unless the scenario says no."""
        for path in self.folder.iterdir():
            if path.name != ".groundplan":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(ESTATE, self.folder, dirs_exist_ok=True)
        apply(scenario.get("base", []), self.folder)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=base")
        self.git("switch", "--quiet", "--create=change")
        apply(scenario["edits"], self.folder)
        if scenario.get("commit", True):
            self.git("add", "--all")
            self.git("commit", "--quiet", "--message=change")


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    """The one project of a test process, with an emulator that is left running for all its reviews."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    home = run.REPOSITORY / ".groundplan" / "tests" / "review" / worker
    emulator = home / "shop" / ".groundplan" / "emulator"
    emulator.mkdir(parents=True, exist_ok=True)
    stop(emulator)  # one that a killed run left
    start(home=emulator)
    yield Project(home / "shop", home / "reports")
    stop(emulator)


def scenarios() -> dict[str, dict[str, Any]]:
    """All scenarios by name."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
    }


def report_of(project: Project, name: str) -> Reported:
    """Review what the project holds, and write the report where it can be looked at."""
    folder = project.reports / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, run.__file__, project.folder, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    pickled = folder / run.PICKLED
    found = pickle.loads(pickled.read_bytes())  # noqa: S301 - written a moment ago by run.py
    pickled.unlink()
    return Reported(found, read(folder))
