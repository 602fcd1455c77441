"""Structured logs: one JSON object on one line. Metrics are fields of it, which CloudWatch reads."""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

METRICS = {
    "reservation_success_rate": "None",
    "resource_utilization": "Percent",
    "api_response_time": "Milliseconds",
    "database_connection_pool": "Count",
}
"""What is measured, with CloudWatch's name of its unit."""

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}
_trace_id: ContextVar[str] = ContextVar("trace_id", default="")

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
            "trace_id": _trace_id.get(),
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure() -> None:
    """Send all logs to stdout as JSON, in place of the handler that the Lambda runtime put there."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    named = os.environ.get("AWS_LAMBDA_LOG_LEVEL") or os.environ.get("LOG_LEVEL") or "INFO"
    level = logging.getLevelNamesMapping().get(named, logging.DEBUG)
    logging.basicConfig(handlers=[handler], level=level, force=True)


def follow(trace_id: str) -> None:
    """Put ``trace_id`` on every line of this thread from now on."""
    _trace_id.set(trace_id)


def traced() -> str:
    """The trace id that lines carry now."""
    return _trace_id.get()


def root_of(header: str) -> str:
    """The trace's id in an ``X-Amzn-Trace-Id`` header, if there is one."""
    return dict(part.strip().partition("=")[::2] for part in header.split(";")).get("Root", "")


def measured(metrics: Mapping[str, float]) -> dict[str, Any]:
    """The fields that tell metrics: below ``metric`` for filters, and as CloudWatch's embedded metric format.

    The latter only where ``METRICS_NAMESPACE`` says where to, with the form of the service as dimension: what filters
    take from the same line has none, so that nothing is counted twice.
    """
    fields: dict[str, Any] = {"metric": dict(metrics)}
    namespace = os.environ.get("METRICS_NAMESPACE")
    if namespace:
        definition = {
            "Namespace": namespace,
            "Dimensions": [["Form"]],
            "Metrics": [{"Name": name, "Unit": METRICS[name]} for name in metrics],
        }
        fields["_aws"] = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [definition]}
        fields["Form"] = "function" if "AWS_LAMBDA_FUNCTION_NAME" in os.environ else "container"
        fields |= metrics
    return fields


def memory_share() -> float | None:
    """How much of its memory the process has taken at its peak, in percent; nothing where no limit is known."""
    limit = float(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") or os.environ.get("MEMORY_LIMIT_MIB") or "0")
    if not limit:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return round(100 * peak / limit, 1)
