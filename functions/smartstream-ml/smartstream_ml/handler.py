"""The Lambda handler: a schedule or an operator calls it."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from . import job
from .kinds import KINDS
from .lake import Lake
from .telemetry import log, measured, memory_share

_RESERVE = 60_000
"""No other batch is begun when less than this is left, in milliseconds."""
_METRICS = ("scored", "files", "waiting", "drift", "outcomes", "brier", "auc")


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Score what is new (a scheduled event, or ``{"action": "score"}``), or train (``{"action": "train"}``).

    Raises:
        ModelRefused: the model or the data does not fit.
        Overtaken: another run is at it.
        ValueError: the event or the configuration is not what is expected.
    """
    return run(event, context, Lake(_s3(), _bucket()), settings(os.environ), datetime.now(UTC))


@functools.cache
def _s3() -> Any:
    import boto3  # it takes long to load, and tests bring their own client

    return boto3.client("s3")


def _bucket() -> str:
    if not os.environ.get("LAKE_BUCKET"):
        raise ValueError("LAKE_BUCKET is not set: the name of the bucket with trusted/ and analytics/")
    return os.environ["LAKE_BUCKET"]


def settings(environment: Mapping[str, str]) -> job.Settings:
    """What the environment says.

    Raises:
        ValueError: there is no such model.
    """
    name = environment.get("MODEL_NAME") or next(iter(KINDS))
    if name not in KINDS:
        raise ValueError(f"MODEL_NAME is {name!r}; there are: {', '.join(KINDS)}")
    return job.Settings(
        KINDS[name],
        environment.get("MODEL_VERSION") or None,
        least_outcomes=int(environment.get("LEAST_OUTCOMES") or 200),
    )


def run(event: Mapping[str, Any], context: Any, lake: Lake, given: job.Settings, now: datetime) -> dict[str, Any]:
    """What ``handler`` does, with everything in its hands."""
    action = event.get("action", "score")
    if action not in ("score", "train"):
        raise ValueError(f"there is no action {action!r}; use score or train")
    begun = time.monotonic()
    try:
        told = _train(lake, given, now) if action == "train" else _score(lake, given, now, context)
    except Exception as error:
        _tell(action, {"error": f"{type(error).__name__}: {error}"}, begun, failures=1)
        raise
    _tell(action, told, begun, failures=0)
    return told


def _train(lake: Lake, given: job.Settings, now: datetime) -> dict[str, Any]:
    artefact = job.train(lake, given, now)
    return {"version": artefact.version, "trained": dict(artefact.metadata)}


def _score(lake: Lake, given: job.Settings, now: datetime, context: Any) -> dict[str, Any]:
    told: dict[str, Any] = {}
    artefact = job.load(lake, given)
    if artefact is None:
        try:
            artefact = job.train(lake, given, now)
        except job.TooFew as error:
            # The pipeline is young: that is no failure. What comes meanwhile is scored once there is a model.
            return {"version": None, "scored": 0, "written": [], "reason": str(error)}
        told = {"trained": dict(artefact.metadata)}
    return {"version": artefact.version, **told, **job.score(lake, given, artefact, now, lambda: _has_time(context))}


def _has_time(context: Any) -> bool:
    left = getattr(context, "get_remaining_time_in_millis", None)
    return left is None or left() >= _RESERVE


def _tell(action: str, told: Mapping[str, Any], begun: float, *, failures: int) -> None:
    metrics: dict[str, float] = {name: told[name] for name in _METRICS if name in told}
    metrics |= {"failures": failures, "duration": round((time.monotonic() - begun) * 1000, 1)}
    if (share := memory_share()) is not None:
        metrics["memory"] = share
    rest = {name: value for name, value in told.items() if name not in _METRICS}
    log("ERROR" if failures else "INFO", action, run=rest, **measured(metrics))
