from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def test_a_connection_can_be_deleted(connect: Client, name: str) -> None:
    client = connect("glue")
    properties = {"JDBC_CONNECTION_URL": "jdbc:mysql://x/y", "USERNAME": "a", "PASSWORD": "b"}
    client.create_connection(
        ConnectionInput={"Name": name, "ConnectionType": "JDBC", "ConnectionProperties": properties}
    )
    client.delete_connection(ConnectionName=name)
    with pytest.raises(ClientError, match="EntityNotFoundException"):
        client.get_connection(Name=name)
