"""Fitting a report into so many bytes: all of it where it fits, else less of each piece, else fewer pieces, counted.

A byte is never less than a character, so a text of so many bytes has at most as many characters.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Form = Literal["full", "medium", "brief"]
_FOR_BRIEF = 0.6
"""The part of a section's room for as many brief pieces as possible; the rest tells the first of them in more words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is shown whole or not at all."""

    text: Callable[[Form], str]
    group: str | None = None
    """Pieces of one group come in one wrapper."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its pieces come the most important first."""

    render: Callable[[Sequence[tuple[str | None, str]], int], str]
    """(group and text of the pieces that are in, how many are left out) -> the section."""
    pieces: Sequence[Piece]
    weight: int = 1
    """Its share where there is not room for all."""


def size(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode())


def fit(sections: Sequence[Section], budget: int) -> list[str]:
    """The sections' texts, together at most ``budget`` bytes (if the sections without any pieces are)."""
    full = [section.render([(piece.group, piece.text("full")) for piece in section.pieces], 0) for section in sections]
    if sum(map(size, full)) <= budget:
        return full
    rooms = _rooms([size(text) for text in full], [section.weight for section in sections], budget)
    return [
        text if size(text) <= room else _reduced(section, room)
        for section, text, room in zip(sections, full, rooms, strict=True)
    ]


def _rooms(needs: Sequence[int], weights: Sequence[int], budget: int) -> list[int]:
    """Room for each: its need where that is less than its share, and what it leaves is shared by the others."""
    rooms = [0] * len(needs)
    waiting = set(range(len(needs)))
    while waiting:
        total = sum(weights[index] for index in waiting)
        share = {index: budget * weights[index] // total for index in waiting}
        modest = [index for index in waiting if needs[index] <= share[index]]
        for index in modest or list(waiting):
            rooms[index] = needs[index] if modest else share[index]
            budget -= rooms[index]
            waiting.discard(index)
    return rooms


def _reduced(section: Section, room: int) -> str:
    """As many pieces as fit, and the first of them in more words than the others."""
    pieces = section.pieces

    @functools.cache
    def text(index: int, form: Form) -> str:
        return pieces[index].text(form)

    def render(medium: int, count: int) -> str:
        chosen = [(pieces[at].group, text(at, "medium" if at < medium else "brief")) for at in range(count)]
        return section.render(chosen, len(pieces) - count)

    count = len(pieces)
    if size(render(0, count)) > room:
        count = _most(count, lambda many: size(render(0, many)) <= room * _FOR_BRIEF)
    return render(_most(count, lambda many: size(render(many, count)) <= room), count)


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to ``limit`` that fits, 0 where none does."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
