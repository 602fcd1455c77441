"""The benchmark measures what it says: each change touches what it should."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench.affected import bench_affected
from tools.errors import GroundplanError


def test_the_command_prints_figures() -> None:
    project = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "tasks.py", "bench", "affected", "--units", "9", "--format", "json"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    assert [(figure["what"], figure["affected"]) for figure in figures] == [
        ("cold", 0),
        ("nothing changed", 0),
        ("one unit changed", 2),
        ("one module changed", 9),
        ("one unit added", 1),
    ]
    assert all(figure["wall_seconds"] > 0 for figure in figures)


def test_terragrunt_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GroundplanError, match="not on PATH"):
        bench_affected(9, True, "text")
