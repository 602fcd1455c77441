"""The Lambda handler: an HTTP API event in, an answer out, one line of log with the metrics for each request."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Mapping
from typing import Any

from . import telemetry
from .api import Request, Response, answer, route_of
from .database import Database, Secret, Settings, fetch_secret
from .reservations import Reservations

telemetry.configure()

_database: Database | None = None


def handle(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answer an event of an HTTP API (payload format 2.0)."""
    started = time.perf_counter()
    telemetry.follow(_trace_id(event))
    database = _open_database()
    request = _request(event)
    response = answer(request, Reservations(database))
    milliseconds = round(1000 * (time.perf_counter() - started), 1)
    telemetry.logger.info(
        "request",
        extra={
            "request": {
                "method": request.method,
                "route": route_of(request.path),
                "status": int(response.status),
                "duration_ms": milliseconds,
            },
            "metric": _metrics(request, response, milliseconds, database.open_connections),
        },
    )
    return {
        "statusCode": int(response.status),
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store", **response.headers},
        "body": "" if response.content is None else json.dumps(response.content),
    }


def _open_database() -> Database:
    """The database of this instance; kept, so that its connection outlives a request."""
    global _database  # noqa: PLW0603
    if _database is None:
        settings = Settings.read(os.environ)
        _database = Database(settings, Secret(settings.secret_arn, fetch_secret))
    return _database


def _request(event: Mapping[str, Any]) -> Request:
    http = event["requestContext"]["http"]
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode(errors="replace")
    stage = event["requestContext"].get("stage", "$default")
    path = event["rawPath"]
    if stage != "$default":
        path = path.removeprefix(f"/{stage}")
    return Request(http["method"], path, event.get("queryStringParameters") or {}, body)


def _trace_id(event: Mapping[str, Any]) -> str:
    """X-Ray's id where tracing is on, or else the HTTP API's own id of the request."""
    header = os.environ.get("_X_AMZN_TRACE_ID") or event.get("headers", {}).get("x-amzn-trace-id", "")
    root = dict(part.partition("=")[::2] for part in header.split(";")).get("Root")
    return str(root or event["requestContext"].get("requestId", ""))


def _metrics(request: Request, response: Response, milliseconds: float, connections: int) -> dict[str, float]:
    metrics = {
        "api_response_time": milliseconds,
        "database_connection_pool": float(connections),
        "resource_utilization": telemetry.memory_share(),
    }
    # Malformed requests say nothing of how well reservations can be made: 400 and 404 do not count.
    attempted = request.method in ("POST", "PUT") and route_of(request.path).startswith("/reservations")
    if attempted and (response.status < 300 or response.status == 409 or response.status >= 500):
        metrics["reservation_success_rate"] = 1.0 if response.status < 300 else 0.0
    return metrics
