"""The connection to MySQL: one per function instance, over verified TLS, with credentials from Secrets Manager."""

from __future__ import annotations

import json
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pymysql
from pymysql.constants import ER

# Where AWS publishes the certificates that RDS's own are signed with; itself certified by a public authority.
TRUST_STORE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
_SECONDS = 5


class Unavailable(Exception):
    """The database cannot be reached or does not answer."""


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
    """Where the database is and which secret opens it."""

    host: str
    port: int
    name: str
    secret_arn: str
    ca_bundle: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in the function's environment."""
        return cls(
            host=environment["DB_HOST"],
            port=int(environment.get("DB_PORT", "3306")),
            name=environment["DB_NAME"],
            secret_arn=environment["DB_SECRET_ARN"],
            ca_bundle=environment.get("DB_CA_BUNDLE"),
        )


class Secret:
    """User and password from Secrets Manager, remembered for a while so that a rotation is noticed."""

    def __init__(self, arn: str, fetch: Callable[[str], str], keep_seconds: float = 300) -> None:
        self._arn = arn
        self._fetch = fetch
        self._keep_seconds = keep_seconds
        self._value: tuple[str, str] | None = None
        self._fetched_at = 0.0

    def read(self) -> tuple[str, str]:
        """User and password."""
        if self._value is None or time.monotonic() - self._fetched_at > self._keep_seconds:
            content = json.loads(self._fetch(self._arn))
            self._value = content["username"], content["password"]
            self._fetched_at = time.monotonic()
        return self._value

    def forget(self) -> None:
        """Ask again next time."""
        self._value = None


def fetch_secret(arn: str) -> str:
    """A secret's text, from AWS."""
    import boto3  # part of the runtime; it takes long to load, and tests do without it

    text: str = boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    return text


def trusted(ca_bundle: str | None) -> ssl.SSLContext:
    """TLS that accepts nothing but servers whom RDS's authorities vouch for, by name."""
    if ca_bundle:
        return ssl.create_default_context(cadata=Path(ca_bundle).read_text(encoding="ascii"))
    with urllib.request.urlopen(TRUST_STORE, timeout=_SECONDS) as answer:
        return ssl.create_default_context(cadata=answer.read().decode("ascii"))


class Database:
    """Transactions on one connection that is kept between requests and made again when it is lost."""

    def __init__(
        self, settings: Settings, secret: Secret, trust: Callable[[str | None], ssl.SSLContext] = trusted
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._trust = trust
        self._tls: ssl.SSLContext | None = None
        self._connection: pymysql.Connection[Any] | None = None

    @property
    def open_connections(self) -> int:
        """How many connections this instance holds: none or one."""
        return int(self._connection is not None and self._connection.open)

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """A cursor whose work is kept if the block ends well, and undone if it does not.

        Raises:
            Unavailable: the database cannot be reached, or the connection broke.
        """
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
        except (pymysql.OperationalError, pymysql.InterfaceError, OSError) as error:
            self._connection = None
            raise Unavailable(str(error)) from error

    def _connected(self) -> pymysql.Connection[Any]:
        if self._connection is not None:
            try:
                self._connection.ping(reconnect=False)
                return self._connection
            except pymysql.Error:
                self._connection = None
        try:
            self._connection = self._connect()
        except pymysql.OperationalError as error:
            if error.args[0] != ER.ACCESS_DENIED_ERROR:
                raise
            # The password was rotated since it was read.
            self._secret.forget()
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> pymysql.Connection[Any]:
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
            read_timeout=_SECONDS,
            write_timeout=_SECONDS,
            ssl=self._tls,
        )
