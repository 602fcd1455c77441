"""One line in the log per request, with the operation's name."""

from __future__ import annotations

import logging
import time
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler

ACTION = "groundplan.action"
"""Where the application leaves the operation's name of a request that carries it in its body."""

log = logging.getLogger("emulator")


class RequestHandler(MotoRequestHandler):
    """Werkzeug's handler, with a log that says who asked for what."""

    _began = 0.0

    def run_wsgi(self) -> None:
        """Answer one request."""
        self._began = time.perf_counter()
        super().run_wsgi()

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """``200 12ms 111111111111 ec2 us-east-1 DescribeVpcs``; health checks are not worth a line."""
        if self.path.startswith("/_groundplan/"):
            return
        milliseconds = (time.perf_counter() - self._began) * 1000
        status = getattr(code, "value", code)
        log.info("%s %4.0fms %s", status, milliseconds, self._operation())

    def _operation(self) -> str:
        environ: dict[str, Any] = getattr(self, "environ", {})
        scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].split(",")[0].split("/")
        service = f"{scope[3]} {scope[2]}" if len(scope) == 5 else "-"
        if target := environ.get("HTTP_X_AMZ_TARGET"):
            return f"{service} {target.rpartition('.')[2]}"
        if action := environ.get(ACTION):
            return f"{service} {action}"
        return f"{service} {self.command} {self.path[:200]}"
