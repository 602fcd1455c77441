"""The queries that analysts get, on files that the functions wrote: DuckDB runs the same text that Athena is given.

No word of it is replaced. What stands for the Glue tables are views called as the crawlers call them: a folder's name
with underscores, `dt` as text.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
QUERIES = REPOSITORY / "live" / "units" / "data" / "smartstream" / "queries"
FUNCTIONS = REPOSITORY / "functions"
TABLES = json.loads((FUNCTIONS / "smartstream-transform" / "smartstream_transform" / "tables.json").read_text())[
    "tables"
]
NOW = datetime.now(UTC).replace(microsecond=0)
CREATED = "2026-01-02T03:04:05Z"


class Bucket:
    """S3, as far as the functions see it: files below a folder."""

    class exceptions:
        ClientError: type[Exception] = type("ClientError", (Exception,), {})

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put_object(self, *, Key: str, Body: Any, **_: Any) -> dict[str, str]:
        path = self.folder / Key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Body if isinstance(Body, bytes) else Body.read())
        return {"ETag": "tag"}

    def get_object(self, *, Key: str, **_: Any) -> dict[str, Any]:
        return {"Body": io.BytesIO((self.folder / Key).read_bytes()), "ETag": "tag"}

    def list_objects_v2(self, *, Prefix: str, **_: Any) -> dict[str, Any]:
        keys = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        found = [{"Key": key, "LastModified": NOW, "Size": 1} for key in keys if key.startswith(Prefix)]
        return {"Contents": found}

    def get_paginator(self, _: str) -> Any:
        bucket = self

        class Pages:
            def paginate(self, **given: Any) -> Iterator[dict[str, Any]]:
                yield bucket.list_objects_v2(**given)

        return Pages()


def change(
    table: str, operation: str, data: Mapping[str, Any], at: int, ago: timedelta = timedelta(0)
) -> dict[str, Any]:
    time = (NOW - timedelta(hours=1) - ago).isoformat()
    metadata = {
        "timestamp": time,
        "record-type": "data",
        "operation": operation,
        "schema-name": "shop",
        "table-name": table,
        "commit-timestamp": time,
        "stream-position": f"00000001/{at:08X}.2.00000001/00000001",
        "transaction-record-id": 1,
    }
    return {"data": data, "metadata": metadata}


def order(number: int, status: str, total: str = "10.00") -> dict[str, Any]:
    return {"order_id": number, "customer_id": 1, "status": status, "total": total, "created_at": CREATED}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three raw objects through both functions: loads, changes, deletes, a replay, something late, a new column."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("smartstream-transform", "smartstream-ml"):
            patch.syspath_prepend(str(FUNCTIONS / name))
        transform = importlib.import_module("smartstream_transform.handler")
        scoring = importlib.import_module("smartstream_ml.handler")
        patch.setattr(sys, "stdout", io.StringIO())
        folder = tmp_path_factory.mktemp("lake")
        bucket = Bucket(folder)
        week = timedelta(days=10)
        ends = [order(100 + n, "returned" if n % 3 else "sent", f"{n}.00") for n in range(40)]
        objects = [
            [
                *(change("orders", "load", each, 0, week) for each in ends),
                change("customers", "load", {"customer_id": 1, "name": "Ada"}, 0, week),
                change("products", "load", {"product_id": 1, "name": "Tea", "price": "3.50"}, 0),
                change("order_items", "load", {"order_id": 1, "line": 1, "quantity": 1}, 0),
                change("order_items", "load", {"order_id": 1, "line": 2, "quantity": 2}, 0),
            ],
            [
                change("orders", "insert", order(1, "new"), 1),
                change("orders", "update", order(1, "paid", "12.50"), 2),
                change("orders", "insert", order(2, "new"), 3),
                change("orders", "delete", {"order_id": 2, "status": None}, 4),
                change("orders", "insert", {**order(3, "new"), "note": "a column more"}, 5),
                change("order_items", "delete", {"order_id": 1, "line": 1}, 6),
                change("employees", "insert", {"employee_id": 1, "salary": "5000.00", "hired_on": "2020-01-31"}, 7),
            ],
        ]
        # What came again, and the first state of an order after its second.
        objects.append([*objects[1][3:6], change("orders", "insert", order(1, "very late"), 0)])
        for number, records in enumerate(objects):
            body = gzip.compress(b"".join(json.dumps(each).encode() + b"\n" for each in records))
            bucket.put_object(Key=f"raw/{number}.gz", Body=body)
        given = transform.settings({"LAKE_BUCKET": "lake"})
        told = transform.run({"prefix": "raw/"}, None, bucket, given)
        assert [each["quarantined"] for each in told["objects"]] == [0, 0, 0]
        lake = scoring.Lake(bucket, "lake")
        learn = scoring.settings({"LEAST_OUTCOMES": "20"})
        assert scoring.run({}, None, lake, learn, NOW)["scored"] == 2
        yield folder


@pytest.fixture(scope="module")
def tables(lake: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    # Another zone than the lake's: no query may depend on where it runs.
    database.execute("SET TimeZone = 'Asia/Kathmandu'")
    folders = [*(lake / "trusted").iterdir(), lake / "analytics" / "predictions"]
    for folder in folders:
        files = f"'{folder}/*/*.parquet', hive_partitioning = true, hive_types_autocast = false, union_by_name = true"
        name = folder.name.replace(".", "_")
        database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")  # noqa: S608
    return database


def rows(tables: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    found = tables.execute((QUERIES / f"{name}.sql").read_text())
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_current_state_is_the_latest_row_without_the_deleted_ones(tables: duckdb.DuckDBPyConnection) -> None:
    orders = {row["order_id"]: row for row in rows(tables, "current_orders")}
    assert sorted(orders) == [1, 3, *range(100, 140)]
    assert (orders[1]["status"], orders[1]["total"]) == ("paid", Decimal("12.50"))
    assert orders[1]["created_at"] == datetime(2026, 1, 2, 3, 4, 5)
    assert orders[1]["changed_at"] == (NOW - timedelta(hours=1)).replace(tzinfo=None)
    assert [(row["order_id"], row["line"]) for row in rows(tables, "current_order_items")] == [(1, 2)]
    assert [row["name"] for row in rows(tables, "current_customers")] == ["Ada"]
    assert [row["price"] for row in rows(tables, "current_products")] == [Decimal("3.50")]
    assert [str(row["hired_on"]) for row in rows(tables, "current_employees")] == ["2020-01-31"]


def test_rows_are_counted_as_they_are_and_as_they_came(tables: duckdb.DuckDBPyConnection) -> None:
    counts = {row["table_name"]: (row["current_rows"], row["changes"]) for row in rows(tables, "row_counts")}
    assert counts == {
        "shop.customers": (1, 1),
        "shop.employees": (1, 1),
        "shop.order_items": (1, 3),
        # 40 loads, three inserts, one of them late, an update and a delete; what came again is not counted again.
        "shop.orders": (42, 46),
        "shop.products": (1, 1),
    }


def test_changes_are_counted_by_operation_and_once(tables: duckdb.DuckDBPyConnection) -> None:
    found = rows(tables, "changes_by_operation")
    counts = {(row["table_name"], row["operation"]): row["changes"] for row in found}
    assert counts == {
        ("shop.employees", "I"): 1,
        ("shop.order_items", "D"): 1,
        ("shop.order_items", "L"): 2,
        ("shop.orders", "D"): 1,
        ("shop.orders", "I"): 4,
        ("shop.orders", "U"): 1,
        ("shop.products", "L"): 1,
    }, "what is older than a week is left out"
    assert {row["dt"] for row in found} == {f"{NOW - timedelta(hours=1):%Y-%m-%d}"}


def test_freshness_is_told_in_utc(tables: duckdb.DuckDBPyConnection) -> None:
    found = {row["table_name"]: row for row in rows(tables, "freshness")}
    assert set(found) == set(TABLES)
    assert found["shop.orders"]["last_change"] == (NOW - timedelta(hours=1)).replace(tzinfo=None)
    assert 3600 <= found["shop.orders"]["seconds_ago"] < 2 * 3600
    assert found["shop.customers"]["seconds_ago"] is None, "nothing for longer than a week"


def test_predictions_are_the_last_ones_of_each_key(tables: duckdb.DuckDBPyConnection) -> None:
    found = rows(tables, "recent_predictions")
    assert sorted(row["key"] for row in found) == ["1", "3"]
    assert all(0 < row["score"] < 1 and row["model"] == "order-returns" for row in found)
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_table_has_its_query_with_all_its_columns(tables: duckdb.DuckDBPyConnection, name: str) -> None:
    found = rows(tables, f"current_{name.partition('.')[2]}")
    assert list(found[0]) == [*TABLES[name]["columns"], "changed_at"]


def test_each_file_is_one_query_that_says_what_it_is_for() -> None:
    files = sorted(QUERIES.glob("*.sql"))
    assert len(files) >= 5
    for path in files:
        text = path.read_text()
        assert text.startswith("-- "), path.name
        # Athena runs one statement at a time, and a view is made of the text as it is.
        assert ";" not in text, path.name
