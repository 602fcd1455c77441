"""Values as a reviewer sees them: secrets masked, made-up values in words, long ones cut."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .difference import Step
from .placeholders import OPEN, Words
from .texts import as_json
from .values import UNKNOWN, Secret

MASK = "(sensitive)"
LATER = "(known after apply)"

_TEXT = 400
_ELEMENTS = 20
_DOCUMENT = 3_000
_LABEL = 60
_SHORTEST_SECRET = 6
"""Shorter texts are words and numbers that stand elsewhere for something else."""


@dataclass(frozen=True, slots=True)
class Display:
    """How values of one resource are shown."""

    words: Words
    unit: str
    secrets: frozenset[str] = frozenset()
    """Texts that are sensitive somewhere in this resource: they are masked wherever else they stand in it."""

    def value(self, value: Any) -> Any:
        """A marked value, JSON-able and of a size to read."""
        shown = self._shown(value)
        if isinstance(shown, dict | list):
            text = json.dumps(shown, ensure_ascii=False)
            if len(text) > _DOCUMENT:
                return clipped(text, _DOCUMENT)
        return shown

    def text(self, text: str) -> str:
        """A text without secrets, with placeholders in words; not cut."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return self.words.told(text, self.unit)

    def path(self, steps: Iterable[Step]) -> str:
        """A path for people: ``policy.Statement[Sid=Read].Action``, ``tags["a/b"]``."""
        return path(steps, self)

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Secret):
            return MASK
        if value is UNKNOWN:
            return LATER
        if isinstance(value, str):
            inner = as_json(value)
            return self._shown(inner) if inner is not None else clipped(self.text(value), _TEXT)
        if isinstance(value, dict):
            items = [(self.text(name), self._shown(each)) for name, each in value.items()]
            more = {"…": f"and {len(items) - _ELEMENTS} more"} if len(items) > _ELEMENTS else {}
            return dict(items[:_ELEMENTS]) | more
        if isinstance(value, list):
            elements = [self._shown(each) for each in value[:_ELEMENTS]]
            return elements + ([f"… and {len(value) - _ELEMENTS} more"] if len(value) > _ELEMENTS else [])
        return value


def path(steps: Iterable[Step], display: Display | None = None) -> str:
    """A path for people, without what ``display`` masks."""
    parts: list[str] = []
    for step in steps:
        if isinstance(step, str):
            name = display.text(step) if display else step
            plain = name.replace("_", "").replace("-", "").isalnum()
            parts.append((f".{name}" if parts else name) if plain else f"[{json.dumps(name, ensure_ascii=False)}]")
        else:
            label = display.text(step.label) if display else step.label
            parts.append(f"[{clipped(label, _LABEL, told=False)}]")
    return "".join(parts)


def clipped(text: str, limit: int, *, told: bool = True) -> str:
    """A text of at most about ``limit`` characters, with its length where it was cut."""
    if len(text) <= limit:
        return text
    return f"{text[: limit * 3 // 4]}…" + (f" ({len(text):,} characters)" if told else "")


def is_assumed(*values: Any) -> bool:
    """Whether a placeholder, in words, is part of shown values."""
    return any(OPEN in json.dumps(value, ensure_ascii=False) for value in values if value is not None)


def maskable(texts: Iterable[str]) -> frozenset[str]:
    """The secrets that can be looked for in other texts."""
    return frozenset(text for text in texts if len(text) >= _SHORTEST_SECRET)
