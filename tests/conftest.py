"""What the layers share: the repository, and one plan of all accounts for everybody who reads it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis.internal.conjecture import providers

from tools.cli.planned import plan_tree
from tools.estate import Planned, Selection

# Hypothesis draws some of its values from the constants in the project's code, so that a change anywhere would change
# what tests with a fixed seed generate. Those are to give the same answer until somebody changes them.
assert callable(providers._get_local_constants)
providers._get_local_constants = lambda: providers._local_constants

# Who runs the tests in the background has them ignore Ctrl-C, and what they start would ignore it too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def estate_plan(repository: Path) -> Planned:
    """All accounts and regions composed and planned from nothing, once for all tests of a run."""
    return plan_tree(repository / "live", Selection(), None)
