"""Finding the units of a tree."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GroundplanError
from .paths import SKIPPED_FOLDERS, STACK_FILE, UNIT_FILES, Disk


def absolute(folder: Path) -> str:
    """A folder as an absolute path, its symbolic links kept as they are.

    Raises:
        GroundplanError: there is no such folder.
    """
    path = os.path.abspath(folder)  # noqa: PTH100 - resolving would follow links, which Terragrunt does not
    if not os.path.isdir(path):  # noqa: PTH112
        raise GroundplanError(f"{folder} is no folder", hint="name the folder of a unit or one with units below it")
    return path


def find_units(root: str, disk: Disk) -> tuple[dict[str, str], list[str]]:
    """The units below a folder, as paths relative to it with their files; and the stack files there.

    Terragrunt's own walk: hidden folders too, symbolic links not followed. What it saw is left in ``disk``.
    """
    units: dict[str, str] = {}
    stacks: list[str] = []
    for folder, folders, names in os.walk(root):
        disk.listings[folder] = frozenset((*names, *folders))
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        present = frozenset(names)
        for name in UNIT_FILES:
            if name in present:
                relative = "." if folder == root else folder[len(root) :].lstrip("/")
                units[relative] = f"{folder}/{name}"
                break
        if STACK_FILE in present:
            stacks.append(f"{folder}/{STACK_FILE}")
    return dict(sorted(units.items())), stacks


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for cycles: it would take a fifth of the time and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # Straight into the oldest generation: otherwise all of it would be searched at the next opportunity.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
