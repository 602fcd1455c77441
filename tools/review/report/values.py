"""Values of attributes as people read them: masked, quoted, made visible, and cut to where they differ."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from ..model import AttributeChange
from .compare import shared
from .words import plural

SENSITIVE = "(sensitive)"
UNKNOWN = "(known after apply)"
_CONTEXT = 24
_ONE_LINE = 88
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Both sides of an attribute as text; None where that side has none."""

    before: str | None
    after: str | None
    marks: tuple[str, ...]
    """``forces replacement``, ``assumed``."""


def visible(text: str) -> str:
    """The text with every character that nobody sees, or that reorders others, written as ``\\u{202e}``.

    New lines and tabs stay. What is left can be encoded: lone surrogates are written out too.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in _INVISIBLE:
        return character
    return f"\\u{{{ord(character):x}}}"


def name(text: str, limit: int = 160) -> str:
    """A path or address on one line, its middle left out where it is very long."""
    text = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    if len(text) <= limit:
        return text
    head = (limit - 1) // 2
    return f"{text[:head]}…{text[len(text) - (limit - 1 - head) :]}"


def literal(value: Any) -> str:
    """A value as JSON; text of several lines as it is, lists and maps over several lines where they are long."""
    if isinstance(value, str):
        return visible(value if "\n" in value.strip("\n") else json.dumps(value, ensure_ascii=False))
    short = json.dumps(value, ensure_ascii=False)
    return visible(short if len(short) <= _ONE_LINE else json.dumps(value, ensure_ascii=False, indent=2))


def shown(attribute: AttributeChange, limit: int) -> Shown:
    """An attribute's two sides, each of about ``limit`` characters at most; long ones are cut to where they differ.

    Two texts of several lines stay whole: they are told by their lines (``compare``).
    """
    marks = ("forces replacement",) * attribute.forces_replacement + ("assumed",) * attribute.assumed
    has_before, has_after = attribute.kind != "added", attribute.kind != "removed"
    if attribute.sensitive:
        after = UNKNOWN if attribute.kind == "unknown" else SENSITIVE
        return Shown(SENSITIVE if has_before else None, after if has_after else None, marks)
    if attribute.kind == "unknown":
        had_one = attribute.before is not None
        return Shown(_cut(literal(attribute.before), 0, limit) if had_one else None, UNKNOWN, marks)
    before = literal(attribute.before) if has_before else ""
    after = literal(attribute.after) if has_after else ""
    if has_before and has_after and ("\n" in before or "\n" in after):
        return Shown(before, after, marks)
    start = max(0, shared(before, after) - _CONTEXT) if max(len(before), len(after)) > limit else 0
    return Shown(
        _cut(before, start, limit) if has_before else None, _cut(after, start, limit) if has_after else None, marks
    )


def _cut(text: str, start: int, limit: int) -> str:
    end = start + limit
    head = "…" if start else ""
    left = len(text) - end
    return f"{head}{text[start:end]}… {plural(left, 'more character')}" if left > 0 else f"{head}{text[start:]}"
