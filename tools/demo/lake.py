"""The lake as a query sees it: the trusted zone's files, and the tables' current state by the platform's own SQL.

Athena is not in the emulator, so DuckDB stands in for it: it runs the same SQL over the same Parquet files, brought to
this machine as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .emulated import Pipeline
from .errors import DemoError

TRUSTED: Final = "trusted/"
_KEY: Final = re.compile(r"trusted/(?P<table>[^/]+)/dt=\d{4}-\d\d-\d\d/[^/]+\.parquet")


@dataclass
class Lake:
    """The trusted zone, as far as it has been fetched."""

    pipeline: Pipeline
    keys: dict[str, Sequence[str]]
    """The primary key of each table."""
    folder: Path
    files: dict[str, str] = field(default_factory=dict)

    def fetch(self) -> list[str]:
        """Bring what is new of the trusted zone; the keys of those objects.

        Raises:
            DemoError: an object is not where the layout of the zone has it.
        """
        there = self.pipeline.keys_below(TRUSTED)
        fresh = [key for key, etag in there.items() if self.files.get(key) != etag]
        if strange := [key for key in fresh if not _KEY.fullmatch(key)]:
            raise DemoError(f"{strange[0]} is no trusted/<schema>.<table>/dt=YYYY-MM-DD/<name>.parquet")
        self._bring(fresh)
        for key in self.files.keys() - there.keys():
            (self.folder / key).unlink()
        self.files = there
        return fresh

    def rows(self, table: str) -> int:
        """How many rows the zone has of a table, of all times."""
        if not self._has(table):
            return 0
        return int(self._query(f"SELECT count(*) FROM {self._source(table)}").fetchone()[0])  # noqa: S608

    def current(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and rows of a table as they are now."""
        if not self._has(table):
            return [], []
        found = self._query(current_state(self._source(table), self.keys[table]))
        names = [str(column[0]) for column in found.description]
        return names, found.fetchall()

    def delays(self, key: str, done: float) -> list[float]:
        """Seconds from the commit of each row of a file to a moment; rows of the full load have none."""
        found = self._query(
            f"SELECT epoch_us(_committed_at) FROM read_parquet('{self.folder / key}') WHERE _op <> 'L'"  # noqa: S608
        )
        return [done - microseconds / 1e6 for (microseconds,) in found.fetchall()]

    def predictions(self) -> tuple[int, int]:
        """How many there are, and how many of different changes of an order."""
        self._bring(self.pipeline.keys_below("analytics/predictions/"))
        place = self.folder / "analytics" / "predictions" / "*" / "*.parquet"
        found = self._query(
            f"SELECT count(*), count(DISTINCT (key, position)) FROM read_parquet('{place}') "  # noqa: S608
            "WHERE score BETWEEN 0 AND 1"
        )
        made, different = found.fetchone()
        return int(made), int(different)

    def _bring(self, keys: Iterable[str]) -> None:
        s3 = self.pipeline.client("s3")
        for key in keys:
            place = self.folder / key
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(s3.get_object(Bucket=self.pipeline.bucket, Key=key)["Body"].read())

    def _has(self, table: str) -> bool:
        return any(key.startswith(f"{TRUSTED}{table}/") for key in self.files)

    def _source(self, table: str) -> str:
        place = self.folder / TRUSTED / table / "*" / "*.parquet"
        return f"read_parquet('{place}', hive_partitioning = true, union_by_name = true)"

    def _query(self, sql: str) -> Any:
        duckdb = engine()
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql)


def current_state(source: str, key: Sequence[str]) -> str:
    """The latest row of each key, without those that were deleted."""
    columns = ", ".join(f'"{column}"' for column in key)
    ranked = f"row_number() OVER (PARTITION BY {columns} ORDER BY _position DESC) AS _rank"
    return (
        f"SELECT * EXCLUDE (_rank, _op, _position, _committed_at, dt) FROM (SELECT *, {ranked} FROM {source}) "  # noqa: S608
        "WHERE _rank = 1 AND _op <> 'D'"
    )


def engine() -> Any:
    """DuckDB, where it is installed.

    Raises:
        DemoError: it is not.
    """
    try:
        import duckdb
    except ImportError as error:
        raise DemoError(f"duckdb cannot be imported: {error}", hint="pip install duckdb") from error
    return duckdb
