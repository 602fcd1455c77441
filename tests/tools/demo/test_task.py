"""The task's mistakes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "there is no demonstration of 'nothing'\n  use smartstream"),
        (["smartstream", "--changes", "0"], "--changes 0 is too few"),
    ],
)
def test_what_cannot_be_shown(arguments: list[str], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from tools.cli import main; main()", "demo", *arguments],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
