"""A function's process: ``python -m tools.demo.worker MODULE FOLDER``. Events come as lines, answers go as lines.

It is to a handler what Lambda is: a process of its own, which can be killed. ``die_after`` in a request kills it, as
``SIGKILL`` does, right after so many objects have been put into the lake for that event.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

_LIMIT_MS = 300_000


class Context:
    """What handlers ask of Lambda's context."""

    function_name = "demo"
    function_version = "$LATEST"
    memory_limit_in_mb = "512"

    def __init__(self, number: int) -> None:
        self.aws_request_id = f"demo-{number}"
        self._end = time.monotonic() + _LIMIT_MS / 1000

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's."""
        return int((self._end - time.monotonic()) * 1000)


def main(argv: list[str]) -> int:
    """Answer events until there are no more."""
    module, folder = argv
    # What the handler prints is its log; the answers have a way of their own.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    sys.path.insert(0, folder)
    handler: Callable[[Any, Any], Any] = importlib.import_module(module).handler
    puts = _count_puts()
    for number, line in enumerate(sys.stdin):
        request = json.loads(line)
        puts["left"] = request.get("die_after") or 0
        began = time.monotonic()
        try:
            answer: dict[str, Any] = {"answer": handler(request["event"], Context(number))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answer["seconds"] = time.monotonic() - began
        answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        answers.write(json.dumps(answer, default=str) + "\n")
    return 0


def _count_puts() -> dict[str, int]:
    from botocore.client import BaseClient

    left = {"left": 0}
    original = BaseClient._make_api_call

    def call(self: Any, operation: str, parameters: Any) -> Any:
        answer = original(self, operation, parameters)
        if operation == "PutObject" and left["left"]:
            left["left"] -= 1
            if not left["left"]:
                os.kill(os.getpid(), signal.SIGKILL)
        return answer

    BaseClient._make_api_call = call
    return left


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
