"""Both forms of the API on one real database, and the schema that they need."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pymysql
import pytest

from .conftest import PASSWORD, USER, Api, Server, certificates, migrated, serving

ROOM = {
    "resource": "room 1",
    "holder": "Ada",
    "starts_at": "2030-01-31T09:00:00Z",
    "ends_at": "2030-01-31T10:00:00Z",
}
FUNCTION = """
import json, sys
from sarcng_api import handler, migrate
events = json.load(sys.stdin)
answers = [handler.handle(event, None) if event else migrate.handle({}, None) for event in events]
print("ANSWERS " + json.dumps(answers))
"""


def event(method: str, path: str, content: object = None) -> dict[str, Any]:
    """What an HTTP API sends to the function."""
    context = {"http": {"method": method, "path": path}, "requestId": "request-1", "stage": "$default"}
    body = None if content is None else json.dumps(content)
    return {"version": "2.0", "rawPath": path, "headers": {}, "requestContext": context, "body": body}


def function(server: Server, database: str, packaged: Path, *events: dict[str, Any] | None) -> list[Any]:
    """The function's answers; nothing stands for a call of the schema's."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", FUNCTION],
        env={**server.environment(database), "PYTHONPATH": str(packaged), "AWS_LAMBDA_FUNCTION_NAME": "sarc-ng-api"},
        input=json.dumps(events),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    [answers] = [line for line in done.stdout.splitlines() if line.startswith("ANSWERS ")]
    return list(json.loads(answers.removeprefix("ANSWERS ")))


@pytest.fixture
def clean(server: Server, database: str, api: Api) -> None:
    server.run("DELETE FROM reservations", database=database)


def test_two_runners_at_once_apply_each_migration_once(server: Server, packaged: Path) -> None:
    name = "sarcng_schema"
    server.run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    runners = [migrated(server, name, packaged) for _ in range(3)]
    outputs = [runner.communicate(timeout=60)[0].decode() for runner in runners]
    assert [runner.returncode for runner in runners] == [0, 0, 0], "\n".join(outputs)
    lines = [json.loads(line) for output in outputs for line in output.splitlines()]
    applied = [line["schema"]["applied"] for line in lines if "schema" in line]
    assert sorted(applied) == [[], [], [1, 2, 3]]
    rows = server.run("SELECT version, applied_at IS NOT NULL FROM schema_migrations", database=name)
    assert sorted(rows) == [(1, 1), (2, 1), (3, 1)]

    assert function(server, name, packaged, None) == [{"version": 3, "applied": []}], "again changes nothing"
    indexes = server.run("SHOW INDEX FROM reservations", database=name)
    assert {row[2] for row in indexes} == {"PRIMARY", "reservations_by_resource", "reservations_by_start"}


def test_a_runner_that_died_half_way_is_followed_by_one_that_ends(server: Server, packaged: Path) -> None:
    name = "sarcng_half"
    server.run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    assert function(server, name, packaged, None) == [{"version": 3, "applied": [1, 2, 3]}]
    server.run("UPDATE schema_migrations SET applied_at = NULL WHERE version = 2", database=name)
    server.run(
        "DELETE FROM schema_migrations WHERE version = 3",
        "DROP INDEX reservations_by_start ON reservations",
        database=name,
    )
    assert function(server, name, packaged, None) == [{"version": 3, "applied": [2, 3]}]


def test_a_reservation_lives_from_post_to_delete(api: Api, clean: None) -> None:
    status, made = api.send("POST", "/reservations", ROOM)
    assert status == 201, made
    path = api.headers["Location"]
    assert api.send("GET", path) == (200, made)
    assert api.send("GET", "/reservations?resource=room+1") == (200, {"items": [made]})
    status, changed = api.send("PUT", path, ROOM | {"holder": "Grace", "ends_at": "2030-01-31T10:30:00.250000Z"})
    assert (status, changed["holder"], changed["ends_at"]) == (200, "Grace", "2030-01-31T10:30:00.250000Z")
    assert api.send("PUT", path, ROOM | {"holder": "Grace", "ends_at": "2030-01-31T10:30:00.250000Z"})[0] == 200
    assert api.send("DELETE", path) == (204, None)
    assert [api.send(method, path, ROOM if method == "PUT" else None)[0] for method in ("GET", "PUT", "DELETE")] == [
        404
    ] * 3


def test_both_forms_work_on_the_same_data(server: Server, database: str, packaged: Path, api: Api, clean: None) -> None:
    _, made = api.send("POST", "/reservations", ROOM | {"holder": "Zoë 🦊"})
    path = f"/reservations/{made['id']}"
    ready, read, taken, deleted = function(
        server,
        database,
        packaged,
        event("GET", "/health/ready"),
        event("GET", path),
        event("POST", "/reservations", ROOM),
        event("DELETE", path),
    )
    assert [each["statusCode"] for each in (ready, read, taken, deleted)] == [200, 200, 409, 204]
    assert json.loads(read["body"]) == made
    assert api.send("GET", path)[0] == 404


def test_names_are_told_apart_as_they_are_written(api: Api, clean: None) -> None:
    for resource in ("cafe", "Cafe", "café"):
        assert api.send("POST", "/reservations", ROOM | {"resource": resource})[0] == 201
    _, page = api.send("GET", "/reservations?resource=cafe")
    assert [item["resource"] for item in page["items"]] == ["cafe"]


def test_pages_follow_each_other(api: Api, clean: None) -> None:
    for number in range(5):
        assert api.send("POST", "/reservations", ROOM | {"resource": f"room {number}"})[0] == 201
    seen, after = [], ""
    for expected in (2, 2, 1):
        _, page = api.send("GET", f"/reservations?limit=2{after}")
        assert len(page["items"]) == expected
        seen += [item["resource"] for item in page["items"]]
        after = f"&after={page.get('next')}"
    assert sorted(seen) == [f"room {number}" for number in range(5)]


def test_of_many_at_once_one_gets_the_room_and_nobody_an_error(api: Api, clean: None) -> None:
    for attempt in range(5):
        draft = ROOM | {"resource": f"room {attempt}"}
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, draft=draft: api.send("POST", "/reservations", draft)[0], range(8)))
        assert sorted(answers) == [201] + [409] * 7


def test_every_line_is_json_with_its_trace_and_metrics(api: Api, clean: None) -> None:
    trace = "1-5759e988-bd862e3fe1be46a994272793"
    api.send("POST", "/reservations", ROOM, X_Amzn_Trace_Id=f"Root={trace}")
    assert api.headers["X-Trace-Id"] == trace
    [line] = [line for line in api.lines() if line["trace_id"] == trace]
    assert (line["message"], line["request"]["route"], line["request"]["status"]) == ("request", "/reservations", 201)
    [definition] = line["_aws"]["CloudWatchMetrics"]
    assert definition["Namespace"] == "SarcNG/test"
    names = {metric["Name"] for metric in definition["Metrics"]}
    assert names == {
        "api_response_time",
        "database_connection_pool",
        "reservation_success_rate",
        "resource_utilization",
    }
    assert 1 <= line["database_connection_pool"] <= 8
    assert line["reservation_success_rate"] == 1.0
    assert 1 < line["resource_utilization"] < 100
    assert line["Form"] == "container"


def test_connections_that_the_database_cuts_are_made_again(server: Server, api: Api, clean: None) -> None:
    assert api.send("GET", "/health/ready")[0] == 200
    cut = [row[0] for row in server.run("SHOW PROCESSLIST") if row[1] == USER]
    assert cut
    for number in cut:
        server.run(f"KILL {number}")
    assert api.send("POST", "/reservations", ROOM)[0] == 201


def test_a_task_whose_credentials_were_rotated_asks_to_be_replaced(
    server: Server, database: str, api: Api, tmp_path: Path
) -> None:
    old = {"DB_PASSWORD": "stale"}  # pragma: allowlist secret
    with serving(tmp_path, server.environment(database) | old) as stale:
        assert stale.send("GET", "/health")[0] == 200, "nobody knows yet"
        assert stale.send("GET", "/health/ready")[0] == 503
        assert stale.send("GET", "/health")[0] == 503
        assert "stale" not in stale.log.read_text(encoding="utf-8")


def test_a_server_that_shows_another_certificate_is_not_spoken_to(
    server: Server, database: str, api: Api, tmp_path: Path
) -> None:
    other = {"DB_CA_BUNDLE": str(certificates(tmp_path))}
    with serving(tmp_path, server.environment(database) | other) as careful:
        assert careful.send("GET", "/health/ready")[0] == 503
        assert "CERTIFICATE_VERIFY_FAILED" in careful.log.read_text(encoding="utf-8")
    with pytest.raises(pymysql.OperationalError):
        pymysql.connect(host="127.0.0.1", port=server.port, user=USER, password=PASSWORD, ssl_disabled=True)


def test_requests_under_way_are_answered_before_the_end(
    server: Server, database: str, api: Api, clean: None, tmp_path: Path
) -> None:
    with serving(tmp_path, server.environment(database)) as ending:
        holding = pymysql.connect(unix_socket=str(server.socket), user="root", database=database)
        holding.begin()
        holding.cursor().execute("SELECT id FROM reservations FOR UPDATE")  # the request has to wait for this
        answers: list[int] = []
        caller = threading.Thread(target=lambda: answers.append(ending.send("POST", "/reservations", ROOM)[0]))
        caller.start()
        time.sleep(0.7)
        assert not answers
        ending.process.terminate()
        time.sleep(0.7)
        with pytest.raises(OSError), socket.create_connection(("127.0.0.1", ending.port), timeout=2) as late:
            late.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            late.settimeout(2)
            if not late.recv(100):
                raise ConnectionResetError
        holding.rollback()
        holding.close()
        caller.join(timeout=20)
        assert answers == [201]
        assert ending.process.wait(timeout=20) == 0
    time.sleep(0.2)
    lines = ending.lines()
    assert [line["request"]["status"] for line in lines if "request" in line][-1] == 201
