"""The package as another team installs it, beside a tree of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    target = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--target", str(target), str(repository)],
        check=True,
    )  # fmt: skip
    return target


def test_the_console_script_serves_a_tree_of_somebody_else(installed: Path, tmp_path: Path) -> None:
    unit = tmp_path / "their repo" / "live" / "app"
    unit.mkdir(parents=True)
    (unit / "terragrunt.hcl").write_text('inputs = { name = join("-", ["a", "b"]) }\n')
    done = subprocess.run(
        [str(installed / "bin" / "groundplan"), "render", "--dir", str(unit)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["inputs"] == {"name": "a-b"}


def test_nothing_in_it_needs_the_repository(installed: Path) -> None:
    imports = [
        str(path.relative_to(installed))
        for path in (installed / "groundplan").rglob("*.py")
        if any(line.startswith(("from tools", "import tools")) for line in path.read_text().splitlines())
    ]
    assert imports == []
