"""The database's schema: numbered files, each applied once, in order, by one runner at a time.

MySQL ends a transaction with each change of the schema. So a file holds one statement, which happens or does not, and
is noted before and after: what was begun by a runner that then died is taken up again by the next.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from pymysql.constants import ER
from pymysql.err import MySQLError

from . import telemetry
from .database import Cursor, Database, Secret, Settings, fetch_secret

PATIENCE = 240
"""Seconds that a statement may take, and that a runner waits for another; less than the task's own limit."""

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_TABLE = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version INT NOT NULL PRIMARY KEY,
      name VARCHAR(200) NOT NULL,
      sha256 CHAR(64) NOT NULL,
      begun_at DATETIME(6) NOT NULL,
      applied_at DATETIME(6) NULL
    ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
"""
# What a statement says that had been carried out before its runner could note it.
_ALREADY = {
    ER.TABLE_EXISTS_ERROR,
    ER.DUP_FIELDNAME,
    ER.DUP_KEYNAME,
    ER.BAD_TABLE_ERROR,
    ER.CANT_DROP_FIELD_OR_KEY,
}


class Refused(Exception):
    """The schema cannot be brought up to date without a person."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    version: int
    name: str
    statement: str

    @property
    def sha256(self) -> str:
        """The digest that tells whether an applied file was changed afterwards."""
        return hashlib.sha256(self.statement.encode()).hexdigest()


def migrations() -> list[Migration]:
    """The steps in this package, in order.

    Raises:
        Refused: their names or numbers are not in order.
    """
    folder = files(__package__) / "migrations"
    found = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".sql"):
            continue
        match = _NAME.fullmatch(file.name)
        if match is None:
            raise Refused(f"{file.name}: a migration is called 0001_what_it_does.sql")
        found.append(Migration(int(match[1]), file.name, file.read_text(encoding="utf-8").strip()))
    if [each.version for each in found] != list(range(1, len(found) + 1)):
        raise Refused("migrations are numbered from 0001 without gaps and without doubles")
    return found


def migrate(database: Database, steps: Sequence[Migration], patience: int = PATIENCE) -> list[int]:
    """Apply what is not applied yet; the versions that were.

    Raises:
        Refused: another runner does not end, or the database has other migrations than this package.
        Unavailable: the database cannot be reached.
    """
    with database.transaction() as cursor:
        # The lock belongs to the connection: it goes when that does, whatever becomes of the runner.
        cursor.execute("SELECT GET_LOCK(CONCAT(DATABASE(), '.schema'), %s)", (patience,))
        if cursor.fetchone() != (1,):
            raise Refused(f"another runner has held the schema for {patience} seconds")
        try:
            return _migrate(cursor, steps)
        finally:
            cursor.execute("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.schema'))")


def _migrate(cursor: Cursor, steps: Sequence[Migration]) -> list[int]:
    cursor.execute(_TABLE)
    cursor.execute("SELECT version, sha256, applied_at FROM schema_migrations ORDER BY version")
    known = {version: (sha256, applied_at is not None) for version, sha256, applied_at in cursor.fetchall()}
    _compare(steps, known)
    applied = []
    for step in steps:
        begun, done = step.version in known, known.get(step.version, ("", False))[1]
        if done:
            continue
        if not begun:
            cursor.execute(
                "INSERT INTO schema_migrations (version, name, sha256, begun_at) VALUES (%s, %s, %s, UTC_TIMESTAMP(6))",
                (step.version, step.name, step.sha256),
            )
            cursor.execute("COMMIT")
        elif known[step.version][0] != step.sha256:
            # It never got through, and its file was mended.
            cursor.execute("UPDATE schema_migrations SET sha256 = %s WHERE version = %s", (step.sha256, step.version))
        _apply(cursor, step, again=begun)
        cursor.execute("UPDATE schema_migrations SET applied_at = UTC_TIMESTAMP(6) WHERE version = %s", (step.version,))
        cursor.execute("COMMIT")
        applied.append(step.version)
    return applied


def _compare(steps: Iterable[Migration], known: Mapping[int, tuple[str, bool]]) -> None:
    ours = {step.version: step for step in steps}
    for version, (sha256, applied) in known.items():
        if applied and version in ours and ours[version].sha256 != sha256:
            raise Refused(f"{ours[version].name} was changed after it was applied: undo that, and add a new file")
    # A database that is ahead is fine: an older release is being brought back, and migrations only ever add.


def _apply(cursor: Cursor, step: Migration, *, again: bool) -> None:
    started = time.perf_counter()
    try:
        cursor.execute(step.statement)
    except MySQLError as error:
        if not (again and error.args[0] in _ALREADY):
            raise
    seconds = round(time.perf_counter() - started, 3)
    telemetry.logger.info("migrated", extra={"migration": {"name": step.name, "seconds": seconds, "again": again}})


def handle(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Migrate as a Lambda function. What goes wrong is raised, so that the caller sees it fail."""
    telemetry.configure()
    telemetry.follow(str(getattr(context, "aws_request_id", "")))
    return _run()


def main() -> int:
    """Migrate as a one-off task: ``python -m sarcng_api.migrate``."""
    telemetry.configure()
    try:
        _run()
    except Exception:
        telemetry.logger.exception("the schema is not up to date")
        return 1
    return 0


def _run() -> dict[str, Any]:
    settings = replace(Settings.read(os.environ), connections=1, patience=PATIENCE + 10)
    given = (settings.user, settings.password) if settings.user and settings.password else None
    database = Database(settings, Secret(settings.secret_arn, fetch_secret, given=given))
    steps = migrations()
    applied = migrate(database, steps)
    database.close()
    result = {"version": steps[-1].version if steps else 0, "applied": applied}
    telemetry.logger.info("the schema is up to date", extra={"schema": result})
    return result


if __name__ == "__main__":
    sys.exit(main())
