"""The way to the cluster: its writer, over verified TLS."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymysql
from pymysql.constants import ER

from .rotation import Credentials

# Where AWS publishes the certificates that RDS's own are signed with; itself certified by a public authority.
TRUST_STORE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
_SECONDS = 5


def trusted(ca_bundle: str | None) -> ssl.SSLContext:
    """TLS that accepts nothing but servers whom RDS's authorities vouch for, by name."""
    if ca_bundle:
        return ssl.create_default_context(cadata=Path(ca_bundle).read_text(encoding="ascii"))
    with urllib.request.urlopen(TRUST_STORE, timeout=_SECONDS) as answer:
        return ssl.create_default_context(cadata=answer.read().decode("ascii"))


def writer(rds: Any, cluster: str) -> tuple[str, int]:
    """Host and port of a cluster's writer. ``rds`` is boto3's client.

    It is asked for, because the function is there before the cluster: the cluster's secret names the function.
    """
    [found] = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
    return found["Endpoint"], found["Port"]


class Cluster:
    """A MySQL server, as far as its passwords go."""

    def __init__(self, locate: Callable[[], tuple[str, int]], trust: Callable[[], ssl.SSLContext]) -> None:
        self._locate = locate
        self._trust = trust
        self._tls: ssl.SSLContext | None = None
        self._address: tuple[str, int] | None = None

    def admits(self, credentials: Credentials) -> bool:
        """Whether it lets them in.

        Raises:
            pymysql.Error: it cannot be asked.
        """
        try:
            with self._connected(credentials) as cursor:
                cursor.execute("SELECT 1")
        except pymysql.OperationalError as error:
            if error.args[0] == ER.ACCESS_DENIED_ERROR:
                return False
            raise
        return True

    def change(self, credentials: Credentials, password: str) -> None:
        """Give the user of these credentials another password."""
        with self._connected(credentials) as cursor:
            # By name and host: MariaDB takes CURRENT_USER() here, and changes nothing.
            cursor.execute("SELECT CURRENT_USER()")
            user, _, host = cursor.fetchone()[0].rpartition("@")
            cursor.execute("ALTER USER %s@%s IDENTIFIED BY %s", (user, host, password))

    @contextmanager
    def _connected(self, credentials: Credentials) -> Iterator[Any]:
        self._tls = self._tls or self._trust()
        self._address = self._address or self._locate()
        host, port = self._address
        connection = pymysql.connect(
            host=host,
            port=port,
            user=credentials.username,
            password=credentials.password,
            charset="utf8mb4",
            connect_timeout=_SECONDS,
            read_timeout=_SECONDS,
            write_timeout=_SECONDS,
            ssl=self._tls,
        )
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()
