from __future__ import annotations

import ssl
from typing import Any

import pymysql
import pytest
from secret_rotation.mysql import Cluster, writer
from secret_rotation.rotation import Credentials

ADMIN = Credentials("dbadmin", "first")


class Mysql:
    """Stands for MySQL at the seam where pymysql would open a socket."""

    def __init__(self) -> None:
        self.error: tuple[int, str] | None = None
        self.arguments: dict[str, Any] = {}
        self.said: list[tuple[Any, ...]] = []
        self.open = 0

    def connect(self, **arguments: Any) -> Mysql:
        self.arguments = arguments
        if self.error:
            raise pymysql.OperationalError(*self.error)
        self.open += 1
        return self

    def cursor(self) -> Mysql:
        return self

    def __enter__(self) -> Mysql:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, *statement: Any) -> None:
        self.said.append(statement)

    def fetchone(self) -> tuple[str]:
        return ("dbadmin@10.%",)

    def close(self) -> None:
        self.open -= 1


@pytest.fixture
def mysql(monkeypatch: pytest.MonkeyPatch) -> Mysql:
    mysql = Mysql()
    monkeypatch.setattr(pymysql, "connect", mysql.connect)
    return mysql


@pytest.fixture
def cluster(mysql: Mysql) -> Cluster:
    return Cluster(lambda: ("writer.example", 3307), ssl.create_default_context)


def test_the_server_must_prove_who_it_is(mysql: Mysql, cluster: Cluster) -> None:
    assert cluster.admits(ADMIN)
    tls = mysql.arguments["ssl"]
    assert tls.check_hostname
    assert tls.verify_mode == ssl.CERT_REQUIRED
    assert (mysql.arguments["host"], mysql.arguments["port"]) == ("writer.example", 3307)


def test_a_password_is_an_argument_of_the_statement(mysql: Mysql, cluster: Cluster) -> None:
    cluster.change(ADMIN, "it's")
    assert mysql.said[1:] == [("ALTER USER %s@%s IDENTIFIED BY %s", ("dbadmin", "10.%", "it's"))]
    assert mysql.open == 0, "connections are closed"


def test_only_a_password_that_is_denied_is_a_no(mysql: Mysql, cluster: Cluster) -> None:
    mysql.error = (1045, "Access denied")
    assert not cluster.admits(ADMIN)
    mysql.error = (2003, "Can't connect")
    with pytest.raises(pymysql.OperationalError, match="Can't connect"):
        cluster.admits(ADMIN)


def test_the_writer_is_asked_for() -> None:
    class Rds:
        def describe_db_clusters(self, *, DBClusterIdentifier: str) -> dict[str, Any]:
            return {"DBClusters": [{"Endpoint": f"{DBClusterIdentifier}.example", "Port": 3306}]}

    assert writer(Rds(), "acme-db") == ("acme-db.example", 3306)
