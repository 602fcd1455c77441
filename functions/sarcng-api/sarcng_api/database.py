"""The way to MySQL: a few connections, over verified TLS, with credentials that may change while they are in use."""

from __future__ import annotations

import json
import queue
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pymysql
from pymysql.constants import ER

# Where AWS publishes the certificates that RDS's own are signed with; itself certified by a public authority.
TRUST_STORE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
_SECONDS = 5
_CONTENDED = {ER.LOCK_DEADLOCK, ER.LOCK_WAIT_TIMEOUT}


class Unavailable(Exception):
    """The database cannot be reached or does not answer."""


class Contended(Unavailable):
    """Two transactions stood in each other's way and this one gave in: it may be tried again at once."""


class Cursor(Protocol):
    """The part of a database cursor that is used here."""

    rowcount: int

    def execute(self, query: str, args: tuple[Any, ...] = ()) -> Any:
        """Run a statement."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""

    def fetchall(self) -> tuple[tuple[Any, ...], ...]:
        """All rows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the database is, what opens it, and how much of it one process takes."""

    host: str
    port: int
    name: str
    secret_arn: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_bundle: str | None = None
    connections: int = 1
    patience: float = _SECONDS  # seconds until an answer is given up

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in the environment.

        Raises:
            KeyError: something is not set.
        """
        if "DB_SECRET_ARN" not in environment and "DB_PASSWORD" not in environment:
            raise KeyError("DB_SECRET_ARN, or DB_USERNAME and DB_PASSWORD")
        return cls(
            host=environment["DB_HOST"],
            port=int(environment.get("DB_PORT", "3306")),
            name=environment["DB_NAME"],
            secret_arn=environment.get("DB_SECRET_ARN"),
            user=environment.get("DB_USERNAME"),
            password=environment.get("DB_PASSWORD"),
            ca_bundle=environment.get("DB_CA_BUNDLE"),
            connections=int(environment.get("DB_CONNECTIONS", "1")),
        )


class Secret:
    """User and password: those that the process was started with, until they are refused; then those of the secret.

    What Secrets Manager said is remembered for a while, so that a rotation is noticed.
    """

    def __init__(
        self,
        arn: str | None,
        fetch: Callable[[str], str],
        keep_seconds: float = 300,
        given: tuple[str, str] | None = None,
    ) -> None:
        self._arn = arn
        self._fetch = fetch
        self._keep_seconds = keep_seconds
        self._given = given
        self._value: tuple[str, str] | None = None
        self._fetched_at = 0.0

    def read(self) -> tuple[str, str]:
        """User and password."""
        if self._given is not None:
            return self._given
        if self._arn is None:
            raise ValueError("there are no credentials")
        if self._value is None or time.monotonic() - self._fetched_at > self._keep_seconds:
            content = json.loads(self._fetch(self._arn))
            self._value = content["username"], content["password"]
            self._fetched_at = time.monotonic()
        return self._value

    def forget(self) -> bool:
        """Ask again next time; whether there is anybody to ask."""
        if self._arn is None:
            return False
        self._given = self._value = None
        return True


def fetch_secret(arn: str) -> str:
    """A secret's text, from AWS."""
    import boto3  # it takes long to load, and tests do without it

    text: str = boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    return text


def trusted(ca_bundle: str | None) -> ssl.SSLContext:
    """TLS that accepts nothing but servers whom RDS's authorities vouch for, by name."""
    if ca_bundle:
        return ssl.create_default_context(cadata=Path(ca_bundle).read_text(encoding="ascii"))
    with urllib.request.urlopen(TRUST_STORE, timeout=_SECONDS) as answer:
        return ssl.create_default_context(cadata=answer.read().decode("ascii"))


class Database:
    """Transactions on a few connections, which are kept between requests and made again when they are lost."""

    def __init__(
        self, settings: Settings, secret: Secret, trust: Callable[[str | None], ssl.SSLContext] = trusted
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._trust = trust
        self._tls: ssl.SSLContext | None = None
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(settings.connections)
        self._idle: queue.LifoQueue[pymysql.Connection[Any]] = queue.LifoQueue()
        self._open = 0
        self.locked_out = False
        """The database refused the credentials, and there are no others: only a new process can help."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Database:
        """The database that the environment names."""
        settings = Settings.read(environment)
        given = (settings.user, settings.password) if settings.user and settings.password else None
        return cls(settings, Secret(settings.secret_arn, fetch_secret, given=given))

    @property
    def open_connections(self) -> int:
        """How many connections this process holds."""
        return self._open

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """A cursor whose work is kept if the block ends well, and undone if it does not.

        Raises:
            Contended: another transaction was in the way.
            Unavailable: the database cannot be reached, or the connection broke, or all connections are in use.
        """
        if not self._turns.acquire(timeout=_SECONDS):
            raise Unavailable(f"all {self._settings.connections} connections are in use")
        try:
            connection = self._connected()
            try:
                with connection.cursor() as cursor:
                    yield cursor
                connection.commit()
            except BaseException:
                if connection.open:
                    connection.rollback()
                raise
            finally:
                self._put_back(connection)
        except (pymysql.OperationalError, pymysql.InterfaceError, OSError) as error:
            kind = Contended if error.args and error.args[0] in _CONTENDED else Unavailable
            raise kind(str(error)) from error
        finally:
            self._turns.release()

    def close(self) -> None:
        """Say goodbye on all connections that nobody uses."""
        while True:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                return
            connection.close()
            self._count(-1)

    def _connected(self) -> pymysql.Connection[Any]:
        while True:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                break
            try:
                connection.ping(reconnect=False)
                return connection
            except (pymysql.Error, OSError):
                self._count(-1)
        connection = self._admitted()
        self._count(1)
        return connection

    def _admitted(self) -> pymysql.Connection[Any]:
        try:
            connection = self._connect()
        except pymysql.OperationalError as error:
            if error.args[0] != ER.ACCESS_DENIED_ERROR:
                raise
            # The password was rotated since it was read.
            if not self._secret.forget():
                self.locked_out = True
                raise
            connection = self._connect()
        self.locked_out = False
        return connection

    def _connect(self) -> pymysql.Connection[Any]:
        with self._lock:
            if self._tls is None:
                self._tls = self._trust(self._settings.ca_bundle)
            user, password = self._secret.read()
        return pymysql.connect(
            host=self._settings.host,
            port=self._settings.port,
            user=user,
            password=password,
            database=self._settings.name,
            charset="utf8mb4",
            init_command="SET time_zone = '+00:00'",
            connect_timeout=_SECONDS,
            read_timeout=self._settings.patience,
            write_timeout=self._settings.patience,
            ssl=self._tls,
        )

    def _put_back(self, connection: pymysql.Connection[Any]) -> None:
        if connection.open:
            self._idle.put(connection)
        else:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._open += change
