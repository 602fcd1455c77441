"""The workflows as documents, and a folder in which the shell of their steps runs with stand-ins for what it calls."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scripts import SHEBANG

GITHUB = Path(__file__).resolve().parents[3] / ".github"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in GITHUB.glob("workflows/*.yml")}
ACCOUNTS = {path.parent.name for path in GITHUB.parent.glob("live/accounts/*/account.hcl")}

needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not on PATH")


def action(name: str) -> dict[str, Any]:
    document = yaml.safe_load((GITHUB / "actions" / name / "action.yml").read_text(encoding="utf-8"))
    return dict(document)


def jobs() -> Iterator[Any]:
    for workflow, document in WORKFLOWS.items():
        for name, job in document["jobs"].items():
            yield pytest.param(workflow, name, job, id=f"{workflow}/{name}")


def uses(job: dict[str, Any], what: str) -> list[dict[str, Any]]:
    return [step["with"] for step in job["steps"] if step.get("uses") == f"./.github/actions/{what}"]


class Shell:
    """A folder in which the shell of a step runs, with programs of our own before those of the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "temp").mkdir()

    def program(self, path: str, body: str) -> None:
        program = self.folder / path
        program.write_text(f"{SHEBANG}import json, os, pathlib, sys\n{body}\n")
        program.chmod(0o755)

    def files(self, **contents: str) -> None:
        for name, content in contents.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        for name in ("output", "env", "path", "summary"):
            (self.folder / name).touch()
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={
                "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "RUNNER_TEMP": str(self.folder / "temp"),
                "GITHUB_OUTPUT": str(self.folder / "output"),
                "GITHUB_ENV": str(self.folder / "env"),
                "GITHUB_PATH": str(self.folder / "path"),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                **environment,
            },
            capture_output=True,
            text=True,
        )

    def said(self, name: str) -> dict[str, str]:
        lines = (self.folder / name).read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


def step(steps: list[dict[str, Any]], id: str) -> str:
    [found] = [each["run"] for each in steps if each.get("id") == id]
    return str(found)
