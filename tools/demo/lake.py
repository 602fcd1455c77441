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

from .compare import Side
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
    queries: Path
    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    _database: Any = None
    """The tables, as of the last time that something was fetched."""

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
        if there != self.files:
            self._database = None
        for key in self.files.keys() - there.keys():
            (self.folder / key).unlink()
        self.files = there
        return fresh

    def rows(self, table: str) -> int:
        """How many rows the zone has of a table, of all times."""
        if not self._has(table):
            return 0
        return int(self._ask(f"SELECT count(*) FROM {view(table)}").fetchone()[0])  # noqa: S608

    def current(self, table: str) -> Side:
        """A table as it is now, by the platform's query."""
        return self._side(table, self.query(f"current_{table.partition('.')[2]}"))

    def current_whole(self, table: str) -> Side:
        """The same rows with all columns, those too that the query leaves out because nobody declared them."""
        return self._side(table, with_all_columns(self.query(f"current_{table.partition('.')[2]}")))

    def counts(self) -> dict[str, int]:
        """The current rows of each table, by the platform's query for that."""
        return {str(table): int(rows) for table, rows, _ in self._ask(self.query("row_counts")).fetchall()}

    def operations(self) -> dict[str, int]:
        """The changes of the last week by operation, by the platform's query for that."""
        found: dict[str, int] = {}
        for _, _, operation, changes in self._ask(self.query("changes_by_operation")).fetchall():
            found[operation] = found.get(operation, 0) + int(changes)
        return found

    def query(self, name: str) -> str:
        """The SQL of a named query.

        Raises:
            DemoError: there is none.
        """
        file = self.queries / f"{name}.sql"
        try:
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise DemoError(f"the query {name} cannot be read: {error}") from error

    def delays(self, key: str, done: float) -> list[float]:
        """Seconds from the commit of each row of a file to a moment; rows of the full load have none."""
        found = (
            engine()
            .connect()
            .execute(
                f"SELECT epoch_us(_committed_at) FROM read_parquet('{self.folder / key}') WHERE _op <> 'L'"  # noqa: S608
            )
        )
        return [done - microseconds / 1e6 for (microseconds,) in found.fetchall()]

    def predictions(self) -> tuple[int, int]:
        """How many there are, and how many of different changes of an order."""
        self._bring(self.pipeline.keys_below("analytics/predictions/"))
        place = self.folder / "analytics" / "predictions" / "*" / "*.parquet"
        found = (
            engine()
            .connect()
            .execute(
                f"SELECT count(*), count(DISTINCT (key, position)) FROM read_parquet('{place}') "  # noqa: S608
                "WHERE score BETWEEN 0 AND 1"
            )
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

    def _side(self, table: str, sql: str) -> Side:
        if not self._has(table):
            return Side([], [])
        found = self._ask(sql)
        return Side([str(column[0]) for column in found.description], found.fetchall())

    def _ask(self, sql: str) -> Any:
        """Run a query of Athena's, with the tables that the crawler would have made."""
        if self._database is None:
            self._database = engine().connect()
            self._database.execute("SET TimeZone = 'UTC'")
            for table in filter(self._has, self.keys):
                place = self.folder / TRUSTED / table / "*" / "*.parquet"
                source = f"read_parquet('{place}', hive_partitioning = true, hive_types = {{'dt': VARCHAR}}, "
                self._database.execute(
                    f"CREATE TABLE {view(table)} AS SELECT * FROM {source}union_by_name = true)"  # noqa: S608
                )
        return self._database.execute(sql)


def view(table: str) -> str:
    """What a crawler calls the table of a folder: no dots."""
    return table.replace(".", "_")


def with_all_columns(sql: str) -> str:
    """A query whose outermost selection is of everything.

    Raises:
        DemoError: the query is not made like that.
    """
    changed, found = re.subn(
        r"\A((?:--[^\n]*\n|\s)*)SELECT\b.*?\bFROM \(", r"\1SELECT * FROM (", sql, count=1, flags=re.DOTALL
    )
    if not found:
        raise DemoError(f"this query does not select from a query, as one of the current state does:\n{sql}")
    return changed


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
