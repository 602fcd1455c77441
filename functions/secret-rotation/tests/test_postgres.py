"""What is asked of PostgreSQL. What a server answers: tests/services/test_source.py."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from secret_rotation.postgres import Place, Postgres
from secret_rotation.rotation import Credentials

ADMIN = Credentials("dbadmin", "first")


class Driver:
    """Stands for psycopg where it would open a socket."""

    def __init__(self) -> None:
        self.error: str | None = None
        self.arguments: dict[str, Any] = {}

    def connect(self, **arguments: Any) -> Driver:
        self.arguments = arguments
        if self.error:
            raise psycopg.OperationalError(self.error)
        return self

    def close(self) -> None:
        pass


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    driver = Driver()
    monkeypatch.setattr(psycopg, "connect", driver.connect)
    return driver


def test_the_server_must_prove_that_it_knows_the_password(driver: Driver) -> None:
    place = Place("db.example", 5433, "shop")
    assert Postgres(lambda: place).admits(ADMIN)
    expected = {
        "host": "db.example",
        "port": 5433,
        "dbname": "shop",
        "sslmode": "require",
        "channel_binding": "require",
    }
    assert expected.items() <= driver.arguments.items()
    assert Postgres(lambda: place, "/rds.pem").admits(ADMIN)
    expected |= {"sslmode": "verify-full", "sslrootcert": "/rds.pem"}
    assert expected.items() <= driver.arguments.items()


def test_only_a_password_that_is_denied_is_a_no(driver: Driver) -> None:
    server = Postgres(lambda: Place("db.example", 5432, "shop"))
    driver.error = 'connection failed: FATAL:  password authentication failed for user "dbadmin"'
    assert not server.admits(ADMIN)
    driver.error = "connection timeout expired"
    with pytest.raises(psycopg.OperationalError, match="timeout"):
        server.admits(ADMIN)
