"""Findings that somebody has accepted, for a time: who, why, until when."""

from __future__ import annotations

import datetime
import fnmatch
from dataclasses import dataclass
from pathlib import Path

from ..dated import read_dated

FILE = "accepted.yaml"
_NEEDED = ("rule", "address", "owner", "reason")
_EXAMPLE = """each entry reads
  - rule: CKV_AWS_150
    unit: accounts/dev/*                  # optional; a pattern
    address: aws_lb.this                  # within the unit, without keys; a pattern
    owner: platform-team
    reason: dev is torn down every night
    expires: 2027-01-31                   # at most a year ahead"""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One entry of the file."""

    rule: str
    unit: str
    address: str
    owner: str
    reason: str
    expires: datetime.date
    path: Path
    line: int

    def covers(self, rule: str, unit: str, address: str) -> bool:
        """Whether it is about this finding (``address`` is within the unit)."""
        return rule == self.rule and fnmatch.fnmatchcase(unit, self.unit) and fnmatch.fnmatchcase(address, self.address)


def read_accepted(path: Path, today: datetime.date) -> list[Acceptance]:
    """The entries of a file; none where there is no file.

    Raises:
        GroundplanError: an entry is incomplete, or accepts for longer than a year.
    """
    found = read_dated(path, today, needed=_NEEDED, optional=("unit",), example=_EXAMPLE)
    return [
        Acceptance(
            rule=str(entry["rule"]),
            unit=str(entry.get("unit", "*")),
            address=str(entry["address"]),
            owner=str(entry["owner"]),
            reason=str(entry["reason"]),
            expires=entry["expires"],
            path=path,
            line=line,
        )
        for entry, line in found
    ]
