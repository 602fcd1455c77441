"""What plan, up and down run with: Terraform, the emulator, and the environment that keeps the real AWS out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..emulator.environment import clean_environment
from ..emulator.process import DEFAULT_PORT, Emulator, owned, recorded, start
from ..files import work_folder
from ..terraform import Terraform, base_environment, find_terraform


@dataclass(frozen=True, slots=True)
class Session:
    """Terraform with an emulator to talk to."""

    terraform: Terraform
    emulator: Emulator
    instance: str
    """Names the emulator's process: what another one held is gone."""


def emulator_home(folder: Path) -> Path:
    """Where the emulator of a project keeps its record and its log."""
    return work_folder(folder) / "emulator"


@contextmanager
def passing(tree: Path, binary: str | None = None) -> Iterator[Session]:
    """A session with the emulator that runs, or with one that ends with it."""
    with owned(home=emulator_home(tree)) as emulator:
        yield _session(tree, binary, emulator)


def lasting(tree: Path, binary: str | None = None, port: int = DEFAULT_PORT) -> Session:
    """A session with an emulator that stays."""
    return _session(tree, binary, start(port, home=emulator_home(tree)))


def _session(tree: Path, binary: str | None, emulator: Emulator) -> Session:
    found = find_terraform(binary)
    environment = clean_environment(emulator.endpoint, base_environment(tree, found, os.environ))
    state = recorded(emulator_home(tree))
    instance = state.instance if state and state.emulator.endpoint == emulator.endpoint else emulator.endpoint
    return Session(Terraform(found, environment), emulator, instance)
