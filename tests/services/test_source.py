"""A PostgreSQL made ready for capture, and its passwords rotated, on a real server."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import psycopg
import pytest
from moto import mock_aws
from moto.awslambda.models import LambdaBackend

from .conftest import FUNCTIONS
from .postgres import MASTER, PASSWORD, Postgres, running

sys.path.insert(0, str(FUNCTIONS / "secret-rotation"))  # as the roots of the packages are in Lambda
sys.path.insert(0, str(FUNCTIONS / "smartstream-source"))

from secret_rotation.handler import server_of
from secret_rotation.postgres import Place
from secret_rotation.postgres import Postgres as Rotated
from secret_rotation.rotation import Credentials, rotate
from smartstream_source.database import Refused, Secret
from smartstream_source.handler import prepared, seeded

USER = "smartstream_capture"
ENVIRONMENT = {"DB_SECRET_ARN": "master", "REPLICATION_SECRET_ARN": "capture"}  # pragma: allowlist secret
ENVIRONMENT |= {"SCHEMAS": "shop"}
ROWS = {"customers": 100, "employees": 100, "order_items": 200, "orders": 200, "products": 20}
FUNCTION = "arn:aws:lambda:eu-north-1:123456789012:function:smartstream-rotation"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """The source, with its data and the user that reads its changes."""
    with running() as server:
        read = reader(server)
        assert prepared(ENVIRONMENT, read) == {"user": USER, "schemas": ["shop"]}
        assert seeded(ENVIRONMENT, read) == {"rows": {f"shop.{table}": rows for table, rows in ROWS.items()}}
        yield server


def reader(server: Postgres) -> Callable[[str], Secret]:
    """What reads the two secrets."""
    texts = {"master": server.secret(MASTER, PASSWORD), "capture": server.secret(USER, "first")}
    return lambda arn: Secret.read(json.dumps(texts[arn]))


def test_both_are_safe_to_repeat(server: Postgres) -> None:
    with server.connect() as connection:
        connection.execute("UPDATE shop.customers SET name = 'Somebody' WHERE customer_id = 1")
        for _ in range(2):
            prepared(ENVIRONMENT, reader(server))
            assert seeded(ENVIRONMENT, reader(server))["rows"]["shop.customers"] == ROWS["customers"]
        row = connection.execute("SELECT name FROM shop.customers WHERE customer_id = 1").fetchone()
        assert row == ("Somebody",), "what is there stays"
        triggers = connection.execute("SELECT count(*) FROM pg_event_trigger").fetchone()
        assert triggers == (1,)


def test_the_user_reads_rows_and_changes(server: Postgres) -> None:
    with server.connect(USER, "first") as user, server.connect() as master:
        assert user.execute("SELECT count(*) FROM shop.orders").fetchone() == (ROWS["orders"],)
        assert user.execute("SELECT pg_has_role('rds_replication', 'member')").fetchone() == (True,)
        # RDS lets members of that role make slots; PostgreSQL itself asks for the attribute.
        master.execute(f"ALTER ROLE {USER} REPLICATION")
        user.execute("SELECT pg_create_logical_replication_slot('capture', 'test_decoding')")
        try:
            master.execute("INSERT INTO shop.employees VALUES (1000, 'New', 'Sales', 1, '2026-01-01')")
            master.execute("CREATE TABLE shop.later (id bigint PRIMARY KEY)")
            changes = "\n".join(
                data for (data,) in user.execute("SELECT data FROM pg_logical_slot_get_changes('capture', NULL, NULL)")
            )
            assert "table shop.employees: INSERT: employee_id[bigint]:1000" in changes
            assert "awsdms.awsdms_ddl_audit: INSERT" in changes, "changes of the schema are told"
            assert "CREATE TABLE shop.later" in changes
            assert user.execute("SELECT count(*) FROM shop.later").fetchone() == (0,), "tables that come later, too"
        finally:
            user.execute("SELECT pg_drop_replication_slot('capture')")
            master.execute(f"ALTER ROLE {USER} NOREPLICATION")
            master.execute("DROP TABLE IF EXISTS shop.later")
            master.execute("DELETE FROM shop.employees WHERE employee_id = 1000")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO shop.employees (employee_id, name) VALUES (2000, 'x')",
        "UPDATE shop.employees SET salary = 0",
        "DELETE FROM shop.employees",
        "TRUNCATE shop.employees",
        "CREATE TABLE shop.mine (id int)",
        "INSERT INTO awsdms.awsdms_ddl_audit (c_tag) VALUES ('forged')",
        "SELECT pg_read_file('postgresql.conf')",
        "CREATE ROLE another",
    ],
)
def test_the_user_writes_nothing_of_others(server: Postgres, statement: str) -> None:
    with server.connect(USER, "first") as user, pytest.raises(psycopg.errors.InsufficientPrivilege):
        user.execute(statement)


def test_the_user_keeps_what_is_its_own(server: Postgres) -> None:
    """DMS makes its heartbeat's table when the task starts."""
    with server.connect(USER, "first") as user:
        user.execute("CREATE TABLE awsdms.awsdms_heartbeat (hb_key bigint PRIMARY KEY)")
        user.execute("INSERT INTO awsdms.awsdms_heartbeat VALUES (1)")
        user.execute("DROP TABLE awsdms.awsdms_heartbeat")


def test_a_search_path_does_not_lend_the_owners_rights(server: Postgres) -> None:
    """The trigger runs as the master, for whoever makes a table."""
    with server.connect(USER, "first") as user, server.connect() as master:
        user.execute(
            "CREATE FUNCTION awsdms.txid_current() RETURNS bigint LANGUAGE sql AS"
            " $$ INSERT INTO shop.employees (employee_id, name) VALUES (3000, 'forged') RETURNING employee_id $$"
        )
        user.execute("SET search_path = awsdms, pg_catalog")
        user.execute("CREATE TABLE awsdms.bait (id int)")
        user.execute("DROP TABLE awsdms.bait")
        user.execute("DROP FUNCTION awsdms.txid_current()")
        assert master.execute("SELECT count(*) FROM shop.employees WHERE employee_id = 3000").fetchone() == (0,)


def test_no_password_is_in_the_servers_log(server: Postgres) -> None:
    assert "ALTER ROLE" in server.log(), "the log holds such statements"
    assert "first" not in server.log()


@pytest.mark.parametrize("name", [MASTER, "rdsadmin"])
def test_a_user_who_may_more_is_not_taken(server: Postgres, name: str) -> None:
    texts = {"master": server.secret(MASTER, PASSWORD), "capture": server.secret(name, "taken over")}
    with pytest.raises(Refused, match=name):
        prepared(ENVIRONMENT, lambda arn: Secret.read(json.dumps(texts[arn])))
    server.connect().close()


def test_a_server_that_does_not_know_the_password_is_told_nothing(server: Postgres) -> None:
    """A server in between asks for the password in the clear: channel binding does not let that happen."""
    with server.connect() as master:
        master.execute("SET password_encryption = 'md5'")  # pragma: allowlist secret
        master.execute("CREATE ROLE plain LOGIN PASSWORD 'clear'")
    path = server.folder / "data" / "pg_hba.conf"
    before = path.read_text()
    path.write_text("hostssl all plain all password\n" + before)
    try:
        with server.connect() as master:
            master.execute("SELECT pg_reload_conf()")
        Rotated(lambda: Place("localhost", server.port, "shop")).admits(Credentials(MASTER, PASSWORD))
        with pytest.raises(psycopg.OperationalError, match="channel binding"):
            Rotated(lambda: Place("localhost", server.port, "shop")).admits(Credentials("plain", "clear"))
    finally:
        path.write_text(before)
        with server.connect() as master:
            master.execute("SELECT pg_reload_conf()")


def test_with_authorities_the_certificate_is_checked(server: Postgres) -> None:
    place = Place("localhost", server.port, "shop")
    assert Rotated(lambda: place, str(server.authority)).admits(Credentials(MASTER, PASSWORD))
    stranger = Rotated(lambda: place, str(server.folder / "server.pem"))
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        stranger.admits(Credentials(MASTER, PASSWORD))


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Secrets Manager, which calls the function for each step; each step comes twice."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="eu-north-1")

        def invoke(backend: LambdaBackend, name: str, *, body: str, **rest: Any) -> None:
            event = json.loads(body)
            server = server_of({"DB_ENGINE": "postgres"}, boto3.client, client, event["SecretId"])
            for _ in range(2):
                rotate(event["Step"], event["SecretId"], event["ClientRequestToken"], client, server)

        monkeypatch.setattr(LambdaBackend, "get_function", lambda *_: None)
        monkeypatch.setattr(LambdaBackend, "invoke", invoke)
        yield client


@pytest.mark.parametrize(("username", "password"), [(MASTER, PASSWORD), (USER, "first")])
def test_both_passwords_can_be_rotated(server: Postgres, secrets: Any, username: str, password: str) -> None:
    first = server.secret(username, password)
    secrets.create_secret(Name="rotated", SecretString=json.dumps(first))
    try:
        secrets.rotate_secret(
            SecretId="rotated",  # pragma: allowlist secret
            RotationLambdaARN=FUNCTION,
            RotationRules={"AutomaticallyAfterDays": 30},
        )
        second = json.loads(secrets.get_secret_value(SecretId="rotated")["SecretString"])
        assert second == {**first, "password": second["password"]}, "all else is kept"
        assert second["password"] != password
        server.connect(username, second["password"]).close()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            server.connect(username, password)
        assert second["password"] not in server.log()
    finally:
        with server.connect(MASTER, second["password"] if username == MASTER else PASSWORD) as master:
            master.execute(
                psycopg.sql.SQL("ALTER ROLE {} PASSWORD {}").format(psycopg.sql.Identifier(username), password)
            )


def test_a_rotation_that_broke_off_is_brought_to_its_end_by_preparing_again_and_rotating(
    server: Postgres, secrets: Any
) -> None:
    """The server has the pending password already when the release prepares the user once more."""
    secrets.create_secret(Name="rotated", SecretString=json.dumps(server.secret(USER, "first")))
    rotated = server_of({"DB_ENGINE": "postgres"}, boto3.client, secrets, "rotated")
    rotated.change(Credentials(USER, "first"), "pending")
    prepared(ENVIRONMENT, reader(server))
    assert rotated.admits(Credentials(USER, "first")), "what the secret says is what the server takes"
    assert not rotated.admits(Credentials(USER, "pending"))


def test_a_secret_that_says_no_place_is_refused(secrets: Any) -> None:
    secrets.create_secret(Name="bare", SecretString=json.dumps({"username": USER, "password": "first"}))
    from secret_rotation.rotation import Refused as NotRotated

    with pytest.raises(NotRotated, match="host, port and dbname"):
        server_of({"DB_ENGINE": "postgres"}, boto3.client, secrets, "bare").admits(Credentials(USER, "first"))
    with pytest.raises(NotRotated, match="it can be mysql or postgres"):
        server_of({"DB_ENGINE": "oracle"}, boto3.client, secrets, "bare")
