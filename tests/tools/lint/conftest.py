import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.lint.model import Project

Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A project of some files, as the checks see it."""

    def build(files: dict[str, str | bytes], fix: bool = False) -> Project:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Project(tmp_path, tuple(sorted(files)), fix)

    return build


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    """An empty git working tree, in a folder with a space in its name."""
    folder = tmp_path / "my project"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder
