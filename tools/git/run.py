"""Running git, and what is said when it fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ..errors import GroundplanError
from ..files import project_root

# What a hook of git's sets for its own purposes: here it would mean another repository or another index.
_OF_HOOKS = frozenset(
    [
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    ]
)

_Process = subprocess.Popen[bytes]
_Done = subprocess.CompletedProcess[bytes]


def start(project: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> _Process:
    """Git, started at the root of a project, with ``extra`` in its environment.

    Raises:
        GroundplanError: there is no git.
    """
    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    root = project_root(project)
    # The ceiling: an empty .git marks the root of an export, and git would go on to the repository around it.
    environment |= {"GIT_CEILING_DIRECTORIES": str(root.parent), "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    environment |= {"LC_ALL": "C", **(extra or {})}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(["git", *arguments], cwd=root, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise GroundplanError("git is not installed", hint="install git, or put it on PATH") from None
    except OSError as error:
        raise GroundplanError(f"git could not be started in {project}: {error.strerror}") from None


def run(project: Path, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> _Done:
    """What git said, well or not."""
    with start(project, *arguments, extra=extra) as process:
        out, err = process.communicate(stdin)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def finish(project: Path, process: _Process) -> bytes:
    """What a ``git diff`` that was started has printed.

    Raises:
        GroundplanError: it failed.
    """
    with process:
        out, err = process.communicate()
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if done.returncode != 0:
        raise failed(project, done, "diff")
    return out


def run_well(project: Path, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    """What git printed.

    Raises:
        GroundplanError: it failed.
    """
    done = run(project, *arguments, stdin=stdin, extra=extra)
    if done.returncode != 0:
        raise failed(project, done, next(each for each in arguments if not each.startswith(("-", "core."))))
    return done.stdout


def failed(project: Path, done: _Done, what: str) -> GroundplanError:
    """What to say of a git that failed."""
    said = text(done.stderr).strip()
    root = project_root(project)
    if "not a git repository" in said:
        return GroundplanError(f"{project} is in no git repository", hint="what changed is known to git only: git init")
    if "dubious ownership" in said:
        return GroundplanError(
            f"{root} belongs to somebody else, so git refuses to read it",
            hint=f"if you trust it: git config --global --add safe.directory {root}",
        )
    return GroundplanError(f"git {what} failed in {root}", hint=said or f"it ended with code {done.returncode}")


def require_working_tree(project: Path) -> None:
    """Be sure that there are files that git knows.

    Raises:
        GroundplanError: it is a bare repository, or none.
    """
    if (project_root(project) / ".git").exists():
        return
    done = run(project, "rev-parse", "--is-bare-repository")
    if done.returncode == 0 and done.stdout.strip() == b"true":
        raise GroundplanError(f"{project} is a bare repository: it has no files", hint="work in a clone of it")
    raise (
        failed(project, done, "rev-parse")
        if done.returncode
        else GroundplanError(f"{project} is in no git repository", hint="what changed is known to git only: git init")
    )


def text(data: bytes) -> str:
    """What git printed, as text; any file name survives it."""
    return os.fsdecode(data)


def split(data: bytes) -> list[str]:
    """What git printed with ``-z``, item by item."""
    return text(data).split("\0")[:-1]
