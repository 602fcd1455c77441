"""Values that the assumed state made up, told as what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ...compose import split_address

OPEN, CLOSE = "⟨", "⟩"

_HEAD = 8


class Placeholder(Protocol):
    """A value that only AWS would know (``tools.assume``)."""

    @property
    def text(self) -> str:
        """The made-up value."""

    @property
    def full_address(self) -> str:
        """The resource that it belongs to."""

    @property
    def attribute(self) -> str:
        """The attribute that it stands for."""


class Words:
    """Finds placeholders in texts, and says what they stand for: ``⟨arn of aws_iam_role.task in dev/network⟩``."""

    def __init__(self, placeholders: Mapping[str, Placeholder]) -> None:
        self._known = placeholders
        self._by_head: dict[str, list[str]] = {}
        # The longest first: one may begin another.
        for text in sorted(placeholders, key=len, reverse=True):
            self._by_head.setdefault(text[:_HEAD], []).append(text)

    def told(self, text: str, unit: str) -> str:
        """A text with every placeholder in it in words; ``unit`` is where it is read, and is not repeated."""
        if not self._by_head:
            return text
        if text in self._known:
            return self._words(text, unit)
        parts, position = [], 0
        heads = sorted({len(head) for head in self._by_head}, reverse=True)
        index = 0
        while index < len(text):
            found = next(
                (
                    each
                    for length in heads
                    for each in self._by_head.get(text[index : index + length], ())
                    if text.startswith(each, index)
                ),
                None,
            )
            if found:
                parts += [text[position:index], self._words(found, unit)]
                position = index = index + len(found)
            else:
                index += 1
        return "".join([*parts, text[position:]])

    def finds(self, text: str) -> bool:
        """Whether there is a placeholder in a text."""
        return self.told(text, "") != text

    def is_one(self, value: object) -> bool:
        """Whether a value is a placeholder and nothing else."""
        return isinstance(value, str) and value in self._known

    def _words(self, text: str, unit: str) -> str:
        placeholder = self._known[text]
        try:
            home, address = split_address(placeholder.full_address)
        except ValueError:
            home, address = unit, placeholder.full_address
        return f"{OPEN}{placeholder.attribute} of {address}{'' if home == unit else f' in {home}'}{CLOSE}"
