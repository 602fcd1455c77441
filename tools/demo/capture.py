"""What stands in for DMS: a full load, then the changes of a logical replication slot, as DMS's records.

DMS itself runs only at AWS. This does what its task does with ``full-load-and-cdc``: it makes a slot, reads the tables
as they are, then the slot; and it moves the slot on only after the stream has taken the records, so that a capture that
dies repeats some of them, and loses none.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .errors import DemoError
from .pgoutput import Column, Decoder, Table, position
from .records import Record, Writer

SLOT: Final = "smartstream"
PUBLICATION: Final = "capture"
BATCH: Final = 500
"""Records in a request; Kinesis takes no more."""
_REQUEST_BYTES: Final = 4_500_000
_TRIES: Final = 10
_OPERATIONS: Final = {"insert": "I", "update": "U", "delete": "D"}
_PLUGIN: Final = "'proto_version', '1', 'publication_names', %s"


@dataclass
class Capture:
    """A replication slot on the one side, a Kinesis stream on the other."""

    connection: Any
    kinesis: Any
    stream: str
    sent: int = 0
    controls: int = 0
    told: Counter[str] = field(default_factory=Counter)
    """Rows by operation, as the trusted zone has to have them: each once, and a key that changed as two."""
    _tables: Sequence[Table] = ()
    _decoder: Decoder = field(default_factory=Decoder)
    _writer: Writer = field(default_factory=lambda: Writer({}))

    def begin(self) -> None:
        """Make the slot: nothing that is committed from here on is missed."""
        for setting in ("timezone = 'UTC'", "datestyle = 'ISO'", "bytea_output = 'hex'", "extra_float_digits = 1"):
            self.connection.execute(f"SET {setting}")
        self._tables, keys = _tables(self.connection)
        self._writer = Writer(keys)
        self.connection.execute("SELECT pg_create_logical_replication_slot(%s, 'pgoutput')", (SLOT,))

    def tables(self) -> Sequence[Table]:
        """The tables that are captured, as they are now."""
        return _tables(self.connection)[0]

    def keys(self) -> dict[str, Sequence[str]]:
        """Their primary keys."""
        return dict(_tables(self.connection)[1])

    def load(self) -> int:
        """Send the rows that are there; how many."""
        before = self.sent
        for table in self._tables:
            self._put([self._writer.control(table)])
            self.controls += 1
        with self.connection.transaction():
            self.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for table in self._tables:
                columns = ", ".join(f'"{column.name}"::text' for column in table.columns)
                with self.connection.cursor(name="load") as rows:
                    rows.itersize = 5000
                    rows.execute(f'SELECT {columns} FROM "{table.schema}"."{table.name}"')  # noqa: S608
                    self._put(self._writer.load(table, row) for row in rows)
        loaded = self.sent - before - len(self._tables)
        self.told["L"] += loaded
        return loaded

    def changes(self, limit: int = 20_000, *, forget: bool = False) -> Iterator[int]:
        """Send what has been committed until now, some thousand changes at a time; how many, each time.

        With ``forget`` the slot stays where it is after the first time, as if the capture had died just then: the same
        changes come again.
        """
        decoder = self._decoder
        while True:
            found = self.connection.execute(
                f"SELECT lsn::text, data FROM pg_logical_slot_peek_binary_changes(%s, NULL, %s, {_PLUGIN})",  # noqa: S608
                (SLOT, limit, PUBLICATION),
            ).fetchall()
            if not found:
                return
            before = self.sent
            messages = (decoder.change(position(at), bytes(message)) for at, message in found)
            made = [change for change in messages if change is not None]
            self._put(map(self._writer.change, made))
            if forget:
                forget = False
            else:
                self.told.update(_OPERATIONS[change.operation] for change in made)
                self.told["D"] += sum(map(self._writer.moved, made))
                self.connection.execute("SELECT pg_replication_slot_advance(%s, %s)", (SLOT, found[-1][0]))
            if self.sent > before:
                yield self.sent - before

    def _put(self, records: Iterable[Record]) -> None:
        batch: list[Record] = []
        size = 0
        for record in records:
            if len(batch) == BATCH or size + len(record.line) > _REQUEST_BYTES:
                self._send(batch)
                batch, size = [], 0
            batch.append(record)
            size += len(record.line) + len(record.partition_key)
        if batch:
            self._send(batch)

    def _send(self, batch: list[Record]) -> None:
        rest = [{"Data": record.line, "PartitionKey": record.partition_key} for record in batch]
        for attempt in range(_TRIES):
            answer = self.kinesis.put_records(StreamName=self.stream, Records=rest)
            if not answer["FailedRecordCount"]:
                self.sent += len(batch)
                return
            rest = [r for r, said in zip(rest, answer["Records"], strict=True) if said.get("ErrorCode")]
            time.sleep(0.05 * 2**attempt)  # a stream that is asked too much says so
        raise DemoError(f"the stream {self.stream} does not take {len(rest)} records: {answer['Records'][0]}")


def _tables(connection: Any) -> tuple[Sequence[Table], Mapping[str, Sequence[str]]]:
    """The tables that are published, and their primary keys."""
    columns = connection.execute(
        """
        SELECT p.schemaname, p.tablename, a.attname, a.atttypid::bigint, coalesce(a.attnum = ANY (i.indkey), false)
        FROM pg_publication_tables p
        JOIN pg_class c ON c.oid = format('%%I.%%I', p.schemaname, p.tablename)::regclass
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        WHERE p.pubname = %s
        ORDER BY p.schemaname, p.tablename, a.attnum
        """,
        (PUBLICATION,),
    ).fetchall()
    found: dict[tuple[str, str], list[Column]] = {}
    keys: dict[str, list[str]] = {}
    for schema, table, column, kind, in_key in columns:
        found.setdefault((schema, table), []).append(Column(column, kind))
        if in_key:
            keys.setdefault(f"{schema}.{table}", []).append(column)
    tables = [Table(schema, name, tuple(columns)) for (schema, name), columns in found.items()]
    if without := [table.title for table in tables if table.title not in keys]:
        raise DemoError(f"{', '.join(without)} has no primary key, so that updates and deletions cannot be told")
    return tables, keys
