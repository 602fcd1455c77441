from __future__ import annotations

import base64
import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from sarcng_api import handler, telemetry
from sarcng_api.database import Unavailable

BODY = json.dumps(
    {
        "resource": "room 1",
        "holder": "Ada",
        "starts_at": "2030-01-31T09:00:00Z",
        "ends_at": "2030-01-31T10:00:00Z",
    }
)
METRICS = {"api_response_time", "database_connection_pool", "reservation_success_rate", "resource_utilization"}
Log = Callable[[], list[dict[str, Any]]]


def event(method: str, path: str, **changes: Any) -> dict[str, Any]:
    """What an HTTP API sends, as far as it matters."""
    context = {"http": {"method": method, "path": path}, "requestId": "request-1", "stage": "$default"}
    return {"version": "2.0", "rawPath": path, "headers": {}, "requestContext": context} | changes


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    """The lines that were logged, decoded."""
    lines: list[str] = []
    catcher = logging.Handler()
    catcher.setFormatter(telemetry.JsonFormatter())
    catcher.emit = lambda record: lines.append(catcher.format(record))  # type: ignore[method-assign]
    monkeypatch.setattr(telemetry.logger, "handlers", [catcher])
    return lambda: [json.loads(line) for line in lines]


@pytest.fixture(autouse=True)
def _database(monkeypatch: pytest.MonkeyPatch, sqlite: Any) -> None:
    monkeypatch.setattr(handler, "_database", sqlite)
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
    monkeypatch.delenv("METRICS_NAMESPACE", raising=False)


def test_an_event_is_answered_in_the_form_that_an_http_api_takes() -> None:
    answer = handler.handle(event("POST", "/reservations", body=BODY), None)
    assert answer["statusCode"] == 201
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Location"].endswith(json.loads(answer["body"])["id"])
    assert all(isinstance(value, str) for value in answer["headers"].values())


def test_an_encoded_body_and_a_named_stage_are_understood() -> None:
    context = event("POST", "/")["requestContext"] | {"stage": "v1"}
    encoded = base64.b64encode(BODY.encode()).decode()
    sent = event("POST", "/v1/reservations", body=encoded, isBase64Encoded=True, requestContext=context)
    assert handler.handle(sent, None)["statusCode"] == 201


def test_each_request_is_one_line_with_its_metrics(log: Log) -> None:
    handler.handle(event("POST", "/reservations", body=BODY), None)
    [line] = log()
    assert line["message"] == "request"
    assert {key: line["request"][key] for key in ("method", "route", "status")} == {
        "method": "POST",
        "route": "/reservations",
        "status": 201,
    }
    assert line["metric"].keys() == METRICS
    assert all(isinstance(value, float) for value in line["metric"].values())
    assert line["metric"]["database_connection_pool"] == 1.0
    assert line["metric"]["api_response_time"] == line["request"]["duration_ms"]


def test_metrics_are_embedded_for_cloudwatch_where_a_namespace_is_named(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_NAMESPACE", "SarcNG/dev")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "sarc-ng-api")
    handler.handle(event("POST", "/reservations", body=BODY), None)
    [line] = log()
    [definition] = line["_aws"]["CloudWatchMetrics"]
    assert definition["Namespace"] == "SarcNG/dev"
    assert {metric["Name"] for metric in definition["Metrics"]} == METRICS
    assert {metric["Unit"] for metric in definition["Metrics"]} == {"None", "Percent", "Milliseconds", "Count"}
    assert {name: line[name] for name in METRICS} == line["metric"], "a metric's value stands at the top of the line"
    assert definition["Dimensions"] == [["Form"]]
    assert line["Form"] == "function"
    assert abs(line["_aws"]["Timestamp"] / 1000 - time.time()) < 60


def test_the_success_rate_counts_attempts_that_made_sense(log: Log, sqlite: Any) -> None:
    handler.handle(event("POST", "/reservations", body=BODY), None)
    handler.handle(event("POST", "/reservations", body=BODY), None)  # taken
    handler.handle(event("POST", "/reservations", body="{}"), None)  # malformed
    handler.handle(event("GET", "/reservations"), None)
    sqlite.failure = Unavailable("gone")
    handler.handle(event("POST", "/reservations", body=BODY), None)
    rates = [line["metric"].get("reservation_success_rate") for line in log() if "metric" in line]
    assert rates == [1.0, 0.0, None, None, 0.0]


def test_ids_stay_out_of_the_route(log: Log) -> None:
    handler.handle(event("GET", "/reservations/00000000-0000-4000-8000-000000000000"), None)
    handler.handle(event("GET", "/wp-admin.php"), None)
    assert [line["request"]["route"] for line in log()] == ["/reservations/{id}", ""]


@pytest.mark.parametrize(
    ("variable", "headers", "expected"),
    [
        (
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
            {},
            "1-5759e988-bd862e3fe1be46a994272793",
        ),
        (None, {"x-amzn-trace-id": "Root=1-2-3"}, "1-2-3"),
        (None, {}, "request-1"),
    ],
)
def test_every_line_carries_the_trace(
    log: Log, monkeypatch: pytest.MonkeyPatch, variable: str | None, headers: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("_X_AMZN_TRACE_ID", raising=False)
    if variable:
        monkeypatch.setenv("_X_AMZN_TRACE_ID", variable)
    handler.handle(event("GET", "/health", headers=headers), None)
    assert {line["trace_id"] for line in log()} == {expected}


def test_an_exception_is_part_of_its_line(log: Log, sqlite: Any) -> None:
    sqlite.failure = RuntimeError("boom")
    handler.handle(event("GET", "/reservations"), None)
    [fault, request] = log()
    assert (fault["level"], request["request"]["status"]) == ("ERROR", 500)
    assert "RuntimeError: boom" in fault["exception"]
