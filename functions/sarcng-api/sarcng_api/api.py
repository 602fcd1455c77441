"""The HTTP face: which request means what, and what the answer looks like. Knows neither Lambda nor MySQL."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from .database import Unavailable
from .reservations import Conflict, Draft, Invalid, Reservations
from .telemetry import logger

PAGE = 50
LARGEST_PAGE = 200

_METHODS = {
    "/health": "GET",
    "/health/ready": "GET",
    "/reservations": "GET, POST",
    "/reservations/{id}": "DELETE, GET, PUT",
}
_ITEM = re.compile(r"/reservations/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Request:
    """A request, whatever brought it."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; no content means an empty body."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(request: Request, reservations: Reservations) -> Response:
    """Answer a request. Nothing that a caller or the database does raises from here."""
    try:
        return _dispatch(request, reservations)
    except Invalid as error:
        return problem(HTTPStatus.BAD_REQUEST, "The request cannot be accepted.", errors=error.errors)
    except Conflict as error:
        return problem(HTTPStatus.CONFLICT, str(error))
    except Unavailable:
        logger.exception("the database is unavailable")
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "Try again in a moment.", headers={"Retry-After": "5"})
    except Exception:
        logger.exception("a request failed")
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The fault is ours and was recorded.")


def route_of(path: str) -> str:
    """A path with its variable parts left out, for logs; nothing for one that leads nowhere."""
    path = path.rstrip("/")
    if _ITEM.fullmatch(path):
        return "/reservations/{id}"
    return path if path in _METHODS else ""


def _dispatch(request: Request, reservations: Reservations) -> Response:
    route = route_of(request.path)
    if not route:
        return problem(HTTPStatus.NOT_FOUND, f"There is nothing at {request.path}.")
    match route, request.method:
        case "/health", "GET":
            if reservations.locked_out:
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, "This process cannot get well by itself.")
            return Response(HTTPStatus.OK, {"status": "ok"})
        case "/health/ready", "GET":
            reservations.page(None, None, 1)  # fails where the tables are not there yet, too
            return Response(HTTPStatus.OK, {"status": "ready"})
        case "/reservations", "GET":
            return _list(request, reservations)
        case "/reservations", "POST":
            made = reservations.create(Draft.read(_json(request)))
            return Response(HTTPStatus.CREATED, made.as_json(), {"Location": f"/reservations/{made.id}"})
        case "/reservations/{id}", "GET" | "PUT" | "DELETE":
            return _item(request, request.path.rstrip("/").rpartition("/")[2], reservations)
    allowed = _METHODS[route]
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"{route} takes {allowed}.", headers={"Allow": allowed})


def _item(request: Request, id: str, reservations: Reservations) -> Response:
    found = None
    match request.method:
        case "GET":
            found = reservations.get(id)
        case "PUT":
            found = reservations.replace(id, Draft.read(_json(request)))
        case "DELETE" if reservations.delete(id):
            return Response(HTTPStatus.NO_CONTENT)
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, f"There is no reservation {id}.")
    return Response(HTTPStatus.OK, found.as_json())


def _list(request: Request, reservations: Reservations) -> Response:
    limit = request.query.get("limit", str(PAGE))
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= LARGEST_PAGE:
        raise Invalid({"limit": f"must be a number from 1 to {LARGEST_PAGE}"})
    # One more than asked for tells whether there is a next page.
    found = reservations.page(request.query.get("resource"), _after(request.query.get("after")), int(limit) + 1)
    page = found[: int(limit)]
    content: dict[str, Any] = {"items": [each.as_json() for each in page]}
    if len(found) > len(page):
        content["next"] = _cursor(page[-1].starts_at, page[-1].id)
    return Response(HTTPStatus.OK, content)


def _cursor(starts_at: datetime, id: str) -> str:
    return base64.urlsafe_b64encode(f"{starts_at.isoformat()} {id}".encode()).decode()


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    try:
        time, _, id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        starts_at = datetime.fromisoformat(time)
    except (binascii.Error, ValueError) as error:
        raise Invalid({"after": "must be the `next` of the page before"}) from error
    if starts_at.tzinfo is None:
        raise Invalid({"after": "must be the `next` of the page before"})
    return starts_at, id


def _json(request: Request) -> object:
    try:
        content: object = json.loads(request.body or "")
    except (ValueError, RecursionError) as error:
        raise Invalid({"body": "must be JSON"}) from error
    return content


def problem(
    status: int,
    detail: str,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer of RFC 9457's form."""
    status = HTTPStatus(status)
    content: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    if errors:
        content["errors"] = [{"field": name, "message": text} for name, text in errors.items()]
    return Response(status, content, {"Content-Type": "application/problem+json", **(headers or {})})
