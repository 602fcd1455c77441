"""The way to PostgreSQL: where its secret says, over TLS, with a server that knows the password.

RDS's authorities are no public ones, and a network without NAT cannot fetch them. So the server proves who it is by
the password: with channel binding, who does not know its verifier, or stands between, cannot answer (SCRAM, RFC 5802).
With a bundle of authorities its certificate and name are checked as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from .rotation import Credentials

_SECONDS = 5
# libpq hands on the text of a refusal and not its code (28P01). RDS speaks English before anybody is known.
_DENIED = "password authentication failed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is."""

    host: str
    port: int
    database: str


class Postgres:
    """A PostgreSQL server, as far as its passwords go."""

    def __init__(self, locate: Callable[[], Place], ca_bundle: str | None = None) -> None:
        self._locate = locate
        self._tls = {"sslmode": "verify-full", "sslrootcert": ca_bundle} if ca_bundle else {"sslmode": "require"}
        self._place: Place | None = None

    def admits(self, credentials: Credentials) -> bool:
        """Whether it lets them in.

        Raises:
            psycopg.Error: it cannot be asked.
        """
        try:
            self._connect(credentials).close()
        except psycopg.OperationalError as error:
            if _DENIED in str(error):
                return False
            raise
        return True

    def change(self, credentials: Credentials, password: str) -> None:
        """Give the user of these credentials another password. The server is told its verifier, and so its log is."""
        with self._connect(credentials) as connection:
            verifier = connection.pgconn.encrypt_password(
                password.encode(), credentials.username.encode(), b"scram-sha-256"
            )
            statement = sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(verifier.decode())
            connection.execute(statement)

    def _connect(self, credentials: Credentials) -> psycopg.Connection[Any]:
        self._place = self._place or self._locate()
        return psycopg.connect(
            host=self._place.host,
            port=self._place.port,
            dbname=self._place.database,
            user=credentials.username,
            password=credentials.password,
            connect_timeout=_SECONDS,
            options=f"-c statement_timeout={_SECONDS}s",
            channel_binding="require",
            **self._tls,
        )
