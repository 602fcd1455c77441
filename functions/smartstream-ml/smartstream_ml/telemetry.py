"""Structured logs: one JSON object on one line. Metrics are fields of it, which CloudWatch reads."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

METRICS = {
    "scored": "Count",
    "files": "Count",
    "waiting": "Count",
    "failures": "Count",
    "duration": "Milliseconds",
    "drift": "None",
    "outcomes": "Count",
    "brier": "None",
    "auc": "None",
    "memory": "Percent",
}
"""What is measured, with CloudWatch's name of its unit."""

_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")


def log(level: str, message: str, **fields: Any) -> None:
    """Write a line, unless less than that level is wanted."""
    wanted = os.environ.get("AWS_LAMBDA_LOG_LEVEL") or os.environ.get("LOG_LEVEL") or "INFO"
    if level in _LEVELS and wanted in _LEVELS and _LEVELS.index(level) < _LEVELS.index(wanted):
        return
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"timestamp": now, "level": level, "message": message, **fields}
    sys.stdout.write(json.dumps(line, default=str) + "\n")


def measured(metrics: Mapping[str, float]) -> dict[str, Any]:
    """The fields that tell metrics: below ``metric``, and as CloudWatch's embedded metric format.

    The latter only where ``METRICS_NAMESPACE`` says where to, with the function's name as dimension.
    """
    fields: dict[str, Any] = {"metric": dict(metrics)}
    namespace = os.environ.get("METRICS_NAMESPACE")
    if namespace:
        definition = {
            "Namespace": namespace,
            "Dimensions": [["Function"]],
            "Metrics": [{"Name": name, "Unit": METRICS[name]} for name in metrics],
        }
        fields["_aws"] = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [definition]}
        fields["Function"] = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "smartstream-ml")
        fields |= metrics
    return fields


def memory_share() -> float | None:
    """How much of its memory the process has taken at its peak, in percent; nothing where no limit is known."""
    limit = float(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") or "0")
    if not limit:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return round(100 * peak / limit, 1)
