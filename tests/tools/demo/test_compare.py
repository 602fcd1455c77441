"""A comparison that finds nothing is worth what it would have found."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tools.demo.compare import Side, agree, differences
from tools.demo.errors import Disagreement
from tools.demo.pgoutput import Column, Table

TYPES = {
    "id": 20,
    "price": 1700,
    "at": 1184,
    "local": 1114,
    "day": 1082,
    "good": 16,
    "doc": 3802,
    "weight": 701,
    "note": 25,
}
TABLE = Table("shop", "things", tuple(Column(name, kind) for name, kind in TYPES.items()))
SOURCE = ("1", "2.50", "2024-02-29 23:59:59.5+00", "2024-02-29 10:00:00", "2024-02-29", "t", '{"a": [1]}', "1e-20", "")
LAKE = (
    *(1, Decimal("2.5"), datetime(2024, 2, 29, 23, 59, 59, 500000), datetime(2024, 2, 29, 10)),
    *(date(2024, 2, 29), True, '{"a":[1]}', 1e-20, ""),
)


def compared(source: list[Any], lake: list[Any], columns: tuple[str, ...] = tuple(TYPES)) -> list[str]:
    return differences(TABLE, ["id"], Side(tuple(TYPES), source), Side(columns, lake))


def test_the_same_row_in_both_ways_of_writing() -> None:
    as_text = (
        *("1", "2.500", "2024-02-29T23:59:59.500000Z", "2024-02-29T10:00:00", "2024-02-29", "true"),
        *('{"a": [1]}', "1E-20", ""),
    )
    assert compared([SOURCE], [LAKE]) == []
    assert compared([SOURCE], [as_text]) == [], "a column that nobody declared is text"
    assert compared([SOURCE], [LAKE[::-1]], tuple(TYPES)[::-1]) == [], "the order of columns does not count"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price", Decimal("2.51")),
        ("at", datetime(2024, 2, 29, 23, 59, 59, 500001)),
        ("at", "2024-02-29T23:59:59.5+01:00"),
        ("local", None),
        ("day", date(2024, 3, 1)),
        ("good", False),
        ("doc", '{"a": [2]}'),
        ("weight", 1.1e-20),
        ("note", None),
        ("note", " "),
    ],
)
def test_one_value_that_differs_is_named(column: str, value: Any) -> None:
    at = list(TYPES).index(column)
    [told] = compared([SOURCE], [(*LAKE[:at], value, *LAKE[at + 1 :])])
    assert told.startswith(f"shop.things(1): {column} is ")


def test_rows_that_one_side_lacks_or_has_twice() -> None:
    second = ("2", *SOURCE[1:])
    assert compared([SOURCE, second], [LAKE]) == ["shop.things(2) is in the source, and not in the lake"]
    assert compared([SOURCE], [LAKE, (2, *LAKE[1:])]) == ["shop.things(2) is in the lake, and not in the source"]
    assert compared([SOURCE], [LAKE, LAKE]) == ["shop.things has 1 rows in the lake whose key another one has"]


def test_a_column_that_the_lake_lacks_is_null() -> None:
    columns = tuple(TYPES)[:-1]
    assert compared([(*SOURCE[:-1], None)], [LAKE[:-1]], columns) == []
    assert len(compared([SOURCE], [LAKE[:-1]], columns)) == 1


def test_the_first_differences_are_told() -> None:
    agree("nothing", [])
    with pytest.raises(Disagreement, match=r"after replay:\n  0\n(.|\n)*… and 2 more") as caught:
        agree("replay", [str(i) for i in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "a", "b")])
    assert caught.value.exit_code == 1
