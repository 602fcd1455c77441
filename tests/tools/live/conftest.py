"""What the tests of the Terragrunt language share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import write

Write = Callable[[dict[str, str]], Path]


@pytest.fixture
def tree(tmp_path: Path) -> Write:
    """Writes files below a folder that looks like a git repository; the folder."""
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)

    def written(files: dict[str, str]) -> Path:
        return write(root, files)

    return written


@pytest.fixture
def environment() -> dict[str, str]:
    """An environment with nothing in it but what programs need to be found."""
    return {"PATH": os.environ["PATH"]}
