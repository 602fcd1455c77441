"""The smoke test of a deployed API, on the API as it runs here, and on servers that are not well."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.operations import smoke

from .conftest import Api, Server, serving

Answer = Callable[[str, str], tuple[int, str]]
MADE = json.dumps({"id": "7"})


@contextmanager
def answering(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that answers so, its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(f"{self.command} {self.path}")
            status, text = answer(self.command, self.path)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/health")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_DELETE = handle_any

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def well(method: str, path: str) -> tuple[int, str]:
    """What an API that is well answers, as long as nobody asks for a reservation after its end."""
    return {"POST": (201, MADE), "DELETE": (204, "")}.get(method, (200, MADE))


def test_a_reservation_is_made_read_and_cancelled(server: Server, database: str, api: Api) -> None:
    server.run("DELETE FROM reservations", database=database)
    steps = [(step.method, step.status) for step in smoke(f"http://127.0.0.1:{api.port}")]
    expected = [("GET", 200)] * 3 + [("POST", 201), ("GET", 200), ("DELETE", 204), ("GET", 404)]
    assert steps == expected
    assert server.run("SELECT COUNT(*) FROM reservations", database=database) == [(0,)], "nothing is left"
    requests = [line["request"] for line in api.lines() if "request" in line]
    assert [(each["method"], each["status"]) for each in requests[-len(expected) :]] == expected


def test_read_only_it_makes_nothing(api: Api) -> None:
    before = len(api.lines())
    assert [step.path for step in smoke(f"http://127.0.0.1:{api.port}", read_only=True)] == [
        "/health",
        "/health/ready",
        "/reservations?limit=1",
    ]
    assert {line["request"]["method"] for line in api.lines()[before:] if "request" in line} == {"GET"}


def test_a_task_without_its_database_is_found(server: Server, database: str, api: Api, tmp_path: Path) -> None:
    stale = server.environment(database) | {"DB_PASSWORD": "stale"}  # pragma: allowlist secret
    with serving(tmp_path, stale) as found:
        steps = smoke(f"http://127.0.0.1:{found.port}")
        assert next(steps).path == "/health"
        with pytest.raises(GroundplanError, match="answers 503 instead of 200") as caught:
            next(steps)
    assert "do not reach the database" in str(caught.value)
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda method, path: (200, "{}") if method == "POST" else well(method, path), "answers 200 instead of 201"),
        (lambda method, path: (201, "[]") if method == "POST" else well(method, path), "the answer names no id"),
        (lambda method, path: (301, "") if path == "/health" else well(method, path), "answers 301 instead of 200"),
        (lambda method, path: (200, "<html>") if path == "/health" else well(method, path), "no JSON"),
        (well, "answers 200 instead of 404"),
    ],
)
def test_another_answer_ends_it(broken: Answer, words: str) -> None:
    with answering(broken) as (url, _), pytest.raises(GroundplanError, match=words):
        list(smoke(url))


def test_what_was_made_is_cancelled_when_reading_fails() -> None:
    def other(method: str, path: str) -> tuple[int, str]:
        return (200, '{"id": "8"}') if (method, path) == ("GET", "/reservations/7") else well(method, path)

    with answering(other) as (url, asked):
        with pytest.raises(GroundplanError, match="another reservation than was made"):
            list(smoke(url))
        assert asked[-1] == "DELETE /reservations/7"


@pytest.mark.parametrize(
    "url", ["api.dev.example.com", "http://api.dev.example.com", "https://", "ftp://localhost", "https://x/path"]
)
def test_only_an_encrypted_address_will_do(url: str) -> None:
    with pytest.raises(GroundplanError, match="is no address of an API"):
        next(smoke(url))


def test_the_task_says_what_is_wrong_and_ends_with_1(repository: Path) -> None:
    with answering(lambda method, path: (503, "")) as (url, _):
        command = [sys.executable, str(repository / "tasks.py"), "smoke", "--url", url]
        done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"GET {url}/health: answers 503 instead of 200" in done.stderr
