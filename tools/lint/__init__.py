"""All static checks of the project behind one registry: each finds, says where, and fixes what it can.

A check is another program's (ruff, tflint), or some numbered rules of our own (``rules/``), which may also be run by
their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import GroundplanError
from .changed import changed_files
from .checks import CHECKS, Check, named
from .model import Finding, Outcome, Project, SkipCheck, open_project
from .report import write
from .running import run_all

__all__ = ["CHECKS", "Check", "Finding", "Outcome", "Project", "SkipCheck", "lint", "open_project", "run_checks"]


def lint(
    root: Path,
    names: Sequence[str] = (),
    *,
    fix: bool = False,
    output: str = "text",
    changed: bool = False,
    base: str | None = None,
) -> int:
    """Run the checks named (all of them where none is), print what they found, and answer with the exit code.

    Raises:
        GroundplanError: a name is unknown, ``root`` is no git working tree, or git knows no ``base``.
    """
    outcomes = run_checks(root, names, fix=fix, changed=changed, base=base)
    write(outcomes, output, root.resolve())
    statuses = {outcome.status for outcome in outcomes}
    return 2 if "broken" in statuses else int("failed" in statuses)


def run_checks(
    root: Path, names: Sequence[str] = (), *, fix: bool = False, changed: bool = False, base: str | None = None
) -> list[Outcome]:
    """The outcomes of the checks and rules named, in the registry's order.

    Raises:
        GroundplanError: a name is unknown, ``root`` is no git working tree, or git knows no ``base``.
    """
    chosen = named(names)
    if base is not None and not changed:
        raise GroundplanError("--base is for --changed", hint="./inv lint --changed --base origin/main")
    root = root.resolve()
    only = changed_files(root, base) if changed else None
    return run_all(chosen, open_project(root, fix, only, base))
