"""A throw-away PostgreSQL server with logical replication, which ends with the block that asked for it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .binaries import Binaries, find
from .errors import DemoError

SCHEMA: Final = Path(__file__).parent / "shop.sql"
_USERS: Final = ("postgres", "nobody")
_TIMEOUT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a socket in its own folder, which nobody else can enter."""

    folder: Path
    version: int

    def connect(self, **options: Any) -> Any:
        """A connection of psycopg's."""
        psycopg = driver()
        return psycopg.connect(host=str(self.folder), dbname="postgres", user="shop", **options)


def driver() -> Any:
    """psycopg, where it is installed.

    Raises:
        DemoError: it is not.
    """
    try:
        import psycopg
    except ImportError as error:
        raise DemoError(f"psycopg cannot be imported: {error}", hint='pip install "psycopg[binary]"') from error
    return psycopg


@contextlib.contextmanager
def server(binaries: Binaries | None = None) -> Iterator[Server]:
    """A server with the shop's schema, for as long as the block runs.

    Raises:
        DemoError: PostgreSQL is missing, or does not start; the text holds the end of its log.
    """
    found = binaries or find()
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="gp-demo-"))  # short: the path of a socket has 107 characters
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    keeper = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.keeper", str(folder), str(found.folder), user],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # the terminal's Ctrl-C is for us
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        cwd="/",
    )
    try:
        yield _ready(keeper, Server(folder, found.version))
    finally:
        if keeper.stdin is not None and keeper.stdout is not None:
            keeper.stdin.close()
            keeper.stdout.close()
        keeper.wait()


def unprivileged_user() -> str:
    """Who runs the server: PostgreSQL refuses root.

    Raises:
        DemoError: we are root, and there is no other user that is known to be harmless.
    """
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    for name in _USERS:
        with contextlib.suppress(KeyError):
            if pwd.getpwnam(name).pw_uid != 0:
                return name
    raise DemoError(
        f"root cannot run PostgreSQL, and there is no user {' or '.join(_USERS)}", hint="run this as another user"
    )


def _ready(keeper: subprocess.Popen[bytes], made: Server) -> Server:
    said = keeper.stdout.readline().decode().strip() if keeper.stdout else ""
    if said != "started":
        raise _failure(said or f"its keeper ended with exit code {keeper.wait()}", made)
    psycopg, deadline = driver(), time.monotonic() + _TIMEOUT
    while True:
        try:
            with made.connect(autocommit=True) as connection:
                connection.execute(SCHEMA.read_text(encoding="utf-8"))
                return made
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline or keeper.poll() is not None:
                raise _failure(str(error), made) from error
            time.sleep(0.02)


def _failure(reason: str, made: Server) -> DemoError:
    try:
        log = (made.folder / "server.log").read_text(errors="replace").splitlines()[-15:]
    except OSError:
        log = []
    tail = "".join(f"\n  | {line}" for line in log)
    return DemoError(f"PostgreSQL {made.version} did not start: {reason}{tail}")
