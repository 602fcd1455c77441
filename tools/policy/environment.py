"""The environment that checkov lives in, made on first need from a locked list."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from ..errors import GroundplanError
from ..files import locked, work_folder, write_atomically

LOCK = Path(__file__).with_name("checkov.lock")
_STAMP = "complete"

Say = Callable[[str], None]


def say(text: str) -> None:
    """Words for people."""
    sys.stderr.write(f"{text}\n")


def python_with_checkov(project: Path, tell: Say = say) -> Path:
    """The Python that can import checkov, in ``.groundplan/checkov`` of the project.

    The stamp is written last and names what it stands for: an interrupted or outdated environment is made again.

    Raises:
        GroundplanError: the packages cannot be installed.
    """
    folder = work_folder(project) / "checkov"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode() + str(folder).encode()).hexdigest()
    python = folder / "bin" / "python"
    if _is_complete(folder, wanted):
        return python
    with locked(folder.with_name("checkov.lock")):
        if not _is_complete(folder, wanted):  # another process may have made it meanwhile
            tell("installing checkov in an environment of its own, once (about a minute)")
            _make(folder, python)
            write_atomically(folder / _STAMP, wanted)
    return python


# Compiling every module takes a third of the time, and many are never imported.
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes")


def _is_complete(folder: Path, wanted: str) -> bool:
    stamp = folder / _STAMP
    return stamp.is_file() and stamp.read_text() == wanted


def _make(folder: Path, python: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True)
        done = subprocess.run(
            [python, *_INSTALL, "--requirement", LOCK],
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
    except (
        OSError,
        ValueError,
        subprocess.SubprocessError,
    ) as error:  # ValueError: it is a link
        raise GroundplanError(
            f"the environment for checkov cannot be made: {error}", where=str(folder), hint="python -m venv must work"
        ) from error
    if done.returncode:
        raise GroundplanError(
            f"checkov cannot be installed: {done.stderr.strip()}",
            where=str(folder),
            hint="it comes from the package index that pip is configured for; with a connection, run it again",
        )
