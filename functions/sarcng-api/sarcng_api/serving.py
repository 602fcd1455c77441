"""What both forms of the service have in common: a request answered, timed, logged and measured."""

from __future__ import annotations

import json
import time

from . import telemetry
from .api import Request, Response, answer, route_of
from .database import Database
from .reservations import Reservations


def serve(request: Request, database: Database, trace_id: str) -> Response:
    """Answer a request, and write one line about it."""
    started = time.perf_counter()
    telemetry.follow(trace_id)
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
            **telemetry.measured(_metrics(request, response, milliseconds, database.open_connections)),
        },
    )
    return response


def headers_of(response: Response) -> dict[str, str]:
    """The headers of an answer, with those that every answer has."""
    return {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Trace-Id": telemetry.traced(),
        **response.headers,
    }


def body_of(response: Response) -> str:
    """The text of an answer."""
    return "" if response.content is None else json.dumps(response.content)


def _metrics(request: Request, response: Response, milliseconds: float, connections: int) -> dict[str, float]:
    metrics = {"api_response_time": milliseconds, "database_connection_pool": float(connections)}
    memory = telemetry.memory_share()
    if memory is not None:
        metrics["resource_utilization"] = memory
    # Malformed requests say nothing of how well reservations can be made: 400 and 404 do not count.
    attempted = request.method in ("POST", "PUT") and route_of(request.path).startswith("/reservations")
    if attempted and (response.status < 300 or response.status == 409 or response.status >= 500):
        metrics["reservation_success_rate"] = 1.0 if response.status < 300 else 0.0
    return metrics
