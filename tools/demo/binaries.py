"""Finding PostgreSQL on this machine: the programs of a server, which distributions keep off PATH."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .errors import DemoError

VARIABLE: Final = "GROUNDPLAN_POSTGRES"
OLDEST: Final = 12
_PLACES: Final = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # the PostgreSQL project's packages for Red Hat
    "/usr/lib/postgresql*/bin",  # SUSE
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder with ``initdb`` and ``postgres``, and their major version."""

    folder: Path
    version: int


def find(path: str | None = None, places: tuple[str, ...] = _PLACES) -> Binaries:
    """The newest server: of ``$GROUNDPLAN_POSTGRES`` if that is set, otherwise of PATH and the usual folders.

    Raises:
        DemoError: there is none, or only older ones.
    """
    if chosen := os.environ.get(VARIABLE):
        found = _look(Path(chosen))
        if found is None:
            raise DemoError(f"${VARIABLE} is {chosen}, where initdb and postgres are not", hint="Name their folder.")
        return found
    all_found = [found for folder in _folders(path, places) if (found := _look(folder)) is not None]
    best = max(all_found, key=lambda found: found.version, default=None)
    if best is None or best.version < OLDEST:
        seen = f"only PostgreSQL {best.version}" if best else "no PostgreSQL server"
        raise DemoError(
            f"there is {seen} on this machine: the demonstration needs {OLDEST} or later (initdb and postgres)",
            hint=f"Debian: apt-get install postgresql; macOS: brew install postgresql; or set ${VARIABLE}",
        )
    return best


def _folders(path: str | None, places: tuple[str, ...]) -> Iterator[Path]:
    for name in ("initdb", "postgres", "pg_ctl"):
        if program := shutil.which(name, path=path):
            yield Path(program).parent
            yield Path(program).resolve().parent
    for place in places:
        yield from Path("/").glob(place.removeprefix("/"))


def _look(folder: Path) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said)
    return Binaries(folder, int(number.group(1))) if number else None
