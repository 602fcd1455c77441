"""Findings that somebody has accepted, for a time: who, why, until when."""

from __future__ import annotations

import datetime
import fnmatch
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import GroundplanError

FILE = "accepted.yaml"
_NEEDED = ("rule", "address", "owner", "reason", "expires")
_LONGEST = datetime.timedelta(days=366)
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
    if not path.is_file():
        return []
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise GroundplanError(f"not valid YAML: {error}", where=str(path)) from error
    if not isinstance(entries, list):
        raise GroundplanError("expected a list", where=str(path), hint=_EXAMPLE)
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    return [_entry(entry, path, line, today) for entry, line in zip(entries, lines, strict=True)]


def _entry(entry: Any, path: Path, line: int, today: datetime.date) -> Acceptance:
    where = f"{path}:{line}"
    if not isinstance(entry, dict):
        raise GroundplanError("expected a mapping", where=where, hint=_EXAMPLE)
    if missing := [key for key in _NEEDED if not entry.get(key)]:
        raise GroundplanError(f"lacks {', '.join(missing)}", where=where, hint=_EXAMPLE)
    if unknown := sorted(entry.keys() - {*_NEEDED, "unit"}):
        raise GroundplanError(f"{', '.join(map(str, unknown))} means nothing here", where=where, hint=_EXAMPLE)
    expires = entry["expires"]
    if not isinstance(expires, datetime.date) or isinstance(expires, datetime.datetime):
        raise GroundplanError(f"expires is no date: {expires}", where=where, hint=_EXAMPLE)
    if expires > today + _LONGEST:
        raise GroundplanError("accepts for more than a year", where=where, hint="set an earlier date in expires")
    texts = {key: str(entry.get(key, "*")) for key in ("rule", "unit", "address", "owner", "reason")}
    return Acceptance(**texts, expires=expires, path=path, line=line)
