from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from sarcng_api.wsgi import LARGEST_BODY, Application

BODY = {
    "resource": "room 1",
    "holder": "Ada",
    "starts_at": "2030-01-31T09:00:00Z",
    "ends_at": "2030-01-31T10:00:00Z",
}


@pytest.fixture
def application(sqlite: Any) -> Application:
    return Application(sqlite)


def send(application: Application, method: str, path: str, body: bytes = b"", **environ: str) -> tuple[int, Any, Any]:
    """What a server hands over, as PEP 3333 has it, and what comes back."""
    started: list[Any] = []
    given = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.input": io.BytesIO(body),
    }
    content = b"".join(application({**given, **environ}, lambda status, headers: started.extend((status, headers))))
    status, headers = started
    return int(status[:3]), dict(headers), json.loads(content) if content else None


def test_both_forms_answer_alike(application: Application) -> None:
    status, headers, made = send(application, "POST", "/reservations", json.dumps(BODY).encode())
    assert status == 201
    assert headers["Location"] == f"/reservations/{made['id']}"
    assert headers["Content-Type"] == "application/json"
    status, headers, page = send(application, "GET", "/reservations", QUERY_STRING="resource=room+1&limit=5")
    assert (status, page) == (200, {"items": [made]})
    assert int(headers["Content-Length"]) == len(json.dumps(page))
    status, headers, nothing = send(application, "DELETE", f"/reservations/{made['id']}")
    assert (status, nothing) == (204, None)
    assert "Content-Type" not in headers


@pytest.mark.parametrize(
    "environ",
    [
        {"CONTENT_LENGTH": str(LARGEST_BODY + 1)},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "many"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
    ],
    ids=str,
)
def test_a_body_of_unknown_or_great_length_is_not_read(application: Application, environ: dict[str, str]) -> None:
    status, _, content = send(application, "POST", "/reservations", b"{}", **environ)
    assert (status, content["status"]) == (413, 413)


def test_bytes_that_are_no_text_are_answered_too(application: Application) -> None:
    assert send(application, "POST", "/reservations", b"\xff\xfe")[0] == 400
    assert send(application, "GET", "/\xff")[0] == 404


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"HTTP_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793"}, "1-5759e988-bd862e3fe1be46a994272793"),
        (
            {"HTTP_X_AMZN_TRACE_ID": "Self=1-6-7; Root=1-5759e988-bd862e3fe1be46a994272793"},
            "1-5759e988-bd862e3fe1be46a994272793",
        ),
        (
            {"HTTP_TRACEPARENT": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
            "0af7651916cd43dd8448eb211c80319c",  # pragma: allowlist secret
        ),
        ({"HTTP_X_AMZN_TRACE_ID": 'Root=1"}{"forged":1'}, None),
        ({}, None),
    ],
    ids=["load balancer", "load balancer behind another", "W3C", "forged", "none"],
)
def test_an_answer_names_its_trace(application: Application, environ: dict[str, str], expected: str | None) -> None:
    _, headers, _ = send(application, "GET", "/health", **environ)
    if expected:
        assert headers["X-Trace-Id"] == expected
    else:
        assert re.fullmatch("[0-9a-f]{32}", headers["X-Trace-Id"])
