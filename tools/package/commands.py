"""The task: build every function's package and say what came out."""

from __future__ import annotations

import sys
from pathlib import Path

from ..errors import GroundplanError
from .build import package


def package_command(root: Path) -> int:
    """Build the packages of the project at ``root`` and print a line for each."""
    functions = root / "functions"
    if not functions.is_dir():
        raise GroundplanError(
            f"there is no folder functions in {root}", hint="run this in a project that has functions"
        )
    for built in package(functions):
        path = built.path.relative_to(root) if built.path.is_relative_to(root) else built.path
        sys.stdout.write(f"{built.name}  {built.size / 1024:.0f} kB  sha256 {built.sha256}  {path}\n")
    return 0
