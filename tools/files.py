"""Writing files so that nobody ever sees half of one, and the folder where generated ones live."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .errors import GroundplanError

WORK_FOLDER = ".groundplan"


def write_atomically(path: Path, content: str | bytes) -> Path:
    """Replace ``path`` by ``content`` in one step, keeping the old file where it already says the same; the path.

    Raises:
        GroundplanError: the folder or file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.is_file() and path.read_bytes() == data:
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                Path(file.name).chmod(0o644)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise GroundplanError(
            f"cannot write {path}: {error.strerror}", hint="check the permissions and the free disk space"
        ) from error
    return path


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on ``path`` (made where missing) across processes; it ends with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def project_root(folder: Path) -> Path:
    """The root of the git working tree that ``folder`` lies in, or ``folder`` itself where there is none."""
    folder = folder.absolute()
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)


def work_folder(folder: Path) -> Path:
    """Where everything generated for the project around ``folder`` goes: ``.groundplan`` at its root."""
    return project_root(folder) / WORK_FOLDER
