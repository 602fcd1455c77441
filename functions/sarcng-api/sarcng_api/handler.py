"""The Lambda handler: an HTTP API event in, an answer out."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any

from . import telemetry
from .api import Request
from .database import Database
from .serving import body_of, headers_of, serve

telemetry.configure()

_database: Database | None = None


def handle(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answer an event of an HTTP API (payload format 2.0)."""
    response = serve(_request(event), _open_database(), _trace_id(event))
    return {"statusCode": int(response.status), "headers": headers_of(response), "body": body_of(response)}


def _open_database() -> Database:
    """The database of this instance; kept, so that its connection outlives a request."""
    global _database  # noqa: PLW0603
    if _database is None:
        _database = Database.of(os.environ)
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
    return telemetry.root_of(header) or str(event["requestContext"].get("requestId", ""))
