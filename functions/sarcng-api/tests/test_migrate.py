from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import pymysql
import pytest
from sarcng_api import migrate as module
from sarcng_api.migrate import Migration, Refused, migrate, migrations


def tables(database: Any) -> set[str]:
    found = database.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found}


def test_steps_are_in_order_and_hold_one_statement_each() -> None:
    steps = migrations()
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    for step in steps:
        lines = [line for line in step.statement.splitlines() if not line.startswith("--")]
        assert "\n".join(lines).count(";") == 1, f"{step.name}: MySQL commits after each statement"


def test_an_empty_database_gets_everything_once(empty: Any) -> None:
    assert migrate(empty, migrations()) == [1, 2, 3]
    assert {"reservations", "schema_migrations"} <= tables(empty)
    assert migrate(empty, migrations()) == []


def test_only_what_is_new_is_applied(empty: Any) -> None:
    migrate(empty, migrations()[:1])
    assert migrate(empty, migrations()) == [2, 3]


def test_an_older_release_leaves_a_newer_schema_alone(empty: Any) -> None:
    migrate(empty, migrations())
    assert migrate(empty, migrations()[:2]) == []


def test_history_is_not_rewritten(empty: Any) -> None:
    steps = migrations()
    migrate(empty, steps)
    with pytest.raises(Refused, match=r"0002_.* was changed after it was applied"):
        migrate(empty, [steps[0], replace(steps[1], statement="SELECT 1"), steps[2]])


def test_nobody_waits_for_ever(empty: Any) -> None:
    empty.connection.create_function("GET_LOCK", 2, lambda name, seconds: 0)
    with pytest.raises(Refused, match="another runner"):
        migrate(empty, migrations())
    assert tables(empty) == set()


def test_a_statement_that_failed_may_be_mended(empty: Any) -> None:
    good = migrations()[0]
    bad = replace(good, statement="CREATE TABLE reservations (id")
    with pytest.raises(sqlite3.OperationalError):
        migrate(empty, [bad])
    assert migrate(empty, [good]) == [1]
    assert migrate(empty, [good]) == []


@pytest.mark.parametrize(("number", "again", "passes"), [(1050, True, True), (1050, False, False), (1064, True, False)])
def test_what_was_done_but_not_noted_counts_as_done(number: int, again: bool, passes: bool) -> None:
    class Cursor:
        def execute(self, query: str, args: tuple[Any, ...] = ()) -> None:
            raise pymysql.OperationalError(number, "no")

    step = Migration(1, "0001_x.sql", "CREATE TABLE x (y INT)")
    if passes:
        module._apply(Cursor(), step, again=again)  # type: ignore[arg-type]
    else:
        with pytest.raises(pymysql.OperationalError):
            module._apply(Cursor(), step, again=again)  # type: ignore[arg-type]


def test_a_task_that_cannot_migrate_ends_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DB_HOST", "DB_NAME", "DB_SECRET_ARN", "DB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    assert module.main() == 1
    with pytest.raises(KeyError):
        module.handle({}, None)
