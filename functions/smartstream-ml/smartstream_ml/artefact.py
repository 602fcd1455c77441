"""A trained model as a file: JSON with what it fits and its own checksum. No pickle: loading runs no code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds import Kind

_FORMAT = 1


class ModelRefused(Exception):
    """A model that must not score: it is damaged, or made for other data."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A trained model."""

    version: str
    learnt: Mapping[str, Any]
    trained_until: int
    """The latest commit it has seen (microseconds since 1970)."""
    distributions: Mapping[str, Any]
    """Of each feature, where it was trained."""
    metadata: Mapping[str, Any]


def schema(kind: Kind) -> dict[str, Any]:
    """What a model has to be made for, to be used by this code."""
    return {
        "version": kind.version,
        "table": kind.table,
        "key": kind.key,
        "columns": dict(kind.columns),
        "features": list(kind.features),
    }


def written(kind: Kind, artefact: Artefact) -> bytes:
    """The file."""
    content = {
        "format": _FORMAT,
        "name": kind.name,
        "version": artefact.version,
        "schema": schema(kind),
        "learnt": artefact.learnt,
        "trained_until": artefact.trained_until,
        "distributions": artefact.distributions,
        "metadata": artefact.metadata,
    }
    return json.dumps({**content, "checksum": checksum(content)}, indent=2, sort_keys=True).encode() + b"\n"


def read(kind: Kind, content: bytes, place: str) -> Artefact:
    """The model in a file.

    Raises:
        ModelRefused: it is none, it was changed, or it was made for another schema than this code's.
    """
    try:
        told = json.loads(content)
        given = told.pop("checksum")
    except (ValueError, KeyError, AttributeError, TypeError):
        raise ModelRefused(f"{place} is no model: JSON with a checksum is expected") from None
    if given != checksum(told):
        raise ModelRefused(f"{place} was changed or damaged: its checksum is {checksum(told)}, and it says {given}")
    if (told["format"], told["name"]) != (_FORMAT, kind.name):
        raise ModelRefused(f"{place} is {told['name']!r} in format {told['format']}, not {kind.name!r} in {_FORMAT}")
    expected = schema(kind)
    if told["schema"] != expected:
        differing = [name for name in expected if told["schema"].get(name) != expected[name]]
        raise ModelRefused(f"{place} was trained for other data ({', '.join(differing)} differ): train a new version")
    return Artefact(told["version"], told["learnt"], told["trained_until"], told["distributions"], told["metadata"])


def checksum(content: Mapping[str, Any]) -> str:
    """A digest of everything that a model says."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
