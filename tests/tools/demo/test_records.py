"""The records are DMS's: what its Kinesis target was seen to write for PostgreSQL, member by member."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tools.demo.errors import DemoError
from tools.demo.pgoutput import UNCHANGED, Change, Column, Row, Table
from tools.demo.records import Writer, place

TABLE = Table("public", "foo", (Column("id", 23), Column("name", 25), Column("age", 23), Column("attributes", 3802)))
AT = datetime(2024, 7, 29, 0, 58, 17, 974340, tzinfo=UTC)
NOW = datetime(2024, 7, 29, 0, 58, 17, 983670, tzinfo=UTC)


@pytest.fixture
def writer() -> Writer:
    return Writer({"public.foo": ["id"], "public.pair": ["a", "b"]}, now=lambda: NOW)


def change(operation: Any, new: Row | None, old: Row | None = None, number: int = 1, transaction: int = 1139) -> Change:
    return Change(TABLE, operation, new, old, transaction, number, 0x2_7C007178, 0x2_7C007100, AT)


def test_a_row_of_the_full_load(writer: Writer) -> None:
    record = writer.load(TABLE, ("42", "John", "30", '{"foo": "bar"}'))
    assert record.partition_key == "public.foo.42"
    assert record.line.endswith(b"\n")
    assert json.loads(record.line) == {
        "data": {"id": 42, "name": "John", "age": 30, "attributes": '{"foo": "bar"}'},
        "metadata": {
            "timestamp": "2024-07-29T00:58:17.983670Z",
            "record-type": "data",
            "operation": "load",
            "partition-key-type": "primary-key",
            "schema-name": "public",
            "table-name": "foo",
        },
    }


def test_an_insert_says_where_it_stands(writer: Writer) -> None:
    record = json.loads(writer.change(change("insert", ("46", "Jane", "31", None))).line)
    assert "before-image" not in record
    assert record["data"] == {"id": 46, "name": "Jane", "age": 31, "attributes": None}
    assert record["metadata"] == {
        "timestamp": "2024-07-29T00:58:17.983670Z",
        "record-type": "data",
        "operation": "insert",
        "partition-key-type": "primary-key",
        "schema-name": "public",
        "table-name": "foo",
        "transaction-id": 1139,
        "transaction-record-id": 1,
        "commit-timestamp": "2024-07-29T00:58:17.974340Z",
        "stream-position": "00000002/7C007178.1.00000002/7C007100",
    }


def test_each_change_names_the_one_before_it(writer: Writer) -> None:
    lines = [
        writer.change(change("insert", ("1", "a", None, None), number=1, transaction=7)),
        writer.change(change("insert", ("2", "a", None, None), number=2, transaction=7)),
        writer.change(change("insert", ("3", "a", None, None), number=1, transaction=8)),
    ]
    found = [json.loads(line.line)["metadata"] for line in lines]
    assert [(m.get("prev-transaction-id"), m.get("prev-transaction-record-id")) for m in found] == [
        (None, None),
        (7, 1),
        (7, 2),
    ]


def test_the_before_image_has_the_key_that_was_changed_and_nothing_else(writer: Writer) -> None:
    same = json.loads(writer.change(change("update", ("42", "John", "33", None))).line)
    assert same["before-image"] == {}
    moved = writer.change(change("update", ("45", "Jane", "31", None), old=("46", None, None, None)))
    assert json.loads(moved.line)["before-image"] == {"id": 46}
    assert moved.partition_key == "public.foo.45"
    whole = change("update", ("45", "Jane", "31", None), old=("45", "Joan", "31", None))
    assert json.loads(writer.change(whole).line)["before-image"] == {}, "the whole old row, with the same key"


def test_a_deletion_has_its_key_and_null_for_the_rest(writer: Writer) -> None:
    record = json.loads(writer.change(change("delete", None, old=("45", None, None, None))).line)
    assert record["data"] == {"id": 45, "name": None, "age": None, "attributes": None}


def test_a_long_value_that_was_left_alone_comes_from_the_old_row(writer: Writer) -> None:
    update = change("update", ("1", "new", "2", UNCHANGED), old=("1", "old", "2", '{"long": 1}'))
    assert json.loads(writer.change(update).line)["data"]["attributes"] == '{"long": 1}'


@pytest.mark.parametrize("old", [None, ("7", None, None, None)])
def test_without_the_whole_old_row_it_is_refused(writer: Writer, old: Row | None) -> None:
    with pytest.raises(DemoError, match=r"ALTER TABLE public\.foo REPLICA IDENTITY FULL"):
        writer.change(change("update", ("1", "new", "2", UNCHANGED), old=old))


def test_a_change_without_a_row_is_refused(writer: Writer) -> None:
    with pytest.raises(DemoError, match="has no replica identity"):
        writer.change(change("delete", None))


def test_a_key_of_two_columns(writer: Writer) -> None:
    pair = Table("public", "pair", (Column("b", 25), Column("x", 23), Column("a", 20)))
    assert writer.load(pair, ("é.é", None, "1")).partition_key == "public.pair.1.é.é"


def test_a_control_record_says_what_the_table_is(writer: Writer) -> None:
    record = json.loads(writer.control(TABLE).line)
    assert record["control"] == {
        "table-def": {
            "columns": {
                "id": {"type": "INT32", "nullable": False},
                "name": {"type": "STRING", "nullable": True},
                "age": {"type": "INT32", "nullable": True},
                "attributes": {"type": "STRING", "nullable": True},
            },
            "primary-key": ["id"],
        }
    }
    metadata = record["metadata"]
    assert (metadata["record-type"], metadata["operation"]) == ("control", "create-table")
    assert metadata["partition-key-type"] == "task-id"


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        (20, "-9223372036854775808", "-9223372036854775808"),
        (1700, "12345678901234567890.10", "12345678901234567890.10"),
        (1700, "-0.00000001", "-0.00000001"),
        (1700, "NaN", '"NaN"'),
        (701, "1e-20", "1e-20"),
        (701, "-Infinity", '"-Infinity"'),
        (16, "t", "true"),
        (16, "f", "false"),
        (1082, "2024-02-29", '"2024-02-29"'),
        (1114, "2024-02-29 23:59:59.5", '"2024-02-29T23:59:59.5"'),
        (1184, "2024-02-29 23:59:59.999999+00", '"2024-02-29T23:59:59.999999Z"'),
        (1184, "infinity", '"infinity"'),
        (17, "\\x00ff", '"\\\\x00ff"'),
        (25, 'a "b"\n\\ 🦀', '"a \\"b\\"\\n\\\\ 🦀"'),
        (2950, "2d7561e2-d47f-b3f0-9244-5b9b5008a7db", '"2d7561e2-d47f-b3f0-9244-5b9b5008a7db"'),
        (1009, "{a,NULL}", '"{a,NULL}"'),
        (25, None, "null"),
    ],
)
def test_values(kind: int, text: str | None, written: str) -> None:
    table = Table("s", "t", (Column("id", 23), Column("value", kind)))
    line = Writer({"s.t": ["id"]}).load(table, ("1", text)).line.decode()
    assert line.startswith(f'{{"data":{{"id":1,"value":{written}}},'), line
    assert line.count("\n") == 1, "a record is one line"
    json.loads(line)


def test_places_in_the_log_sort_as_text() -> None:
    numbers = [0, 0xFFFF, 0xFFFFFFFF, 0x1_00000000, 0xFF_00000001]
    assert sorted(map(place, numbers)) == [place(number) for number in numbers]
    assert place(0x2_7C007178) == "00000002/7C007178"
