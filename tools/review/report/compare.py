"""What differs between two texts: letters within a line, lines within a longer text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_SHORT, _WORD = 16, 24
_WORTH = 40_000
"""Pairs of lines that are compared each with each; above it all lines between the first and last equal ones differ."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of one side."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of both sides (a blank), of one of them, or how many equal ones are left out (``…``)."""

    sign: Literal[" ", "-", "+", "…"]
    lines: tuple[str, ...]
    left: int = 0


def parts(before: str, after: str, context: int = 3) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both sides in pieces: those that differ, and those around them."""
    if "\n" not in before and "\n" not in after:
        head, one, other, tail = _letters(before, after)
        return _joined(head, one, tail), _joined(head, other, tail)
    sides: dict[str, list[Part]] = {"-": [], "+": []}
    for hunk in hunks(before, after, context):
        text = f"… {hunk.left:,} equal lines\n" if hunk.sign == "…" else "".join(f"{line}\n" for line in hunk.lines)
        for sign in sides if hunk.sign in " …" else hunk.sign:
            sides[sign].append(Part(text, hunk.sign in "-+"))
    return tuple(sides["-"]), tuple(sides["+"])


def hunks(before: str, after: str, context: int) -> Iterator[Hunk]:
    """The lines of two texts, equal ones left out where they are further away than ``context``."""
    if before.endswith("\n") and after.endswith("\n"):  # where one alone does, that is a difference
        before, after = before[:-1], after[:-1]
    one, other = before.split("\n"), after.split("\n")
    steps = list(_steps(one, other))
    for number, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag != "equal":
            yield from (Hunk("-", tuple(one[i1:i2])),) if i2 > i1 else ()
            yield from (Hunk("+", tuple(other[j1:j2])),) if j2 > j1 else ()
            continue
        first = context if number else 0
        last = context if number + 1 < len(steps) else 0
        left = i2 - i1 - first - last
        if left <= 1:
            yield Hunk(" ", tuple(one[i1:i2]))
            continue
        yield from (Hunk(" ", tuple(one[i1 : i1 + first])),) if first else ()
        yield Hunk("…", (), left)
        yield from (Hunk(" ", tuple(one[i2 - last : i2])),) if last else ()


def _steps(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As ``difflib`` tells it; only what lies between equal heads and tails is compared each with each."""
    least = min(len(one), len(other))
    head = next((at for at in range(least) if one[at] != other[at]), least)
    rest = least - head
    tail = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    i2, j2 = len(one) - tail, len(other) - tail
    if head:
        yield "equal", 0, head, 0, head
    if (i2 - head) * (j2 - head) <= _WORTH:
        matcher = difflib.SequenceMatcher(None, one[head:i2], other[head:j2], autojunk=False)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            yield tag, a1 + head, a2 + head, b1 + head, b2 + head
    elif i2 > head or j2 > head:
        yield "replace", head, i2, head, j2
    if tail:
        yield "equal", i2, len(one), j2, len(other)


def shared(one: str, other: str) -> int:
    """How many characters both begin with, found by halving: slices compare much faster than a loop."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _letters(before: str, after: str) -> tuple[str, str, str, str]:
    """What both share in front, the words that differ, what both share behind; all differs where they share little."""
    head = shared(before, after)
    tail = min(shared(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    head -= _letters_at(before[:head][::-1])
    tail -= _letters_at(before[len(before) - tail :])
    if head + tail < max(len(before), len(after), _SHORT) // 2:
        head = tail = 0
    end = len(before) - tail
    return before[:head], before[head:end], after[head : len(after) - tail], before[end:]


def _letters_at(text: str) -> int:
    """How many letters and digits a text starts with; 0 where the word is too long to be one."""
    count = next((at for at, character in enumerate(text[: _WORD + 1]) if not character.isalnum()), len(text))
    return count if count <= _WORD else 0


def _joined(head: str, middle: str, tail: str) -> tuple[Part, ...]:
    pieces = (Part(head, False), Part(middle, True), Part(tail, False))
    return tuple(piece for piece in pieces if piece.text)
