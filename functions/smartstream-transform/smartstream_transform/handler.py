"""The Lambda handler: EventBridge, S3 or an operator name raw objects."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from . import tables
from .telemetry import log, measured, memory_share
from .transform import Report, Settings, transform

_RESERVE = 60_000
"""A backfill begins no other object when less than this is left, in milliseconds."""


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Transform the objects that an event names, and say what became of them.

    Raises:
        IncompleteError: some objects could not be transformed; the others were. To do all of them again is harmless.
        ValueError: the event or the configuration is not what is expected.
    """
    return run(event, context, _s3(), settings(os.environ))


@functools.cache
def _s3() -> Any:
    import boto3  # it takes long to load, and tests bring their own client

    return boto3.client("s3")


def settings(environment: Mapping[str, str]) -> Settings:
    """What the environment says.

    Raises:
        ValueError: the bucket is not named, or a time is none.
    """
    if not environment.get("LAKE_BUCKET"):
        raise ValueError("LAKE_BUCKET is not set: the name of the bucket with raw/ and trusted/")
    reloads = [word for word in environment.get("RELOADED_AT", "").replace(",", " ").split() if word]
    return Settings(
        environment["LAKE_BUCKET"],
        tables.load(Path(environment.get("TABLES_FILE") or tables.CONFIGURATION)),
        sorted(tables.microseconds(word) for word in reloads),
    )


class IncompleteError(Exception):
    """Objects that could not be transformed."""


def run(event: Mapping[str, Any], context: Any, s3: Any, given: Settings) -> dict[str, Any]:
    """What ``handler`` does, with everything in its hands."""
    overwrite = bool(event.get("overwrite", False))
    reports: list[dict[str, Any]] = []
    failed: list[str] = []
    following = None
    for key in _keys(event, s3, given):
        if "prefix" in event and _left(context) < _RESERVE:
            following = reports[-1]["key"] if reports else event.get("start_after", "")
            break
        try:
            report = transform(s3, given, key, overwrite=overwrite)
        except Exception as error:  # the other objects are not to suffer
            failed.append(key)
            log("ERROR", "object failed", key=key, error=f"{type(error).__name__}: {error}")
        else:
            reports.append(asdict(report))
            _tell(report)
    if failed:
        # The event comes again, then becomes a dead letter.
        raise IncompleteError(f"{len(failed)} of {len(failed) + len(reports)} objects failed: {', '.join(failed[:5])}")
    return {"objects": reports, "start_after": following}


def _keys(event: Mapping[str, Any], s3: Any, given: Settings) -> Iterator[str]:
    if "prefix" in event:
        prefix = _raw(event["prefix"], given)
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=given.bucket, Prefix=prefix, StartAfter=event.get("start_after") or prefix
        )
        for page in pages:
            yield from (each["Key"] for each in page.get("Contents", ()))
        return
    if "keys" in event:
        named = [(given.bucket, key) for key in event["keys"]]
    elif event.get("detail-type") == "Object Created":
        detail = event["detail"]
        named = [(detail["bucket"]["name"], detail["object"]["key"])]
    elif "Records" in event:
        # In a notification of S3's own a key is written as in a URL; in EventBridge's it is not.
        named = [(each["s3"]["bucket"]["name"], unquote_plus(each["s3"]["object"]["key"])) for each in event["Records"]]
    elif event.get("Event") == "s3:TestEvent":
        return
    else:
        raise ValueError(
            f"the event has none of detail-type 'Object Created', Records, keys or prefix, but {sorted(event)}"
        )
    for bucket, _ in named:
        if bucket != given.bucket:
            raise ValueError(f"the event is about the bucket {bucket}; LAKE_BUCKET is {given.bucket}")
    yield from dict.fromkeys(_raw(key, given) for _, key in named)


def _raw(key: str, given: Settings) -> str:
    if not key.startswith(given.raw):
        # What this function writes must never call it.
        raise ValueError(f"{key} is not below {given.raw}: narrow the rule to that prefix")
    return key


def _left(context: Any) -> float:
    return context.get_remaining_time_in_millis() if hasattr(context, "get_remaining_time_in_millis") else _RESERVE


def _tell(report: Report) -> None:
    metrics: dict[str, float] = {
        "records": report.records,
        "rows": report.rows,
        "duplicates": report.duplicates,
        "controls": report.controls,
        "quarantined": report.quarantined,
        "files": report.written,
        "duration": round(report.seconds * 1000, 1),
    }
    if report.first_commit is not None and report.written:
        metrics["commit_to_trusted"] = round(max(0.0, time.time() - report.first_commit), 3)
    if (share := memory_share()) is not None:
        metrics["memory"] = share
    told = {"key": report.key, "files": report.files, "refused": report.refused}
    log("WARN" if report.quarantined else "INFO", "object", object=told, **measured(metrics))
