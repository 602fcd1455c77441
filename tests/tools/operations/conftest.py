from pathlib import Path

import pytest

from tests.tools.operations.github import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder for the shell of a step."""
    return Shell(tmp_path)
