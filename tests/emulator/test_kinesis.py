from __future__ import annotations

from .conftest import Client


def test_a_stream_is_created_with_tags(connect: Client, name: str) -> None:
    client = connect("kinesis")
    client.create_stream(StreamName=name, ShardCount=1, Tags={"a": "b"})
    assert client.list_tags_for_stream(StreamName=name)["Tags"] == [{"Key": "a", "Value": "b"}]
