"""The rows of one raw object as Parquet files, one for each table and day: written row group by row group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .changes import Change
from .tables import COMMITTED_AT, OPERATION, POSITION, TIMESTAMP, Table

_DAY = 24 * 3600 * 1_000_000
_ROWS = 50_000
"""A row group has at most so many rows."""
_HELD = 16 * 1024 * 1024
"""So many characters of records wait at most before what waits is written."""


@dataclass(slots=True)
class _File:
    """A table's rows of one day: those that wait, and what is written of them."""

    table: Table
    day: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    extras: list[dict[str, str | None]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    """Columns that nobody declared, as far as they are known."""
    parts: list[Path] = field(default_factory=list)
    writer: pq.ParquetWriter | None = None


class Files:
    """Files that grow in a folder of this machine. Nothing of them is in S3 before all of them are closed."""

    def __init__(self, folder: Path, source: str) -> None:
        self._folder = folder
        self._source = source
        self._files: dict[tuple[str, int], _File] = {}
        self._held = 0
        self._parts = 0

    def add(self, change: Change, size: int) -> None:
        """Keep a change; ``size`` is about how much memory it takes."""
        at = (change.table.name, change.committed_at // _DAY)
        file = self._files.get(at)
        if file is None:
            file = self._files[at] = _File(change.table, at[1])
        file.rows.append((*change.values, change.operation, change.position, change.committed_at))
        file.extras.append(change.extra)
        self._held += size
        if len(file.rows) >= _ROWS:
            self._write(file)
        if self._held > _HELD:
            for each in self._files.values():
                self._write(each)
            self._held = 0

    def close(self) -> Iterator[tuple[str, int, Path]]:
        """Each file that there is, finished: its table, its day (days since 1970), and where it is."""
        for _, file in sorted(self._files.items(), key=lambda item: item[0]):
            self._write(file)
            self._end(file)
            yield file.table.name, file.day, file.parts[0] if len(file.parts) == 1 else self._joined(file)

    def _write(self, file: _File) -> None:
        if not file.rows:
            return
        names = {name for extra in file.extras for name in extra}
        if not names <= set(file.names):
            # A column more than the file has: it goes on in another, and both become one at the end.
            self._end(file)
            file.names = tuple(sorted(names.union(file.names)))
        schema = self._schema(file)
        columns = zip(*file.rows, strict=True)
        arrays = [pa.array(values, type=each.type) for values, each in zip(columns, schema, strict=False)]
        arrays += [pa.array([extra.get(name) for extra in file.extras], type=pa.string()) for name in file.names]
        if file.writer is None:
            self._parts += 1
            file.parts.append(self._folder / f"{self._parts}.parquet")
            file.writer = _writer(file.parts[-1], schema)
        file.writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        file.rows.clear()
        file.extras.clear()

    def _schema(self, file: _File) -> pa.Schema:
        declared = [(column.name, column.type) for column in file.table.columns.values()]
        ours = [(OPERATION, pa.string()), (POSITION, pa.string()), (COMMITTED_AT, TIMESTAMP)]
        undeclared = [(name, pa.string()) for name in file.names]
        metadata = {"smartstream.source": self._source, "smartstream.table": file.table.name}
        return pa.schema([*declared, *ours, *undeclared], metadata=metadata)

    def _end(self, file: _File) -> None:
        if file.writer:
            file.writer.close()
            file.writer = None

    def _joined(self, file: _File) -> Path:
        self._parts += 1
        path, schema = self._folder / f"{self._parts}.parquet", self._schema(file)
        with _writer(path, schema) as writer:
            for part in file.parts:
                with pq.ParquetFile(part) as written:
                    for number in range(written.num_row_groups):
                        rows = written.read_row_group(number)
                        for name in sorted(set(schema.names) - set(rows.column_names)):
                            rows = rows.append_column(name, pa.nulls(rows.num_rows, pa.string()))
                        writer.write_table(rows.select(schema.names).cast(schema))
        return path


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd", coerce_timestamps="us")
