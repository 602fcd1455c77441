"""Errors of the language: where, the line itself, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..errors import GroundplanError

if TYPE_CHECKING:
    from .source import Range

_MAX_LINE = 160


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong. ``range`` is None only where there is no text to point into."""

    summary: str
    detail: str = ""
    range: Range | None = None
    hint: str = ""

    def __str__(self) -> str:
        lines = [f"{self.range}: {self.summary}" if self.range else self.summary]
        if self.range:
            lines += _excerpt(self.range)
        lines += [f"  {text}" for text in (self.detail, self.hint) if text]
        return "\n".join(lines)


def _excerpt(place: Range) -> list[str]:
    """The source line and a line of carets under the piece that is meant."""
    text = place.source.line_text(place.line)
    first = place.column - 1
    width = len(place.text.split("\n", 1)[0].rstrip("\r")) or 1
    if len(text) > _MAX_LINE:
        cut = max(0, first - _MAX_LINE // 2)
        text, first = text[cut : cut + _MAX_LINE], first - cut
    width = max(1, min(width, len(text) - first))
    number = str(place.line)
    indent = "".join("\t" if character == "\t" else " " for character in text[:first])
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {indent}{'^' * width}"]


class HclError(GroundplanError):
    """One or more mistakes in a configuration."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        first = self.diagnostics[0]
        message = f"{first.summary}. {first.detail}" if first.detail else first.summary
        super().__init__(message, where=str(first.range) if first.range else None, hint=first.hint or None)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))

    @classmethod
    def at(cls, place: Range | None, summary: str, detail: str = "", hint: str = "") -> HclError:
        """An error of one diagnostic."""
        return cls([Diagnostic(summary, detail, place, hint)])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``Did you mean "x"?``, or nothing when no known name is near."""
    near = get_close_matches(name, [candidate for candidate in known if candidate != name], n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else ""
