"""What a record says: which change of which row, and where it stands in the order of all changes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .rules import clean
from .tables import Column, Table, Tables, Unfit, microseconds, text, trusted_name

_OPERATIONS = {"load": "L", "insert": "I", "update": "U", "delete": "D"}
# PostgreSQL's: a place in the log, a number, and the place to begin again from: 00000002/7C007178.3.00000002/7C007178.
_PLACE = re.compile(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})(?:\.(\d{1,10}))?(?:\.|$)")


class Refused(ValueError):
    """A record that cannot be taken: a word for the kind of fault, and the fault."""

    def __init__(self, reason: str, detail: str, table: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.table = table


class Change:
    """One change of one row: its values in the order of the table's columns, and text of columns nobody declared."""

    __slots__ = ("committed_at", "extra", "key", "operation", "position", "table", "values")

    def __init__(
        self,
        table: Table,
        operation: str,
        key: tuple[Any, ...],
        place: tuple[str, int],
        values: list[Any],
        extra: dict[str, str | None],
    ) -> None:
        self.table = table
        self.operation = operation
        self.key = key
        self.position, self.committed_at = place
        self.values = values
        self.extra = extra


def changes(record: Mapping[str, Any], tables: Tables, reloads: Sequence[int] = ()) -> Iterator[Change]:
    """The change in a record: none in a control record or of a table that is left out, two where a key changed.

    ``reloads`` are the times (microseconds, sorted) at which a full load began anew.

    Raises:
        Refused: the record is not what DMS writes, or not fit for its table.
    """
    metadata = record.get("metadata")
    if not isinstance(metadata, dict):
        raise Refused("shape", "the record has no metadata: this is not DMS's message format")
    if metadata.get("record-type") == "control":
        return
    name = f"{metadata.get('schema-name')}.{metadata.get('table-name')}"
    if tables.leaves_out(name):
        return
    data, operation = record.get("data"), _OPERATIONS.get(str(metadata.get("operation")))
    if operation is None:
        raise Refused("operation", f"there is no operation {metadata.get('operation')!r}", name)
    if not isinstance(data, dict):
        raise Refused("shape", "the record has no data", name)
    table = tables.tables.get(name)
    if table is None:
        raise Refused("table", f"{name} is not in tables.json: add it, or leave it out with `ignored`", name)
    place = _place(metadata, operation, name, reloads)
    change = _change(table, operation, place, data)
    before = record.get("before-image")
    if operation == "U" and isinstance(before, dict) and any(column in before for column in table.key):
        # Somewhere else now: the row that had the old key is gone.
        old = {column: before.get(column, data.get(column)) for column in table.key}
        gone = _change(table, "D", place, old)
        if gone.key != change.key:
            yield gone
    yield change


def _place(metadata: Mapping[str, Any], operation: str, table: str, reloads: Sequence[int]) -> tuple[str, int]:
    """Where the change stands, as text that sorts, and when it was committed (microseconds)."""
    name = "timestamp" if operation == "L" else "commit-timestamp"
    try:
        time = microseconds(metadata.get(name))
    except Unfit as error:
        hint = "" if operation == "L" else "; does the endpoint include transaction details?"
        raise Refused("position", f"metadata.{name}: {error}: {metadata.get(name)!r}{hint}", table) from None
    if time < 0:
        raise Refused("position", f"metadata.{name} is before 1970: {metadata[name]!r}", table)
    if operation == "L":
        # What is loaded was read after the load began: older than every change since, whatever the clock said then.
        begun = bisect_right(reloads, time)
        return f"{reloads[begun - 1] if begun else 0:017d}-{time:017d}-{0:010d}", time
    found = _PLACE.match(str(metadata.get("stream-position", "")))
    number = metadata.get("transaction-record-id", found and found[3])
    if found is None and number is None:
        raise Refused("position", "neither metadata.stream-position nor metadata.transaction-record-id", table)
    log = f"{found[1]:0>8}{found[2]:0>8}".upper() if found else "0"
    try:
        return f"{time:017d}-{log:0>17}-{int(number or 0):010d}", time
    except (ValueError, TypeError):
        raise Refused("position", f"metadata.transaction-record-id is no number: {number!r}", table) from None


def _change(table: Table, operation: str, place: tuple[str, int], data: dict[str, Any]) -> Change:
    try:
        data = clean(table.name, operation, dict(data))
    except ValueError as error:
        raise Refused("rule", str(error), table.name) from None
    values = [
        None if (value := data.pop(name, None)) is None else _converted(column, name, value, table)
        for name, column in table.columns.items()
    ]
    key = tuple([values[at] for at in table.key_at])
    if None in key:
        missing = ", ".join(name for name, value in zip(table.key, key, strict=True) if value is None)
        raise Refused("null_key", f"the key has no value: {missing}", table.name)
    extra = {trusted_name(name): None if value is None else _text(name, value, table) for name, value in data.items()}
    return Change(table, operation, key, place, values, extra)


def _converted(column: Column, name: str, value: Any, table: Table) -> Any:
    try:
        return column.convert(value)
    except Unfit as error:
        # Without the value: this is logged, and the record itself goes to quarantine.
        raise Refused("type", f"{name} ({column.type}): {error}", table.name) from None


def _text(name: str, value: Any, table: Table) -> str:
    try:
        return text(value)
    except Unfit as error:
        raise Refused("type", f"{name}: {error}", table.name) from None
