"""The assumed state as data, and how values that were made up are found again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value that only AWS would know, made up."""

    text: str
    """Unique to its resource and attribute, and always the same for them."""
    full_address: str
    attribute: str
    """``id``, ``arn``, ``endpoint``, ``master_user_secret[0].secret_arn`` …"""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A resource that still wants to change after the last round."""

    full_address: str
    attributes: tuple[str, ...]
    """The top-level attributes that differ, or that would be known after apply only."""
    action: str
    """``update``, ``replace``, ``create`` or ``delete``."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a composition would leave in an empty account."""

    state: dict[str, Any]
    """A Terraform state, version 4."""
    document: dict[str, Any]
    """The plan of the composition on that state, as ``terraform show -json`` tells it: nothing changes, and all
    values are known."""
    placeholders: Mapping[str, Placeholder]
    """By text."""
    unsettled: tuple[Unsettled, ...]
    rounds: int
    """How many plans were run; none where everything was known from an earlier run."""


class Progress(Protocol):
    """Who is told what runs (``tools.estate.progress.Progress`` is one)."""

    def step(self, label: str, total: int | None = 0) -> AbstractContextManager[None]:
        """Say that something begins, and when it is over."""

    def on_event(self, event: dict[str, Any]) -> None:
        """Take one line of Terraform's machine-readable output."""
