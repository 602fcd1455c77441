"""The user that DMS signs in as: it reads the log and the captured schemas, and writes to a schema of its own alone.

What DMS keeps there for itself (its heartbeat, the log of schema changes) it makes when it may. An event trigger it may
not: that needs RDS's superuser. So the trigger, its function and its table are made here, as the user guide of DMS has
them for sources that are not read as the master user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from .database import Refused, Secret

ARTIFACTS = "awsdms"
"""The schema that is DMS's own."""

_LOG = """
    CREATE TABLE IF NOT EXISTS {artifacts}.awsdms_ddl_audit (
      c_key    bigserial PRIMARY KEY,
      c_time   timestamp,
      c_user   varchar(64),
      c_txn    varchar(16),
      c_tag    varchar(24),
      c_oid    integer,
      c_name   varchar(64),
      c_schema varchar(64),
      c_ddlqry text
    )
"""
# It runs with its owner's rights for whoever changes the schema, so that nobody else needs any on the table. Therefore
# every name is said in full: a search path of the caller's leads nowhere. What is written is read from the log: no row
# stays.
_FUNCTION = """
    CREATE OR REPLACE FUNCTION {artifacts}.awsdms_intercept_ddl() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF tg_tag OPERATOR(pg_catalog.=) ANY (ARRAY['CREATE TABLE', 'ALTER TABLE', 'DROP TABLE', 'CREATE TABLE AS']) THEN
        INSERT INTO {artifacts}.awsdms_ddl_audit (c_time, c_user, c_txn, c_tag, c_oid, c_name, c_schema, c_ddlqry)
        VALUES (current_timestamp, session_user, CAST(pg_catalog.txid_current() AS varchar(16)), tg_tag, 0, '',
                current_schema, pg_catalog.current_query());
        DELETE FROM {artifacts}.awsdms_ddl_audit;
      END IF;
    END;
    $$
"""


def prepare(connection: psycopg.Connection[Any], user: Secret, schemas: Sequence[str]) -> list[str]:
    """Make the user, or bring it up to date, its password and what it may; the schemas that it reads.

    Schemas that are not there are made, empty. Tables that are added to them later by the one who signed in can be read
    as well.

    Raises:
        Refused: the user is the one who signed in, or is master of the server.
    """
    name, artifacts = sql.Identifier(user.username), sql.Identifier(ARTIFACTS)

    def run(statement: str, **parts: sql.Composable) -> None:
        connection.execute(sql.SQL(statement).format(user=name, artifacts=artifacts, **parts))

    _check(connection, user)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (user.username,)).fetchone() is None:
        run("CREATE ROLE {user} LOGIN")
    # Its verifier, and not the password: the server's log may hold statements.
    verifier = connection.pgconn.encrypt_password(user.password.encode(), user.username.encode(), b"scram-sha-256")
    run("ALTER ROLE {user} LOGIN PASSWORD {verifier}", verifier=sql.Literal(verifier.decode()))
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'rds_replication'").fetchone():
        run("GRANT rds_replication TO {user}")
    else:
        run("ALTER ROLE {user} REPLICATION")  # a PostgreSQL that is not RDS's
    run("CREATE SCHEMA IF NOT EXISTS {artifacts}")
    run("GRANT USAGE, CREATE ON SCHEMA {artifacts} TO {user}")
    run(_LOG)
    run("GRANT SELECT ON {artifacts}.awsdms_ddl_audit TO {user}")
    run(_FUNCTION)
    run("REVOKE EXECUTE ON FUNCTION {artifacts}.awsdms_intercept_ddl() FROM PUBLIC")
    if connection.execute("SELECT 1 FROM pg_event_trigger WHERE evtname = 'awsdms_intercept_ddl'").fetchone() is None:
        run(
            "CREATE EVENT TRIGGER awsdms_intercept_ddl ON ddl_command_end"
            " EXECUTE FUNCTION {artifacts}.awsdms_intercept_ddl()"
        )
    for schema in map(sql.Identifier, schemas):
        run("CREATE SCHEMA IF NOT EXISTS {schema}", schema=schema)
        run("GRANT USAGE ON SCHEMA {schema} TO {user}", schema=schema)
        run("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {user}", schema=schema)
        run("ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {user}", schema=schema)
    return list(schemas)


def _check(connection: psycopg.Connection[Any], user: Secret) -> None:
    row = connection.execute("SELECT current_user = %s", (user.username,)).fetchone()
    if row == (True,):
        raise Refused(f"{user.username} is who signs in here: replication has a user of its own")
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %s", (user.username,)
    ).fetchone()
    if row == (True,):
        raise Refused(f"{user.username} is there and may more than a user for replication: take another name")
