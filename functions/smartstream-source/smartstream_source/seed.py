"""Data to begin with: the SQL files of this package, each safe to be run twice, in the order of their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql


def scripts() -> dict[str, str]:
    """The files by name, in order."""
    folder = files(__package__) / "sql"
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in found}


def seed(connection: psycopg.Connection[Any], statements: Mapping[str, str], schemas: Sequence[str]) -> dict[str, int]:
    """Run the files; how many rows each table of the schemas has then, by ``schema.table``."""
    for text in statements.values():
        connection.execute(text.encode())
    tables = connection.execute(
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_type = 'BASE TABLE' AND table_schema = ANY (%s) ORDER BY 1, 2",
        (list(schemas),),
    ).fetchall()
    return {f"{schema}.{table}": _rows(connection, sql.Identifier(schema, table)) for schema, table in tables}


def _rows(connection: psycopg.Connection[Any], table: sql.Identifier) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    return int(row[0]) if row else 0
