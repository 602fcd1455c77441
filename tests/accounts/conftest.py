"""A copy of the repository, as somebody who has just cloned it has it: each module of tests gets its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.emulator.client import client
from tools.terraform import base_environment, find_terraform


@dataclass
class Checkout:
    """A copy of the repository at a path with a space in it, with the interpreter that runs the tests."""

    root: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "tasks.py"), *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), cwd=self.root, env=self.environment, capture_output=True, text=True, timeout=1200
        )

    def git(self, *arguments: str) -> str:
        """What git says in the copy, in which nobody is known."""
        command = ["git", "-c", "user.name=nobody", "-c", "user.email=nobody@example.com", *arguments]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout

    def commit_to_main(self) -> None:
        """What is there becomes the main branch, which later work is compared with."""
        self.git("checkout", "--quiet", "-B", "main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "base")

    def linted(self) -> tuple[list[str], list[dict[str, Any]]]:
        """The files that differ from what is committed, and what lint finds in them; every check ran."""
        done = self.run("lint", "--changed", "--base", "main", "--format", "json")
        outcomes = json.loads(done.stdout)
        assert {outcome["status"] for outcome in outcomes} <= {"passed", "failed", "skipped"}, done.stdout
        touched = self.git("ls-files", "--modified", "--others", "--exclude-standard").splitlines()
        return touched, [each for outcome in outcomes for each in outcome["findings"] if each["path"] in touched]

    def endpoint(self) -> str:
        status = json.loads(self.run("emulator", "status", "--format", "json").stdout)
        return str(status["endpoint"])

    def client(self, service: str, account: str | None = None, region: str = "us-east-1") -> Any:
        """A boto3 client in an account of the emulator, or in its default one, where the states are."""
        role = f"arn:aws:iam::{account}:role/test" if account else None
        return client(service, self.endpoint(), region=region, role=role)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Checkout]:
    root = tmp_path_factory.mktemp("dev account") / "a clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (repository / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / name, root / name)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    cache = base_environment(repository, find_terraform())["TF_PLUGIN_CACHE_DIR"]
    made = Checkout(root, {**os.environ, "TF_PLUGIN_CACHE_DIR": cache, "AWS_PROFILE": "must-not-be-used"})
    yield made
    made.run("emulator", "stop")
