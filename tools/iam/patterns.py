"""Patterns with ``*`` and ``?``, as IAM reads them: what they match, contain and share."""

from __future__ import annotations

import functools
import re


def is_pattern(text: str) -> bool:
    """Whether it has wildcards."""
    return "*" in text or "?" in text


@functools.lru_cache(maxsize=65536)
def covers(wide: str, narrow: str) -> bool:
    """Whether all that ``narrow`` matches is matched by ``wide`` too.

    Only a ``*`` of ``wide`` may stand for a ``*`` of ``narrow``. So the answer may be no where it is yes for a reason
    that takes several characters to see (``a*`` and ``*a`` within ``a*a``), and is never yes where it is no.
    """
    if wide in ("*", narrow):
        return True
    return is_pattern(wide) and bool(_expression(wide).fullmatch(narrow))


@functools.lru_cache(maxsize=65536)
def overlaps(left: str, right: str) -> bool:
    """Whether some text is matched by both."""
    if left == right or "*" in (left, right):
        return True
    if not is_pattern(left):
        return covers(right, left)
    if not is_pattern(right):
        return covers(left, right)
    reached = _beyond_stars(left, {0})  # how far into ``left`` one may be, for each character of ``right``
    for char in right:
        after: set[int] = set()
        for index in reached:
            here = left[index : index + 1]
            if char == "*":
                after.update(range(index, len(left) + 1))
            elif here == "*":
                after.add(index)
            elif here and (char == "?" or here in ("?", char)):
                after.add(index + 1)
        reached = _beyond_stars(left, after)
        if not reached:
            return False
    return len(left) in reached


def _beyond_stars(text: str, reached: set[int]) -> set[int]:
    found = set(reached)
    for index in reached:
        at = index
        while text[at : at + 1] == "*":
            at += 1
            found.add(at)
    return found


@functools.lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = {"*": ".*", "?": "[^*]"}
    text = "".join(parts.get(char) or re.escape(char) for char in re.sub(r"\*+", "*", pattern))
    return re.compile(text, re.DOTALL)
