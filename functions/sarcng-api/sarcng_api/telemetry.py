"""Structured logs: one JSON object on one line. Metrics are fields of it, read by CloudWatch's metric filters."""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from datetime import UTC, datetime
from typing import Any

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}
_trace_id = ""

logger = logging.getLogger("sarcng_api")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, message, trace id, and whatever came in ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "trace_id": _trace_id,
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure() -> None:
    """Send all logs to stdout as JSON, in place of the handler that the Lambda runtime put there."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    level = logging.getLevelNamesMapping().get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"), logging.DEBUG)
    logging.basicConfig(handlers=[handler], level=level, force=True)


def follow(trace_id: str) -> None:
    """Put ``trace_id`` on every line from now on."""
    global _trace_id  # noqa: PLW0603 - a function instance serves one request at a time
    _trace_id = trace_id


def memory_share() -> float:
    """How much of the function's memory its peak has taken, in percent."""
    limit = float(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return round(100 * peak / limit, 1)
