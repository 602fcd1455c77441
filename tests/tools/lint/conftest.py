import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import write
from tools.lint.model import Project

Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A project of some files, as the checks see it."""

    def build(files: dict[str, str | bytes], fix: bool = False) -> Project:
        return Project(write(tmp_path, files), tuple(sorted(files)), fix)

    return build


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    """An empty git working tree, in a folder with a space in its name."""
    folder = tmp_path / "my project"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder
