from __future__ import annotations

from typing import Any

import pytest
from secret_rotation.handler import server_of
from secret_rotation.mysql import Cluster
from secret_rotation.postgres import Postgres
from secret_rotation.rotation import Refused


def client(name: str) -> Any:
    raise AssertionError(f"{name} is asked only when a step needs it")


def test_the_environment_says_which_engine_it_is() -> None:
    assert isinstance(server_of({"DB_CLUSTER": "acme-db"}, client, None, "acme"), Cluster)
    assert isinstance(server_of({"DB_ENGINE": "mysql", "DB_CLUSTER": "acme-db"}, client, None, "acme"), Cluster)
    assert isinstance(server_of({"DB_ENGINE": "postgres"}, client, None, "acme"), Postgres)
    with pytest.raises(Refused, match="DB_ENGINE is oracle; it can be mysql or postgres"):
        server_of({"DB_ENGINE": "oracle"}, client, None, "acme")
