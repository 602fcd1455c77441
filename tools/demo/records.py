"""DMS's records: what its Kinesis target writes with the message format ``json-unformatted``.

The members are those of "Using Amazon Kinesis Data Streams as a target for AWS Database Migration Service"
(docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html) with ``IncludeTransactionDetails``,
``IncludeNullAndEmpty`` and ``IncludeControlDetails``, and with the task's ``BeforeImageSettings`` for ``pk-only``
(CHAP_Tasks.CustomizingTasks.TaskSettings.BeforeImage.html):

- ``data`` has the row, ``metadata`` says what it is. A record is one line.
- ``operation`` is ``load`` for a row of the full load, which has no transaction, and ``insert``, ``update`` or
  ``delete`` for a change, which has ``transaction-id``, ``transaction-record-id`` (from 1), the same two of the change
  before, ``commit-timestamp`` and ``stream-position``.
- ``stream-position`` is ``<commit>.<number>.<change>`` with places in the log: it orders changes, by its first two
  parts, of which the second is a number and not padded.
- ``before-image`` has the old key of a row whose key was changed, and is empty for other updates.
- the row of a deletion has its key, and null for what the source did not write into its log.
- records of the type ``control`` come before a table's rows, and say what its columns are.

Numbers are written with the digits that the source has, times in UTC where they have a zone, and everything that JSON
has no word for (documents, identifiers, bytes in hexadecimal) as text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from .errors import DemoError
from .pgoutput import Cell, Change, Row, Table, Unchanged

TASK: Final = "groundplan-demo-task"

_text: Final[Callable[[str], str]] = partial(json.dumps, ensure_ascii=False)


def _number(text: str) -> str:
    return text if text.lstrip("-")[:1].isdigit() else _text(text)  # NaN and Infinity are no numbers in JSON


def _boolean(text: str) -> str:
    return "true" if text.startswith("t") else "false"


def _with_zone(text: str) -> str:
    """``2026-03-01 10:00:00.5+00``, as a session in UTC has it."""
    return _text(text.replace(" ", "T", 1).removesuffix("+00") + "Z" if text.endswith("+00") else text)


def _without_zone(text: str) -> str:
    return _text(text.replace(" ", "T", 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of a type are written, and what DMS calls the type."""

    write: Callable[[str], str]
    name: str


KINDS: Final[Mapping[int, Kind]] = {
    16: Kind(_boolean, "BOOLEAN"),
    17: Kind(_text, "BYTES"),
    20: Kind(_number, "INT64"),
    21: Kind(_number, "INT16"),
    23: Kind(_number, "INT32"),
    700: Kind(_number, "REAL4"),
    701: Kind(_number, "REAL8"),
    1082: Kind(_text, "DATE"),
    1114: Kind(_without_zone, "TIMESTAMP"),
    1184: Kind(_with_zone, "TIMESTAMP"),
    1700: Kind(_number, "NUMERIC"),
}
"""By PostgreSQL's number of the type (``pg_type.oid``), which never changes for those that it brings."""

_OTHER: Final = Kind(_text, "STRING")


@dataclass(frozen=True, slots=True)
class Record:
    """What is put into the stream: one line, and the key that chooses the shard."""

    partition_key: str
    line: bytes


class Writer:
    """Makes records. It knows the keys of the tables, and what the last change was."""

    def __init__(self, keys: Mapping[str, Sequence[str]], now: Callable[[], datetime] | None = None) -> None:
        self._keys = keys
        self._now = now or (lambda: datetime.now(UTC))
        self._previous: tuple[int, int] | None = None

    def control(self, table: Table) -> Record:
        """What a table is, before its rows."""
        key = self._keys[table.title]
        columns = {
            column.name: {"type": KINDS.get(column.type, _OTHER).name, "nullable": column.name not in key}
            for column in table.columns
        }
        control = {"table-def": {"columns": columns, "primary-key": list(key)}}
        metadata = self._metadata(table, "control", "create-table", "task-id")
        return Record(TASK, f'{{"control":{_json(control)},"metadata":{_json(metadata)}}}\n'.encode())

    def load(self, table: Table, row: Row) -> Record:
        """A row that was there when the capture began."""
        partition_key = self._partition_key(table, row)
        metadata = self._metadata(table, "data", "load", "primary-key")
        return Record(partition_key, f'{{"data":{_row(table, row)},"metadata":{_json(metadata)}}}\n'.encode())

    def change(self, change: Change) -> Record:
        """A change.

        Raises:
            DemoError: the source's log does not have what it takes to write it.
        """
        table = change.table
        row = _complete(change)
        partition_key = self._partition_key(table, row)
        metadata: dict[str, object] = {
            **self._metadata(table, "data", change.operation, "primary-key"),
            "transaction-id": change.transaction,
            "transaction-record-id": change.number,
            "commit-timestamp": written(change.committed),
            "stream-position": f"{place(change.commit)}.{change.number}.{place(change.position)}",
        }
        if self._previous is not None:
            metadata["prev-transaction-id"], metadata["prev-transaction-record-id"] = self._previous
        self._previous = change.transaction, change.number
        before = f'"before-image":{self._before(change)},' if change.operation == "update" else ""
        return Record(partition_key, f'{{{before}"data":{_row(table, row)},"metadata":{_json(metadata)}}}\n'.encode())

    def moved(self, change: Change) -> bool:
        """Whether an update changed the key: what was one row's is another's now."""
        old, new = change.old, change.new
        return old is not None and new is not None and any(old[i] != new[i] for i in self._places(change.table))

    def _before(self, change: Change) -> str:
        if change.old is None or not self.moved(change):
            return "{}"
        table, places = change.table, self._places(change.table)
        kept = Table(table.schema, table.name, tuple(table.columns[i] for i in places))
        return _row(kept, tuple(change.old[i] for i in places))

    def _places(self, table: Table) -> list[int]:
        key = self._keys[table.title]
        return [i for i, column in enumerate(table.columns) if column.name in key]

    def _partition_key(self, table: Table, row: Row) -> str:
        names = [column.name for column in table.columns]
        values = [str(row[names.index(name)]) for name in self._keys[table.title]]
        return ".".join([table.title, *values])

    def _metadata(self, table: Table, kind: str, operation: str, key_type: str) -> dict[str, object]:
        return {
            "timestamp": written(self._now()),
            "record-type": kind,
            "operation": operation,
            "partition-key-type": key_type,
            "schema-name": table.schema,
            "table-name": table.name,
        }


def place(position: int) -> str:
    """A place in the log as DMS writes it: padded, so that texts are ordered as places are."""
    return f"{position >> 32:08X}/{position & 0xFFFFFFFF:08X}"


def written(at: datetime) -> str:
    """A time as DMS writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _complete(change: Change) -> Row:
    """The row of a change, with the long values that an update left alone from the old row."""
    row = change.new if change.new is not None else change.old
    if row is None:
        raise DemoError(
            f"a {change.operation} in {change.table.title} has no row: the table has no replica identity",
            hint=f"Give it a primary key, or: ALTER TABLE {change.table.title} REPLICA IDENTITY FULL",
        )
    if not any(isinstance(cell, Unchanged) for cell in row):
        return row
    old = change.old or ()
    filled = tuple(
        (old[i] if i < len(old) else cell) if isinstance(cell, Unchanged) else cell for i, cell in enumerate(row)
    )
    lost = [
        column.name for column, cell in zip(change.table.columns, filled, strict=True) if isinstance(cell, Unchanged)
    ]
    # Where only the key of the old row is in the log, its other cells are empty, and not known to be null.
    if lost or change.old is None or _only_key(change):
        raise DemoError(
            f"an update in {change.table.title} left a long value alone, which is therefore not in the log",
            hint=f"ALTER TABLE {change.table.title} REPLICA IDENTITY FULL",
        )
    return filled


def _only_key(change: Change) -> bool:
    new, old = change.new or (), change.old or ()
    return all(o is None for n, o in zip(new, old, strict=True) if isinstance(n, Unchanged))


def _row(table: Table, row: Row) -> str:
    pairs = (f"{_text(c.name)}:{_cell(c.type, cell)}" for c, cell in zip(table.columns, row, strict=True))
    return f"{{{','.join(pairs)}}}"


def _cell(kind: int, cell: Cell) -> str:
    return "null" if cell is None or isinstance(cell, Unchanged) else KINDS.get(kind, _OTHER).write(cell)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
