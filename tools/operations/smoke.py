"""The API as its users meet it, through its load balancer: is it there and ready, does a reservation live and end."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import GroundplanError

_SECONDS = 20
_FAR = ("2999-12-31T09:00:00Z", "2999-12-31T09:15:00Z")
_HINTS = {
    "/health": "no task answers: see docs/runbooks/README.md, UnHealthyHostCount",
    "/health/ready": "the tasks do not reach the database, or its tables are not there: see their log",
}


class SmokeError(GroundplanError):
    """The API answered in another way than it should: that is the finding."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One request that was answered as it should be."""

    method: str
    path: str
    status: int
    milliseconds: int


def smoke(url: str, *, read_only: bool = False) -> Iterator[Step]:
    """Ask for health and readiness, then make, read and cancel a reservation; the steps, as they are done.

    Raises:
        SmokeError: the first answer that is not as it should be. A reservation that was made is cancelled all the same.
        GroundplanError: the address cannot be used.
    """
    base = _checked(url)
    for path in ("/health", "/health/ready", "/reservations?limit=1"):
        yield _send(base, "GET", path, 200)[0]
    if read_only:
        return
    draft = {
        "resource": f"smoke test {uuid.uuid4().hex}",
        "holder": "smoke test",
        "starts_at": _FAR[0],
        "ends_at": _FAR[1],
    }
    step, made = _send(base, "POST", "/reservations", 201, draft)
    yield step
    path = f"/reservations/{_id(made, base)}"
    try:
        step, read = _send(base, "GET", path, 200)
        if read != made:
            raise SmokeError("it answers with another reservation than was made", where=f"GET {base}{path}")
        yield step
    finally:
        step, _ = _send(base, "DELETE", path, 204)
    yield step
    yield _send(base, "GET", path, 404)[0]


def _checked(url: str) -> str:
    """The address without what follows the host.

    Raises:
        GroundplanError: it is none, or not encrypted though it leads elsewhere.
    """
    parts = urllib.parse.urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in ({"http", "https"} if local else {"https"}) or not parts.hostname or parts.path.strip("/"):
        raise GroundplanError(
            f"--url {url} is no address of an API",
            hint="give https and a host, such as --url https://api.dev.example.com (http only for this machine)",
        )
    return f"{parts.scheme}://{parts.netloc}"


def _send(base: str, method: str, path: str, expected: int, content: object = None) -> tuple[Step, Any]:
    where = f"{method} {base}{path}"
    hint = _HINTS.get(path)
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(f"{base}{path}", body, {"Content-Type": "application/json"}, method=method)  # noqa: S310 checked
    start = time.monotonic()
    try:
        with _OPENER.open(request, timeout=_SECONDS) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read()
    except OSError as error:
        reason = getattr(error, "reason", None) or error
        raise SmokeError(f"no answer: {reason}", where=where, hint=hint) from error
    step = Step(method, path, status, round((time.monotonic() - start) * 1000))
    if status != expected:
        said = text[:200].decode(errors="replace").strip()
        raise SmokeError(f"answers {status} instead of {expected}: {said}", where=where, hint=hint)
    try:
        return step, json.loads(text) if text else None
    except ValueError:
        raise SmokeError("answers with something that is no JSON", where=where) from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other, and none of those that are right."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _id(made: Any, base: str) -> str:
    if not isinstance(made, dict) or not isinstance(made.get("id"), str | int):
        raise SmokeError("the answer names no id", where=f"POST {base}/reservations")
    return urllib.parse.quote(str(made["id"]), safe="")
