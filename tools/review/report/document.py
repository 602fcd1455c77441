"""A review as JSON. ``review.schema.json`` beside this file describes it; the tests keep schema and model together."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..model import Review

SCHEMA = Path(__file__).with_name("review.schema.json")


def document(review: Review) -> dict[str, Any]:
    """The review as maps and lists, with its verdict and its counts in front."""
    return {"verdict": review.verdict, "counts": review.counts, **_plain(review)}


def text(review: Review) -> str:
    """The document as text: pure ASCII, so that no character in it can break a reader."""
    return json.dumps(document(review), indent=2) + "\n"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field: _plain(getattr(value, field)) for field in _fields(value.__class__)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
