"""What a plan needs beforehand: the packages that units deploy."""

from __future__ import annotations

from pathlib import Path

from ..files import project_root


def build_packages(tree: Path) -> None:
    """Build the functions of the tree's project; a project without functions has none to build."""
    functions = project_root(tree) / "functions"
    if functions.is_dir():
        from ..package import package

        package(functions)
