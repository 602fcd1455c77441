"""Reading what PostgreSQL's own output plug-in writes into a logical replication slot.

Protocol version 1: "Logical Replication Message Formats" in PostgreSQL's manual. It was chosen over ``test_decoding``,
which DMS uses, because every value has its length here, and no text has to be taken apart.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias

from .errors import DemoError

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_IGNORED: Final = frozenset("OYM")  # origin, type, message


class Unchanged:
    """The place of a long value that an update left alone and PostgreSQL therefore did not write again."""


UNCHANGED: Final = Unchanged()
Cell: TypeAlias = "str | Unchanged | None"
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and the number of its type."""

    name: str
    type: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the stream describes it before its first row."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        """``schema.table``."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a transaction changed, and where that stands in the order of everything."""

    table: Table
    operation: Literal["insert", "update", "delete"]
    new: Row | None
    old: Row | None
    transaction: int
    number: int
    """Which change of its transaction this is, from 1."""
    commit: int
    """Where in the log the transaction was committed: what orders transactions."""
    position: int
    """Where in the log the change itself stands."""
    committed: datetime


class Decoder:
    """Messages in, changes out; it remembers the tables and the transaction that it is in."""

    def __init__(self) -> None:
        self._tables: dict[int, Table] = {}
        self._transaction = self._number = self._commit = 0
        self._committed = _EPOCH

    def change(self, position: int, message: bytes) -> Change | None:
        """The change that a message carries, if it does.

        Raises:
            DemoError: the message is of a kind that this cannot carry on.
        """
        kind = chr(message[0])
        match kind:
            case "B":
                self._commit, since, self._transaction = struct.unpack_from("!QqI", message, 1)
                self._committed, self._number = _EPOCH + timedelta(microseconds=since), 0
            case "R":
                number, table = _table(message)
                self._tables[number] = table
            case "I" | "U" | "D":
                return self._row(kind, position, message)
            case "T":
                raise DemoError("a table was truncated, which a change stream of rows cannot say", hint="Use DELETE.")
            case "C":
                pass
            case _ if kind not in _IGNORED:
                raise DemoError(f"pgoutput has a message of the kind {kind!r}, which nobody here knows")
        return None

    def _row(self, kind: str, position: int, message: bytes) -> Change:
        table = self._tables[struct.unpack_from("!I", message, 1)[0]]
        rows, at = {}, 5
        while at < len(message):
            which = chr(message[at])
            rows[which], at = _tuple(message, at + 1)
        self._number += 1
        return Change(
            table=table,
            operation={"I": "insert", "U": "update", "D": "delete"}[kind],  # type: ignore[arg-type]
            new=rows.get("N"),
            old=rows.get("O", rows.get("K")),
            transaction=self._transaction,
            number=self._number,
            commit=self._commit,
            position=position,
            committed=self._committed,
        )


def position(text: str) -> int:
    """A place in the log as a number: ``0/16B3748``."""
    high, _, low = text.partition("/")
    return (int(high, 16) << 32) | int(low, 16)


def _table(message: bytes) -> tuple[int, Table]:
    number = struct.unpack_from("!I", message, 1)[0]
    schema, at = _string(message, 5)
    name, at = _string(message, at)
    (count,) = struct.unpack_from("!H", message, at + 1)
    return number, Table(schema, name, tuple(_columns(message, at + 3, count)))


def _columns(message: bytes, at: int, count: int) -> Iterator[Column]:
    for _ in range(count):
        name, at = _string(message, at + 1)
        yield Column(name, struct.unpack_from("!I", message, at)[0])
        at += 8


def _tuple(message: bytes, at: int) -> tuple[Row, int]:
    (count,) = struct.unpack_from("!H", message, at)
    at += 2
    cells: list[Cell] = []
    for _ in range(count):
        kind = message[at : at + 1]
        at += 1
        if kind == b"t":
            (length,) = struct.unpack_from("!I", message, at)
            cells.append(message[at + 4 : at + 4 + length].decode())
            at += 4 + length
        else:
            cells.append(UNCHANGED if kind == b"u" else None)
    return tuple(cells), at


def _string(message: bytes, at: int) -> tuple[str, int]:
    end = message.index(0, at)
    return message[at:end].decode(), end + 1
