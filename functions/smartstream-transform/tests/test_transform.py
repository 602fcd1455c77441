"""From a raw object to the trusted zone, over a real S3 interface."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from smartstream_transform import parquet, rules, tables
from smartstream_transform.handler import IncompleteError, handler, run, settings
from smartstream_transform.tables import microseconds
from smartstream_transform.transform import Settings

BUCKET = "smartstream-test-lake"
RAW = "raw/year=2026/month=11/day=21/hour=09/raw-1.gz"


def change(told_as: str, data: Mapping[str, Any], at: int = 1, **metadata: Any) -> dict[str, Any]:
    """A record of ``shop.orders``; ``at`` is its second and its place in the log."""
    told: dict[str, Any] = {
        "timestamp": f"2026-11-21T09:00:{at:02d}.500000Z",
        "record-type": "data",
        "operation": told_as,
        "partition-key-type": "schema-table",
        "schema-name": "shop",
        "table-name": "orders",
    }
    if told_as != "load":
        told |= {
            "commit-timestamp": f"2026-11-21T09:00:{at:02d}.000000Z",
            "stream-position": f"00000002/7C00{at:04X}.2.00000002/7C000000",
            "transaction-id": 1000 + at,
            "transaction-record-id": 1,
        }
    return {"data": dict(data), "metadata": {**told, **metadata}}


CONTROL = {
    "control": {"table-def": {"columns": {"order_id": {"type": "INT64", "nullable": False}}}},
    "metadata": {
        "timestamp": "2026-11-21T09:00:00.000000Z",
        "record-type": "control",
        "operation": "create-table",
        "partition-key-type": "task-id",
        "schema-name": "shop",
        "table-name": "orders",
    },
}


def lines(*records: object) -> bytes:
    """Records as Firehose leaves them: one to a line, gzipped. What is text stays as it is."""
    return gzip.compress(
        "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in records).encode()
    )


class Lake:
    """The bucket, and what a test wants to know about it."""

    def __init__(self, s3: Any) -> None:
        self.s3 = s3
        self.settings = Settings(BUCKET, tables.load())

    def put(self, *records: object, key: str = RAW) -> str:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=lines(*records))
        return key

    def run(self, event: Mapping[str, Any] | None = None, context: object = None) -> dict[str, Any]:
        return run(event or {"keys": [RAW]}, context, self.s3, self.settings)

    def names(self, prefix: str = "") -> list[str]:
        listed = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)
        return [each["Key"] for each in listed.get("Contents", ())]

    def read(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def rows(self, table: str = "shop.orders") -> list[dict[str, Any]]:
        keys = self.names(f"trusted/{table}/")
        return [row for key in keys for row in pq.read_table(io.BytesIO(self.read(key))).to_pylist()]

    def quarantined(self) -> list[dict[str, Any]]:
        [key] = self.names("quarantine/")
        return [json.loads(line) for line in gzip.decompress(self.read(key)).splitlines()]

    def state(self, table: str = "shop.orders", key: str = "order_id") -> dict[Any, dict[str, Any]]:
        """The latest row of each key, without the deleted ones."""
        latest: dict[Any, dict[str, Any]] = {}
        for row in sorted(self.rows(table), key=lambda row: str(row["_position"])):
            latest[row[key]] = row
        return {key: row for key, row in latest.items() if row["_op"] != "D"}


@pytest.fixture
def lake(s3: Any) -> Lake:
    return Lake(s3)


ORDER = {"order_id": 7, "customer_id": 3, "status": "new", "total": 12.5, "created_at": "2026-11-21 10:00:00+01"}
DAY = "trusted/shop.orders/dt=2026-11-21/"


def test_each_operation_is_kept(lake: Lake) -> None:
    key_only = {"order_id": 7, "customer_id": None, "status": None, "total": None}
    lake.put(
        CONTROL,
        change("load", ORDER, 0),
        change("insert", {**ORDER, "order_id": 8}, 1),
        change("update", {**ORDER, "status": "paid"}, 2),
        change("delete", key_only, 3),
    )
    [told] = lake.run()["objects"]
    assert (told["records"], told["rows"], told["controls"], told["quarantined"]) == (5, 4, 1, 0)
    rows = lake.rows()
    assert [(row["_op"], row["order_id"]) for row in rows] == [("L", 7), ("I", 8), ("U", 7), ("D", 7)]
    assert rows[1]["total"] == Decimal("12.50")
    assert rows[1]["created_at"] == datetime(2026, 11, 21, 9)
    assert rows[1]["_committed_at"] == datetime(2026, 11, 21, 9, 0, 1)
    assert list(lake.state()) == [8]


def test_a_null_costs_a_row_only_in_its_key(lake: Lake) -> None:
    lake.put(change("insert", {"order_id": 1, "status": None}), change("insert", {**ORDER, "order_id": None}, 2))
    [told] = lake.run()["objects"]
    assert [(row["order_id"], row["status"]) for row in lake.rows()] == [(1, None)]
    [aside] = lake.quarantined()
    assert (aside["reason"], aside["record"], aside["table"], aside["source"]) == ("null_key", 2, "shop.orders", RAW)
    assert json.loads(aside["text"])["data"]["status"] == "new"
    assert told["refused"] == [
        {"record": 2, "reason": "null_key", "detail": "the key has no value: order_id", "table": "shop.orders"}
    ]


@pytest.mark.parametrize(
    ("record", "reason", "detail"),
    [
        ("poison", "record", "no JSON"),
        ('{"id": 1}', "shape", "no metadata"),
        ({**change("insert", {}), "data": None}, "shape", "no data"),
        (change("insert", ORDER, **{"operation": "merge"}), "operation", "there is no operation 'merge'"),
        (change("insert", ORDER, **{"table-name": "unheard"}), "table", "shop.unheard is not in tables.json"),
        (change("insert", {**ORDER, "total": "a lot"}), "type", "total (decimal128(12, 2)): no number"),
        (change("insert", ORDER, **{"commit-timestamp": None}), "position", "does the endpoint include transaction"),
        (change("insert", ORDER, **{"commit-timestamp": "1960-01-01T00:00:00Z"}), "position", "before 1970"),
        (change("insert", ORDER, **{"transaction-record-id": "x"}), "position", "is no number"),
        (change("load", ORDER, timestamp="infinity"), "position", "no time in ISO 8601"),
        (change("insert", {**ORDER, "note": "\ud800"}), "type", "note: no Unicode text"),
    ],
)
def test_poison_goes_to_quarantine_with_its_reason_and_the_rest_goes_on(
    lake: Lake, record: object, reason: str, detail: str
) -> None:
    lake.put(change("insert", ORDER, 1), record, change("insert", {**ORDER, "order_id": 8}, 2))
    [told] = lake.run()["objects"]
    assert (told["rows"], told["quarantined"]) == (2, 1)
    [aside] = lake.quarantined()
    assert aside["reason"] == reason
    assert detail in aside["detail"]
    assert lake.names("quarantine/") == ["quarantine/year=2026/month=11/day=21/hour=09/raw-1.jsonl.gz"]


def test_a_damaged_object_gives_what_can_be_read(lake: Lake) -> None:
    lake.s3.put_object(Bucket=BUCKET, Key=RAW, Body=lines(*(change("insert", ORDER, at) for at in range(9)))[:-9])
    lake.run()
    assert [each["reason"] for each in lake.quarantined()] == ["object"]


def test_an_exact_replay_is_dropped_and_a_repeated_value_is_not(lake: Lake) -> None:
    first, again = change("update", ORDER, 1), change("update", ORDER, 2)
    lake.put(first, first, again, first)
    [told] = lake.run()["objects"]
    assert (told["rows"], told["duplicates"]) == (2, 2)


def test_changes_of_one_transaction_keep_their_order(lake: Lake) -> None:
    same = {"commit-timestamp": "2026-11-21T09:00:05Z", "stream-position": "00000002/7C0073F8.2.00000002/7C0073F8"}
    told = [change("update", {**ORDER, "status": f"{n}"}, **same, **{"transaction-record-id": n}) for n in (9, 10, 11)]
    lake.put(*reversed(told))
    lake.run()
    assert lake.state()[7]["status"] == "11"


def test_late_and_out_of_order_changes_find_their_place(lake: Lake) -> None:
    lake.put(change("delete", {"order_id": 7}, 30), change("update", {**ORDER, "status": "paid"}, 20))
    late = "raw/year=2026/month=11/day=22/hour=00/raw-2.gz"
    lake.put(change("insert", ORDER, 10), change("load", ORDER, 40), change("insert", {"order_id": 8}, 10), key=late)
    lake.run({"keys": [late, RAW]})
    assert list(lake.state()) == [8]
    assert {key.rpartition("/")[0] + "/" for key in lake.names("trusted/")} == {DAY}


def test_positions_sort_as_the_log_does(lake: Lake) -> None:
    second = {"commit-timestamp": "2026-11-21T09:00:05Z"}
    places = ["0/9", "0/10", "0/FFFFFFFF", "1/0", "A/1", "10/1"]
    told = [change("update", ORDER, **second, **{"stream-position": f"{place}.2.0/1"}) for place in places]
    lake.put(*told)
    lake.run()
    positions = [row["_position"] for row in lake.rows()]
    assert positions == sorted(positions)
    assert len(set(positions)) == len(places)
    assert len({len(position) for position in positions}) == 1


def test_a_key_that_changes_leaves_nothing_behind(lake: Lake) -> None:
    moved = {**change("update", {**ORDER, "order_id": 9}, 2), "before-image": {"order_id": 7}}
    same = {**change("update", {**ORDER, "order_id": 9, "status": "paid"}, 3), "before-image": {"order_id": 9}}
    lake.put(change("insert", ORDER, 1), moved, same)
    [told] = lake.run()["objects"]
    assert told["rows"] == 4
    assert {key: row["status"] for key, row in lake.state().items()} == {9: "paid"}


def test_a_full_load_begun_anew_is_newer_than_what_came_before_it(lake: Lake) -> None:
    lake.settings = Settings(BUCKET, tables.load(), reloads=[microseconds("2026-11-21T09:00:30Z")])
    lake.put(
        change("load", {**ORDER, "status": "first load"}, 5),
        change("update", {**ORDER, "status": "before"}, 10),
        change("load", {**ORDER, "status": "loaded again"}, 40),
        change("load", {"order_id": 8, "status": "loaded again"}, 40),
        change("update", {"order_id": 8, "status": "meanwhile"}, 35),
    )
    lake.run()
    assert {key: row["status"] for key, row in lake.state().items()} == {7: "loaded again", 8: "meanwhile"}


def test_a_replay_writes_nothing_twice(lake: Lake) -> None:
    lake.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    lake.put(change("insert", ORDER, 1), "poison")
    lake.run()
    before = {key: lake.read(key) for key in lake.names()}
    [told] = lake.run()["objects"]
    assert told["written"] == 0
    assert {key: lake.read(key) for key in lake.names()} == before
    versions = lake.s3.list_object_versions(Bucket=BUCKET)["Versions"]
    assert len(versions) == len(before)


def test_the_same_object_always_gives_the_same_bytes(lake: Lake) -> None:
    lake.put(change("insert", {**ORDER, "b": 1}, 1), change("insert", {**ORDER, "a": 1}, 2), "poison")
    lake.run()
    before = {key: lake.read(key) for key in lake.names()}
    [told] = lake.run({"keys": [RAW], "overwrite": True})["objects"]
    assert told["written"] == len(before) - 1
    assert {key: lake.read(key) for key in lake.names()} == before


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_kill_between_any_two_writes_leaves_nothing_half_and_nothing_twice(lake: Lake, after: int) -> None:
    employee = change("insert", {"employee_id": 1}, 2, **{"table-name": "employees"})
    lake.put(change("insert", ORDER, 1), employee, "poison")
    put, done = lake.s3.put_object, []

    def dying(**arguments: Any) -> Any:
        if len(done) == after:
            raise Killed
        done.append(arguments["Key"])
        return put(**arguments)

    lake.s3.put_object = dying
    with pytest.raises(Killed):
        lake.run()
    lake.s3.put_object = put
    assert [key for key in lake.names() if key != RAW] == sorted(done)
    [told] = lake.run()["objects"]
    assert told["written"] == 3 - after
    assert len(lake.rows()) == len(lake.rows("shop.employees")) == len(lake.quarantined()) == 1


def test_a_new_column_is_nullable_and_keeps_what_it_was_told(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 2)
    lake.put(
        *(change("insert", {"order_id": at}, at) for at in range(3)),
        *(change("insert", {"order_id": at, "note": {"deep": at}, "dt": "x"}, at) for at in range(3, 6)),
        change("insert", {"order_id": 6, "weight": 1.50}, 6),
    )
    lake.run()
    assert len(lake.names("trusted/")) == 1
    told = [(row["order_id"], row["note"], row["weight"], row["dt_"]) for row in lake.rows()]
    assert told == [
        *((at, None, None, None) for at in range(3)),
        *((at, f'{{"deep": {at}}}', None, "x") for at in range(3, 6)),
        (6, None, "1.5", None),
    ]


def test_much_of_many_days_is_written_in_pieces(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_HELD", 2000)
    times = [f"2026-11-{1 + n % 3:02d}T10:00:00.{n:06d}Z" for n in range(60)]
    lake.put(*(change("insert", {"order_id": n}, **{"commit-timestamp": time}) for n, time in enumerate(times)))
    lake.run()
    assert len(lake.names("trusted/")) == 3
    assert sorted(row["order_id"] for row in lake.rows()) == list(range(60))


def test_tables_that_are_left_out_are_no_poison(lake: Lake) -> None:
    lake.put(change("insert", {"a": 1}, **{"schema-name": "public", "table-name": "awsdms_heartbeat"}))
    [told] = lake.run()["objects"]
    assert (told["controls"], told["quarantined"], told["files"]) == (1, 0, [])


def test_rules_of_your_own_mend_and_refuse(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(table: str, operation: str, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("status") == "test":
            raise ValueError("orders of tests stay out")
        return {**data, "status": str(data["status"]).upper()}

    monkeypatch.setattr("smartstream_transform.changes.clean", clean)
    assert rules.clean("shop.orders", "I", ORDER) == ORDER
    lake.put(change("insert", ORDER, 1), change("insert", {"order_id": 8, "status": "test"}, 2))
    lake.run()
    assert [row["status"] for row in lake.rows()] == ["NEW"]
    [aside] = lake.quarantined()
    assert (aside["reason"], aside["detail"]) == ("rule", "orders of tests stay out")


def test_events_of_eventbridge_and_of_s3_name_an_object(lake: Lake) -> None:
    spaced = "raw/a b+ü.gz"
    lake.put(change("insert", ORDER), key=spaced)
    bridge = {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": BUCKET}, "object": {"key": spaced, "size": 5}},
    }
    plain = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": "raw/a+b%2B%C3%BC.gz"}}}] * 2}
    assert [lake.run(event)["objects"][0]["written"] for event in (bridge, plain)] == [1, 0]
    assert len(lake.run(plain)["objects"]) == 1
    assert lake.run({"Event": "s3:TestEvent"})["objects"] == []


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"hello": 1}, r"has none of .* but \['hello'\]"),
        ({"keys": ["trusted/x.parquet"]}, "trusted/x.parquet is not below raw/"),
        ({"prefix": "trusted/"}, "trusted/ is not below raw/"),
        (
            {"Records": [{"s3": {"bucket": {"name": "another"}, "object": {"key": RAW}}}]},
            f"the event is about the bucket another; LAKE_BUCKET is {BUCKET}",
        ),
    ],
)
def test_an_event_that_cannot_be_meant_is_refused(lake: Lake, event: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        lake.run(event)


def test_one_object_that_fails_does_not_keep_the_others(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    lake.put(change("insert", ORDER))
    with pytest.raises(IncompleteError, match=r"^1 of 2 objects failed: raw/gone\.gz$"):
        lake.run({"keys": ["raw/gone.gz", RAW]})
    assert len(lake.rows()) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["level"], each["message"]) for each in told] == [("ERROR", "object failed"), ("INFO", "object")]


def test_a_backfill_stops_in_time_and_says_where_to_go_on(lake: Lake) -> None:
    keys = [lake.put(change("insert", ORDER, at), key=f"raw/year=2026/{at}.gz") for at in range(3)]

    class Context:
        """A call that has time for two objects."""

        def __init__(self) -> None:
            self.left = [900_000, 300_000, 59_999]

        def get_remaining_time_in_millis(self) -> int:
            return self.left.pop(0)

    first = lake.run({"prefix": "raw/year=2026/"}, Context())
    assert [each["key"] for each in first["objects"]] == keys[:2]
    second = lake.run({"prefix": "raw/year=2026/", "start_after": first["start_after"]})
    assert [each["key"] for each in second["objects"]] == keys[2:]
    assert second["start_after"] is None


def test_a_line_of_log_carries_the_metrics(
    lake: Lake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_NAMESPACE", "SmartStream")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "smartstream-dev-transform")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
    lake.put(change("insert", {**ORDER, "status": "nobody's business"}), "poison")
    lake.run()
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    [definition] = told["_aws"]["CloudWatchMetrics"]
    assert (definition["Namespace"], definition["Dimensions"]) == ("SmartStream", [["Function"]])
    assert all(told[each["Name"]] >= 0 for each in definition["Metrics"])
    assert (told["Function"], told["rows"], told["quarantined"]) == ("smartstream-dev-transform", 1, 1)
    assert told["commit_to_trusted"] >= 0
    assert "nobody" not in line


def test_the_environment_says_where_the_lake_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LAKE_BUCKET is not set"):
        settings({})
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"tables": {"a.b": {"key": ["id"], "columns": {"id": "int64"}}}}))
    made = settings(
        {"LAKE_BUCKET": "b", "TABLES_FILE": str(own), "RELOADED_AT": "2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z"}
    )
    assert (made.bucket, list(made.tables.tables)) == ("b", ["a.b"])
    assert made.reloads == sorted(made.reloads)
    assert len(made.reloads) == 2


def test_the_handler_reads_its_environment(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartstream_transform.handler._s3", lambda: lake.s3)
    monkeypatch.setenv("LAKE_BUCKET", BUCKET)
    lake.put(change("insert", ORDER))
    assert handler({"keys": [RAW]}, None)["objects"][0]["rows"] == 1


def test_quarantine_holds_a_long_record_s_beginning(lake: Lake) -> None:
    lake.s3.put_object(Bucket=BUCKET, Key=RAW, Body=gzip.compress(b"x" * 200_000))
    lake.run()
    [aside] = lake.quarantined()
    assert len(aside["text"]) == 64 * 1024
