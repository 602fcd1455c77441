"""The way to the database: what its secret says, over TLS, with a server that knows the password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

LOCK = 7_366_247  # any number, as long as nothing else in the database takes the same
_SECONDS = 5


class Refused(Exception):
    """The secret or the database is not as it has to be. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Who signs in, and where."""

    username: str
    password: str = field(repr=False)
    host: str
    port: int
    database: str

    @classmethod
    def read(cls, text: str) -> Secret:
        """A secret's text.

        Raises:
            Refused: something is missing.
        """
        try:
            content = json.loads(text)
            return cls(
                content["username"], content["password"], content["host"], int(content["port"]), content["dbname"]
            )
        except (ValueError, TypeError, KeyError):
            # The text stays out of the error: it would end up in the log.
            raise Refused("the secret is no JSON object with username, password, host, port and dbname") from None


def fetch(arn: str) -> Secret:
    """A secret, from AWS."""
    import boto3  # it takes long to load, and tests do without it

    return Secret.read(boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


@contextmanager
def transaction(secret: Secret, seconds: int) -> Iterator[psycopg.Connection[Any]]:
    """All or nothing, by one runner at a time; the others wait, ``seconds`` at most for each statement.

    The network cannot fetch RDS's authorities everywhere. So the server proves who it is by the password: with channel
    binding, who does not know its verifier, or stands between, cannot answer (SCRAM, RFC 5802).

    Raises:
        psycopg.Error: the database cannot be reached, or refuses.
    """
    with psycopg.connect(
        host=secret.host,
        port=secret.port,
        dbname=secret.database,
        user=secret.username,
        password=secret.password,
        connect_timeout=_SECONDS,
        sslmode="require",
        channel_binding="require",
        options=f"-c statement_timeout={seconds}s",
    ) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        yield connection
