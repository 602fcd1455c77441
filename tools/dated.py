"""Lists of what somebody has decided to live with for a time: whole entries with their lines, or what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from .errors import GroundplanError

_LONGEST = datetime.timedelta(days=366)


def read_dated(
    path: Path, today: datetime.date, *, needed: Collection[str], optional: Collection[str], example: str
) -> list[tuple[dict[str, Any], int]]:
    """The entries of a YAML file, each with the line it begins on; none where there is no file.

    An entry has what is ``needed``, and ``expires`` (a date); ``example`` shows one to whoever wrote it otherwise.

    Raises:
        GroundplanError: an entry is incomplete, or lasts for longer than a year.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8")
        node, entries = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text) or []
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: no UTF-8, or a date that no calendar has
        raise GroundplanError(f"not valid YAML: {error}", where=str(path)) from error
    if not isinstance(entries, list):
        raise GroundplanError("expected a list", where=str(path), hint=example)
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    found = list(zip(entries, lines, strict=True))
    for entry, line in found:
        _check(entry, f"{path}:{line}", today, {*needed, "expires"}, set(optional), example)
    return found


def _check(entry: Any, where: str, today: datetime.date, needed: set[str], optional: set[str], example: str) -> None:
    if not isinstance(entry, dict):
        raise GroundplanError("expected a mapping", where=where, hint=example)
    if missing := sorted(key for key in needed if not entry.get(key)):
        raise GroundplanError(f"lacks {', '.join(missing)}", where=where, hint=example)
    if unknown := sorted(map(str, entry.keys() - needed - optional)):
        raise GroundplanError(f"{', '.join(unknown)} means nothing here", where=where, hint=example)
    if empty := sorted(key for key in optional & entry.keys() if not entry[key]):
        raise GroundplanError(
            f"{', '.join(empty)} says nothing: leave it out, or fill it in", where=where, hint=example
        )
    expires = entry["expires"]
    if not isinstance(expires, datetime.date) or isinstance(expires, datetime.datetime):
        raise GroundplanError(f"expires is no date: {expires}", where=where, hint=example)
    if expires > today + _LONGEST:
        raise GroundplanError("lasts for more than a year", where=where, hint="set an earlier date in expires")
