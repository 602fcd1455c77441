from __future__ import annotations

import json
import ssl
from typing import Any

import pymysql
import pytest
from sarcng_api.database import Contended, Database, Secret, Settings, Unavailable

SETTINGS = Settings.read({"DB_HOST": "db.example", "DB_NAME": "sarcng", "DB_SECRET_ARN": "arn:secret"})


class Server:
    """Stands for MySQL at the seam where pymysql would open a socket."""

    def __init__(self) -> None:
        self.password = "first"  # pragma: allowlist secret
        self.connections: list[Connection] = []
        self.arguments: dict[str, Any] = {}

    def connect(self, **arguments: Any) -> Connection:
        self.arguments = arguments
        if arguments["password"] != self.password:
            raise pymysql.OperationalError(1045, "Access denied")
        self.connections.append(Connection())
        return self.connections[-1]

    def secret(self, arn: str) -> str:
        assert arn == "arn:secret"
        return json.dumps({"username": "app", "password": self.password})


class Connection:
    def __init__(self) -> None:
        self.open = True
        self.said: list[str] = []

    def ping(self, reconnect: bool) -> None:
        assert not reconnect
        if not self.open:
            raise pymysql.InterfaceError(0, "gone")

    def cursor(self) -> Connection:
        return self

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, query: str) -> None:
        self.said.append(query)

    def commit(self) -> None:
        self.said.append("commit")

    def rollback(self) -> None:
        self.said.append("rollback")

    def close(self) -> None:
        self.open = False


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(pymysql, "connect", server.connect)
    return server


@pytest.fixture
def database(server: Server) -> Database:
    return Database(SETTINGS, Secret("arn:secret", server.secret), trust=lambda _: ssl.create_default_context())


def test_one_connection_serves_many_transactions(server: Server, database: Database) -> None:
    assert database.open_connections == 0
    for _ in range(3):
        with database.transaction() as cursor:
            cursor.execute("x")
    [connection] = server.connections
    assert connection.said == ["x", "commit"] * 3
    assert database.open_connections == 1


def test_the_server_must_prove_who_it_is(server: Server, database: Database) -> None:
    with database.transaction():
        pass
    tls = server.arguments["ssl"]
    assert tls.check_hostname
    assert tls.verify_mode == ssl.CERT_REQUIRED


def test_work_is_undone_when_the_block_fails(server: Server, database: Database) -> None:
    with pytest.raises(ValueError, match="no"), database.transaction():
        raise ValueError("no")
    assert server.connections[0].said == ["rollback"]


def test_a_lost_connection_is_made_again(server: Server, database: Database) -> None:
    with database.transaction():
        pass
    server.connections[0].open = False
    with database.transaction():
        pass
    assert len(server.connections) == 2


def test_a_rotated_password_is_read_again(server: Server, database: Database) -> None:
    with database.transaction():
        pass
    server.password = "second"  # pragma: allowlist secret
    server.connections[0].open = False
    with database.transaction():
        pass
    assert server.arguments["password"] == "second"  # pragma: allowlist secret


def test_what_goes_wrong_on_the_way_is_one_error(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = Database(SETTINGS, Secret("arn:secret", lambda _: '{"username": "app", "password": "old"}'), lambda _: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(Unavailable), stale.transaction():
        pass

    def no_route(_: str | None) -> ssl.SSLContext:
        raise OSError("no route to the trust store")

    unreachable = Database(SETTINGS, Secret("arn:secret", server.secret), no_route)
    with pytest.raises(Unavailable, match="trust store"), unreachable.transaction():
        pass
    assert unreachable.open_connections == 0


def test_a_connection_that_breaks_in_the_middle_is_not_used_again(server: Server, database: Database) -> None:
    with pytest.raises(Unavailable), database.transaction():
        server.connections[0].open = False
        raise pymysql.OperationalError(2013, "Lost connection")
    assert server.connections[0].said == [], "there is nobody to tell of a rollback"
    with database.transaction():
        pass
    assert len(server.connections) == 2


def test_a_secret_is_fetched_once_in_a_while(server: Server) -> None:
    fetched: list[str] = []

    def fetch(arn: str) -> str:
        fetched.append(arn)
        return server.secret(arn)

    kept = Secret("arn:secret", fetch)
    assert kept.read() == kept.read() == ("app", "first")
    assert len(fetched) == 1
    kept.forget()
    kept.read()
    assert len(fetched) == 2
    impatient = Secret("arn:secret", fetch, keep_seconds=-1)
    impatient.read()
    impatient.read()
    assert len(fetched) == 4


def test_settings_name_what_is_missing() -> None:
    with pytest.raises(KeyError, match="DB_SECRET_ARN, or DB_USERNAME and DB_PASSWORD"):
        Settings.read({"DB_HOST": "db.example", "DB_NAME": "sarcng"})
    settings = Settings.read({"DB_HOST": "db", "DB_NAME": "x", "DB_USERNAME": "app", "DB_PASSWORD": "hush"})
    assert "hush" not in repr(settings)


def test_what_the_process_was_given_is_used_until_it_is_refused(server: Server) -> None:
    secret = Secret("arn:secret", server.secret, given=("app", "first"))
    database = Database(SETTINGS, secret, lambda _: ssl.create_default_context())
    with database.transaction():
        pass
    server.password = "second"  # pragma: allowlist secret
    server.connections[0].open = False
    with database.transaction():
        pass
    assert server.arguments["password"] == "second"  # pragma: allowlist secret
    assert not database.locked_out


def test_a_process_without_valid_credentials_says_so(server: Server) -> None:
    secret = Secret(None, server.secret, given=("app", "old"))
    database = Database(SETTINGS, secret, lambda _: ssl.create_default_context())
    assert not database.locked_out, "nobody knows yet"
    with pytest.raises(Unavailable), database.transaction():
        pass
    assert database.locked_out
    server.password = "old"  # pragma: allowlist secret
    with database.transaction():
        pass
    assert not database.locked_out


def test_as_many_connections_as_are_allowed_and_no_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcng_api.database._SECONDS", 0.05)
    settings = Settings.read(
        {
            "DB_HOST": "db.example",
            "DB_NAME": "sarcng",
            "DB_SECRET_ARN": "arn:secret",  # pragma: allowlist secret
            "DB_CONNECTIONS": "2",
        }
    )
    database = Database(settings, Secret("arn:secret", server.secret), lambda _: ssl.create_default_context())
    with database.transaction(), database.transaction():
        assert database.open_connections == 2
        with pytest.raises(Unavailable, match="all 2 connections are in use"), database.transaction():
            pass
    with database.transaction():
        pass
    assert len(server.connections) == database.open_connections == 2
    database.close()
    assert database.open_connections == 0
    assert not any(connection.open for connection in server.connections)


def test_a_deadlock_does_not_cost_the_connection(server: Server, database: Database) -> None:
    with pytest.raises(Contended), database.transaction():
        raise pymysql.OperationalError(1213, "Deadlock found when trying to get lock")
    with database.transaction():
        pass
    [connection] = server.connections
    assert connection.said == ["rollback", "commit"]
