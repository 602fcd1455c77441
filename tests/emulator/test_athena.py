from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def test_a_named_query_can_be_deleted(connect: Client, name: str) -> None:
    client = connect("athena")
    query = client.create_named_query(Name=name, Database="d", QueryString="SELECT 1")["NamedQueryId"]
    client.delete_named_query(NamedQueryId=query)
    assert query not in client.list_named_queries()["NamedQueryIds"]


def test_a_data_catalog_can_be_deleted(connect: Client, name: str) -> None:
    client = connect("athena")
    client.create_data_catalog(Name=name, Type="GLUE", Parameters={"catalog-id": "111111111111"})
    client.delete_data_catalog(Name=name)
    assert name not in [catalog["CatalogName"] for catalog in client.list_data_catalogs()["DataCatalogsSummary"]]


def test_a_prepared_statement_can_be_deleted(connect: Client, name: str) -> None:
    client = connect("athena")
    where = {"StatementName": name, "WorkGroup": "primary"}
    client.create_prepared_statement(**where, QueryStatement="SELECT ?")
    assert client.get_prepared_statement(**where)["PreparedStatement"]["QueryStatement"] == "SELECT ?"
    client.delete_prepared_statement(**where)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_prepared_statement(**where)
