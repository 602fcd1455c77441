"""What went well is answered again the same way: an SDK that lost an answer repeats its request.

AWS's SDKs give each operation an id of its own and count its attempts. Where the connection breaks after the request
was carried out, as on a busy machine, the second attempt would find its own work in the way ("already exists"). It gets
the answer of the first instead. What failed is tried again, as the SDK wants it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
_KEPT = 1_000
_LARGEST = 100_000


class Attempts:
    """The last answers to operations that change something, by the id that their SDK gave them."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[str, list[tuple[str, str]], bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(
        self,
        environ: Environ,
        start_response: StartResponse,
        handle: Callable[[Environ, StartResponse], Iterable[bytes]],
    ) -> Iterable[bytes]:
        """The answer of an earlier attempt that went well, or that of ``handle``."""
        key = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not key or environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            return handle(environ, start_response)
        with self._lock:
            kept = self._answers.get(key)  # a first attempt's id is new
        if kept is not None:
            status, headers, body = kept
            start_response(status, headers)
            return [body]
        return self._kept(key, environ, start_response, handle)

    def _kept(
        self,
        key: str,
        environ: Environ,
        start_response: StartResponse,
        handle: Callable[[Environ, StartResponse], Iterable[bytes]],
    ) -> Iterable[bytes]:
        head: list[tuple[str, list[tuple[str, str]]]] = []

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            head.append((status, headers))
            return start_response(status, headers, *rest)

        answer = handle(environ, started)
        try:
            body = b"".join(answer)
        finally:
            if callable(close := getattr(answer, "close", None)):
                close()
        status, headers = head[-1]
        if status.startswith("2") and len(body) <= _LARGEST:
            with self._lock:
                self._answers[key] = (status, list(headers), body)
                while len(self._answers) > _KEPT:
                    self._answers.popitem(last=False)
        return [body]
