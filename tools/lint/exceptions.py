"""What a file says is to be taken as it is, beside the reason: ``groundplan:ignore GP012 -- reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = "groundplan:ignore"
_COMMENT = re.compile(rf"(?:^|(?<=\s))(?:#|//)\s*{_WORD}\b(?P<rest>.*)$")
_IN_MARKDOWN = re.compile(rf"^\s*<!--\s*{_WORD}\b(?P<rest>.*?)-->\s*$")
_REST = re.compile(r"^\s+(?P<ids>[A-Za-z0-9]+(?:\s*,\s*[A-Za-z0-9]+)*)\s*(?:--\s*(?P<reason>.*?))?\s*$")
_ONLY = re.compile(r"^\s*(?:#|//|<!--)")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One comment, for one rule."""

    file: str
    line: int
    """Where it stands."""
    covers: int
    """The line that it speaks of: its own, or where it stands alone, the next that is no comment."""
    rule: str
    """The id that it names; empty where it names none."""
    reason: str

    def fits(self, path: str, line: int, rule: str) -> bool:
        """Whether it speaks of a finding."""
        return self.file == path and rule == self.rule and line in (self.line, self.covers)


def exemptions(file: str, text: str) -> Iterator[Exemption]:
    """What the comments of a file except."""
    if _WORD not in text:
        return
    lines = text.split("\n")
    pattern = _IN_MARKDOWN if file.endswith(".md") else _COMMENT
    for number, line in enumerate(lines, 1):
        if found := pattern.search(line):
            rest = _REST.match(found["rest"])
            ids = re.split(r"\s*,\s*", rest["ids"]) if rest else [""]
            reason = (rest["reason"] or "") if rest else ""
            covers = _next(lines, number) if _ONLY.match(line) else number
            yield from (Exemption(file, number, covers, each, reason) for each in ids)


def _next(lines: list[str], number: int) -> int:
    following = enumerate(lines[number:], number + 1)
    return next((at for at, line in following if line.strip() and not _ONLY.match(line)), number)
