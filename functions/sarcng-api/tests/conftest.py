"""The reservation service on a real SQL engine: sqlite, spoken to in MySQL's accent."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

FUNCTION = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FUNCTION))  # as the root of the package is in Lambda

from sarcng_api.migrate import migrate, migrations  # noqa: E402
from sarcng_api.reservations import Reservations  # noqa: E402

sqlite3.register_adapter(datetime, lambda time: time.isoformat(sep=" "))
sqlite3.register_converter("DATETIME", lambda raw: datetime.fromisoformat(raw.decode()))


_MYSQL = (
    ("CONCAT", 2, lambda one, other: one + other),
    ("DATABASE", 0, lambda: "sarcng"),
    ("GET_LOCK", 2, lambda name, seconds: 1),
    ("RELEASE_LOCK", 1, lambda name: 1),
    ("UTC_TIMESTAMP", 1, lambda digits: "2030-01-31 09:00:00"),
)


class Sqlite:
    """Transactions as ``Database`` gives them."""

    open_connections = 1
    locked_out = False

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
        for name, arguments, function in _MYSQL:
            self.connection.create_function(name, arguments, function)
        self.failure: Exception | None = None

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        if self.failure:
            raise self.failure
        with self.connection:
            yield _Cursor(self.connection.cursor())


class _Cursor:
    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def execute(self, query: str, args: tuple[Any, ...] = ()) -> None:
        if query == "COMMIT":
            self._cursor.connection.commit()
            return
        query = query.partition(" DEFAULT CHARACTER SET")[0]
        self._cursor.execute(query.replace("%s", "?").removesuffix(" FOR UPDATE"), args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@pytest.fixture
def empty() -> Sqlite:
    return Sqlite()


@pytest.fixture
def sqlite() -> Sqlite:
    made = Sqlite()
    migrate(made, migrations())  # type: ignore[arg-type]
    return made


@pytest.fixture
def reservations(sqlite: Sqlite) -> Reservations:
    return Reservations(sqlite)
