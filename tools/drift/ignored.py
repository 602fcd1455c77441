"""Drift that somebody has decided to live with, for a time: which, who, why, until when."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from ..dated import read_dated

FILE = "drift-ignore.yaml"
_NEEDED = ("address", "owner", "reason")
_KEYS = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')
_EXAMPLE = """each entry reads
  - unit: accounts/dev/*                  # optional; a pattern
    address: aws_ecs_service.this         # within the unit, with or without keys; a pattern
    attribute: desired_count              # optional: without it, all of them, and that the resource is gone
    owner: platform-team
    reason: dev is scaled by hand while the load test runs
    expires: 2027-01-31                   # at most a year ahead"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list."""

    unit: str
    address: str
    attribute: str | None
    owner: str
    reason: str
    expires: datetime.date
    place: str

    def covers(self, unit: str, address: str, path: str) -> bool:
        """Whether it is about an attribute of a resource (``path`` is empty where the resource is gone)."""
        if not _matches(self.unit, unit) or not (
            _matches(self.address, address) or _matches(self.address, _KEYS.sub("", address))
        ):
            return False
        if self.attribute is None:
            return True
        return bool(path) and (_matches(self.attribute, path) or _begins(self.attribute, path))

    def __str__(self) -> str:
        return f"{self.reason} ({self.owner}, until {self.expires})"


def _matches(pattern: str, text: str) -> bool:
    """Whether a pattern fits; nothing but ``*`` is special in it, as addresses have brackets of their own."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None


def _begins(attribute: str, path: str) -> bool:
    """Whether a path leads further into what a pattern names: ``tags`` is about ``tags.Owner`` too."""
    return _matches(f"{attribute}.*", path) or _matches(f"{attribute}[*", path)


def read_entries(path: Path, today: datetime.date) -> list[Entry]:
    """The entries of a file; none where there is no file.

    Raises:
        GroundplanError: an entry is incomplete, or ignores for longer than a year.
    """
    found = read_dated(path, today, needed=_NEEDED, optional=("unit", "attribute"), example=_EXAMPLE)
    return [
        Entry(
            unit=str(entry.get("unit", "*")),
            address=str(entry["address"]),
            attribute=str(entry["attribute"]) if "attribute" in entry else None,
            owner=str(entry["owner"]),
            reason=str(entry["reason"]),
            expires=entry["expires"],
            place=f"{path}:{line}",
        )
        for entry, line in found
    ]
