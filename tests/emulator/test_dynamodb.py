from __future__ import annotations

import pytest

from .conftest import Client


@pytest.fixture
def table(connect: Client, name: str) -> str:
    connect("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
    )
    return name


def test_contributor_insights(connect: Client, table: str) -> None:
    client = connect("dynamodb")

    def status(**index: str) -> str:
        return str(client.describe_contributor_insights(TableName=table, **index)["ContributorInsightsStatus"])

    assert status() == "DISABLED"
    client.update_contributor_insights(TableName=table, ContributorInsightsAction="ENABLE")
    assert (status(), status(IndexName="index")) == ("ENABLED", "DISABLED")
    client.update_contributor_insights(TableName=table, ContributorInsightsAction="DISABLE")
    assert status() == "DISABLED"


def test_streams_to_kinesis(connect: Client, table: str) -> None:
    client = connect("dynamodb")
    stream = "arn:aws:kinesis:us-east-1:111111111111:stream/x"

    def destinations() -> list[tuple[str, str]]:
        found = client.describe_kinesis_streaming_destination(TableName=table)["KinesisDataStreamDestinations"]
        return [(each["StreamArn"], each["DestinationStatus"]) for each in found]

    assert destinations() == []
    client.enable_kinesis_streaming_destination(TableName=table, StreamArn=stream)
    assert destinations() == [(stream, "ACTIVE")]
    client.disable_kinesis_streaming_destination(TableName=table, StreamArn=stream)
    assert destinations() == [(stream, "DISABLED")]
