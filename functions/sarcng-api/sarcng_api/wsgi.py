"""The container's face: a WSGI application, for a server that listens, keeps connections alive and ends in peace."""

from __future__ import annotations

import io
import os
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from . import telemetry
from .api import Request, Response, problem
from .database import Database
from .serving import body_of, headers_of, serve

LARGEST_BODY = 64 * 1024
"""Bytes of a request's body; a reservation has a few hundred."""

_W3C = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_X_RAY = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Application:
    """The API on one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        trace_id = _trace_id(environ)
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > LARGEST_BODY or environ.get("HTTP_TRANSFER_ENCODING"):
            telemetry.follow(trace_id)
            response = problem(413, f"A body has at most {LARGEST_BODY} bytes, and says how many.")
        else:
            response = serve(_request(environ, int(length)), self.database, trace_id)
        return _send(response, start_response)


def application() -> Application:
    """The application of this process, by its environment."""
    telemetry.configure()
    return Application(Database.of(os.environ))


def _request(environ: dict[str, Any], length: int) -> Request:
    stream: io.BufferedIOBase = environ["wsgi.input"]
    # WSGI hands paths over as bytes in the guise of latin-1.
    path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    body = stream.read(length).decode(errors="replace") if length else None
    return Request(environ["REQUEST_METHOD"], path, query, body)


def _send(response: Response, start_response: StartResponse) -> Iterable[bytes]:
    body = body_of(response).encode()
    headers = headers_of(response)
    if body:
        headers["Content-Length"] = str(len(body))
    else:
        del headers["Content-Type"]
    status = response.status
    start_response(f"{int(status)} {getattr(status, 'phrase', '')}", list(headers.items()))
    return [body]


def _trace_id(environ: dict[str, Any]) -> str:
    """The load balancer's id of the trace, or the caller's, or a new one. Nothing else gets into the logs."""
    root = telemetry.root_of(environ.get("HTTP_X_AMZN_TRACE_ID", ""))
    if _X_RAY.fullmatch(root):
        return root
    match = _W3C.fullmatch(environ.get("HTTP_TRACEPARENT", ""))
    return match[1] if match else uuid.uuid4().hex
