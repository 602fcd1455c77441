"""The plan that several tasks read: packages built, units chosen, all planned in one, an emulator for that long."""

from __future__ import annotations

from pathlib import Path

from ..estate import Planned, Selection, planning, select
from ..estate.progress import Progress
from ..estate.session import passing
from ..files import project_root


def plan_tree(root: Path, selection: Selection, terraform_binary: str | None) -> Planned:
    """Plan a selection of a tree from the empty account."""
    build_packages(root)
    with passing(root, terraform_binary) as session:
        chosen = select(root, selection, session.terraform.environment)
        return planning.plan(chosen, selection, session.terraform, Progress())


def build_packages(tree: Path) -> None:
    """Build the functions that units of the tree's project deploy; a project without functions has none to build."""
    functions = project_root(tree) / "functions"
    if functions.is_dir():
        from ..package import package

        package(functions)
