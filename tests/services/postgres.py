"""A PostgreSQL as RDS runs it: logical replication, TLS only, passwords by SCRAM, and the role rds_replication."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tools.demo.binaries import find
from tools.demo.errors import DemoError
from tools.demo.server import unprivileged_user

from .conftest import certificates, free_port

MASTER, PASSWORD = "shopkeeper", "correct horse"  # pragma: allowlist secret
_SETTINGS = {
    "wal_level": "logical",
    "listen_addresses": "localhost",
    "ssl": "on",
    "fsync": "off",
    "log_statement": "ddl",
    "password_encryption": "scram-sha-256",  # pragma: allowlist secret
    "shared_buffers": "32MB",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server with an empty database, ``shop``, and its master; the authority that signed its certificate."""

    port: int
    folder: Path

    @property
    def authority(self) -> Path:
        """The file of the authority that the server's certificate is by."""
        return self.folder / "authority.pem"

    def secret(self, username: str, password: str) -> dict[str, Any]:
        """What a secret of the database module holds."""
        return {"username": username, "password": password, "host": "localhost", "port": self.port, "dbname": "shop"}

    def connect(self, username: str = MASTER, password: str = PASSWORD, **options: Any) -> psycopg.Connection[Any]:
        """A connection that keeps each statement."""
        return psycopg.connect(
            host="localhost",
            port=self.port,
            dbname="shop",
            user=username,
            password=password,
            sslmode="require",
            **{"autocommit": True} | options,
        )

    def log(self) -> str:
        """What the server has logged."""
        return (self.folder / "log").read_text(errors="replace")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server for as long as the block runs; without PostgreSQL on this machine the tests are skipped."""
    try:
        binaries = find()
    except DemoError:
        pytest.skip("no PostgreSQL server on this machine (initdb and postgres): apt-get install postgresql")
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="gp-source-"))  # short: the path of a socket has 107 characters
    try:
        certificates(folder)
        who: dict[str, Any] = {}
        if os.geteuid() == 0:
            who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, user)
        (folder / "server.key").chmod(0o600)
        with (folder / "log").open("wb") as log:
            common: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": folder, **who}
            made = [str(binaries.folder / "initdb"), "-D", str(folder / "data"), "-U", "rdsadmin", "-N"]
            subprocess.run([*made, "--auth=trust", "--locale=C", "-E", "UTF8"], check=True, **common)
            # The administrator by the socket; everybody else with a password, over TLS.
            (folder / "data" / "pg_hba.conf").write_text(
                "local all rdsadmin trust\nhostssl all all all scram-sha-256\n"
            )
            port = free_port()
            settings = {**_SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
            settings |= {"ssl_cert_file": str(folder / "server.pem"), "ssl_key_file": str(folder / "server.key")}
            served = [str(binaries.folder / "postgres"), "-D", str(folder / "data")]
            process = subprocess.Popen([*served, *(f"--{name}={value}" for name, value in settings.items())], **common)
        try:
            found = Postgres(port, folder)
            _ready(found, process)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ready(server: Postgres, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(
                host=str(server.folder), port=server.port, dbname="postgres", user="rdsadmin", autocommit=True
            ) as connection:
                connection.execute("CREATE ROLE rds_replication REPLICATION")
                # RDS's master is no superuser, but may make event triggers and roles, which here only a superuser may.
                connection.execute(f"CREATE ROLE {MASTER} SUPERUSER LOGIN PASSWORD '{PASSWORD}'")
                connection.execute(f"CREATE DATABASE shop OWNER {MASTER}")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"it did not start:\n{server.log()[-4000:]}") from None
            time.sleep(0.05)
