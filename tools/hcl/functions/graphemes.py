"""What a person sees as one character, which is what the language counts in strings."""

from __future__ import annotations

from functools import cache
from typing import Any


def graphemes(text: str) -> list[str]:
    """The text in grapheme clusters (Unicode Standard Annex 29)."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    found: list[str] = _pattern().findall(text)
    return found


def length(text: str) -> int:
    """The number of grapheme clusters."""
    return len(text) if text.isascii() and "\r\n" not in text else len(graphemes(text))


@cache
def _pattern() -> Any:
    import regex  # type: ignore[import-untyped]

    return regex.compile(r"\X")
