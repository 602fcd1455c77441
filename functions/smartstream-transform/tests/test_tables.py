"""Values of a source, as DMS writes them, in the types of a column."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from smartstream_transform import tables
from smartstream_transform.tables import Unfit, load, microseconds


def column(name: str) -> Any:
    return tables.Column("c", *tables._type(name))


def told(name: str, value: Any) -> Any:
    """The value as it is in Parquet."""
    made = column(name)
    return pa.array([made.convert(value)], type=made.type)[0].as_py()


NINE = datetime(2026, 11, 21, 9, 0, 0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-21T09:00:00Z", NINE),
        ("2026-11-21 09:00:00", NINE),
        ("2026-11-21 10:00:00+01", NINE),
        ("2026-11-21T14:30:00.000000+05:30", NINE),
        ("2026-11-21T09:00:00.123456Z", NINE.replace(microsecond=123456)),
        ("2026-11-21T09:00:00.123456789Z", NINE.replace(microsecond=123456)),
        (" 20261121T090000Z ", NINE),
        ("2026-11-21", NINE.replace(hour=0)),
        ("1969-12-31T23:59:59.999999Z", datetime(1969, 12, 31, 23, 59, 59, 999999)),
        (int(NINE.replace(tzinfo=UTC).timestamp()), NINE),
        (int(NINE.replace(tzinfo=UTC).timestamp()) * 1000, NINE),
        (int(NINE.replace(tzinfo=UTC).timestamp()) * 1_000_000 + 5, NINE.replace(microsecond=5)),
        (Decimal("1795251600.25"), NINE.replace(microsecond=250_000)),
    ],
)
def test_times_of_any_form_become_utc(given: Any, expected: datetime) -> None:
    assert told("timestamp", given) == expected


@pytest.mark.parametrize(
    ("type_", "given", "expected"),
    [
        ("int64", 9007199254740993, 9007199254740993),
        ("int64", "-7", -7),
        ("int64", Decimal("3.0"), 3),
        ("int32", 2147483647, 2147483647),
        ("decimal(12,2)", Decimal("12.5"), Decimal("12.50")),
        ("decimal(12,2)", "9999999999.99", Decimal("9999999999.99")),
        ("decimal(12,2)", 3, Decimal("3.00")),
        ("decimal(38,0)", "9" * 38, Decimal("9" * 38)),
        ("double", Decimal("0.1"), 0.1),
        ("boolean", True, True),
        ("boolean", "f", False),
        ("boolean", 1, True),
        ("string", "as it is ", "as it is "),
        ("string", 12, "12"),
        ("string", Decimal("1.50"), "1.50"),
        ("string", {"a": [1, "é"]}, '{"a": [1, "é"]}'),
        ("date", "2026-11-21", date(2026, 11, 21)),
        ("date", "2026-11-21T23:30:00-02:00", date(2026, 11, 22)),
        ("date", "1969-12-31", date(1969, 12, 31)),
    ],
)
def test_values_take_their_column_s_type(type_: str, given: Any, expected: Any) -> None:
    assert told(type_, given) == expected
    assert type(told(type_, given)) is type(expected)


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        ("int64", 1 << 63),
        ("int32", 1 << 31),
        ("int64", "1.5"),
        ("int64", True),
        ("int64", [1]),
        ("int64", Decimal("1.5")),
        ("decimal(12,2)", "0.001"),
        ("decimal(12,2)", "10000000000.00"),
        ("decimal(12,2)", "NaN"),
        ("decimal(12,2)", False),
        ("decimal(12,2)", []),
        ("double", "much"),
        ("double", True),
        ("boolean", "perhaps"),
        ("string", "\ud800"),
        ("date", "2026-02-30"),
        ("timestamp", "infinity"),
        ("timestamp", "0001-01-01T00:00:00+14:00"),
        ("timestamp", True),
        ("timestamp", {}),
    ],
)
def test_what_does_not_fit_is_refused_and_never_rounded(type_: str, given: Any) -> None:
    with pytest.raises(Unfit):
        column(type_).convert(given)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"columns": {"id": "int"}}, "there is no type 'int'; there are boolean"),
        ({"columns": {"id": "decimal(40,2)"}}, r"there is no type 'decimal\(40,2\)'"),
        ({"key": ["nr"]}, r"the key must be columns of the table, not \['nr'\]"),
        ({"key": []}, "the key must be columns of the table, not nothing"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"tables": {"a.b": {"key": ["id"], "columns": {"id": "int64"}, **change}}}))
    with pytest.raises(ValueError, match=rf"^mine\.json: a\.b: .*{expected}"):
        load(path)


def test_a_table_is_called_by_its_schema_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"tables": {"orders": {"key": ["id"], "columns": {"id": "int64"}}}}))
    with pytest.raises(ValueError, match=r"'orders': call a table <schema>\.<table>"):
        load(path)


def test_a_time_is_kept_to_the_microsecond() -> None:
    assert microseconds("9999-12-31T23:59:59.999999Z") == 253402300799999999
