"""Entries in files that are everybody's: found, added and replaced where they stand, and nothing else moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from ..hcl import Block, Source, parse
from ..hcl.syntax import Object

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of a shared file. ``key`` says which; ``text`` is what a scaffold writes there."""

    path: str
    key: str
    text: str
    how: str
    """``sizes``, ``owners`` or ``repositories``."""

    @property
    def id(self) -> str:
        """What a record calls it."""
        return f"{self.path}#{self.key}"


def find(entry: Entry, text: str) -> str | None:
    """What stands there now, or None where nothing does."""
    text = unix(text)
    span = _FINDERS[entry.how](entry, text)
    return None if span is None else text[slice(*span)]


def put(entry: Entry, text: str, new: str | None = None) -> str:
    """The file's text with the entry added, or with ``new`` in place of what is there.

    Raises:
        GroundplanError: the file is not one that the entry fits into.
    """
    before, text, new = text, unix(text), entry.text if new is None else new
    span = _FINDERS[entry.how](entry, text)
    after = text[: span[0]] + new + text[span[1] :] if span else _ADDERS[entry.how](entry, text, new)
    return like(after, before)


def unix(text: str) -> str:
    """A text of Windows' with the line ends that templates have; any other as it is."""
    return text.replace("\r\n", "\n") if _is_windows(text) else text


def like(text: str, model: str) -> str:
    """A text with the line ends of another one."""
    return text.replace("\n", "\r\n") if _is_windows(model) else text


def _is_windows(text: str) -> bool:
    return 0 < text.count("\n") == text.count("\r\n")


def _locals(path: str, text: str) -> Block:
    blocks = [block for block in parse(Source(Path(path), text)).blocks if block.type == "locals"]
    if len(blocks) != 1:
        raise GroundplanError(f"{len(blocks)} locals blocks, not one", where=path)
    return blocks[0]


def _characters(source: Source, start: int, end: int) -> Span:
    """Offsets in the text, of those that the parser counts in its bytes."""
    before = len(source.data[:start].decode())
    return before, before + len(source.data[start:end].decode())


def _find_sizes(entry: Entry, text: str) -> Span | None:
    """The local, with the comment above it, up to the end of its last line."""
    attribute = _locals(entry.path, text).body.attributes.get(entry.key)
    if attribute is None:
        return None
    start, last = _characters(attribute.source, attribute.start, attribute.end)
    start = text.rfind("\n", 0, start) + 1
    while (above := text.rfind("\n", 0, start - 1) + 1) < start and text[above:start].lstrip().startswith("#"):
        start = above
    end = text.find("\n", last) + 1 or len(text)
    return start, end


def _add_sizes(entry: Entry, text: str, new: str) -> str:
    """The local as the last one of the block."""
    place = _locals(entry.path, text).body.range
    start, end = _characters(place.source, place.start, place.end)
    inside = text[start:end]
    if "\n" not in inside:  # locals { size = 1 }
        kept = f"  {inside.strip()}\n\n" if inside.strip() else ""
        return f"{text[:start].rstrip()}\n{kept}{new}{text[end:]}"
    gap = "\n" if inside.strip() else ""
    return f"{text[:end].rstrip(' ')}{gap}{new}{text[end:]}"


def _find_owners(entry: Entry, text: str) -> Span | None:
    """The lines from the comment with the service's name to the next empty one."""
    found = re.search(rf"^# {re.escape(entry.key)}\n(?:[^\n]+\n?)*", text, re.MULTILINE)
    return found.span() if found else None


def _add_owners(entry: Entry, text: str, new: str) -> str:
    return f"{text.rstrip()}\n\n{new}" if text.strip() else new


def _repositories(entry: Entry, text: str) -> Object:
    inputs = parse(Source(Path(entry.path), text)).attributes.get("inputs")
    if inputs and isinstance(inputs.expr, Object):
        for key, value in inputs.expr.items:
            if getattr(key, "value", None) == "repositories" and isinstance(value, Object):
                return value
    raise GroundplanError(
        "its inputs have no repositories = { … } to add one to",
        where=entry.path,
        hint="write them as one object between braces",
    )


def _find_repository(entry: Entry, text: str) -> Span | None:
    for key, value in _repositories(entry, text).items:
        if key.range.text.strip('"') == entry.key:
            return _characters(key.source, key.start, value.end)
    return None


def _add_repository(entry: Entry, text: str, new: str) -> str:
    """On the line of the others where they are on one, else on a line of its own."""
    place = _repositories(entry, text)
    start, end = _characters(place.source, place.start, place.end)
    inside = text[start + 1 : end - 1]
    if "\n" not in inside:
        joined = f"{inside.rstrip().rstrip(',')}, {new} " if inside.strip() else f" {new} "
        return text[: start + 1] + joined + text[end - 1 :]
    indent = text[text.rfind("\n", 0, end - 1) + 1 : end - 1]
    kept = text[: end - 1].rstrip()
    # After an empty line, so that terraform fmt aligns nothing with it.
    return f"{kept}\n\n{indent}  {new}\n{indent}{text[end - 1 :]}"


_FINDERS: dict[str, Callable[[Entry, str], Span | None]] = {
    "sizes": _find_sizes,
    "owners": _find_owners,
    "repositories": _find_repository,
}
_ADDERS: dict[str, Callable[[Entry, str, str], str]] = {
    "sizes": _add_sizes,
    "owners": _add_owners,
    "repositories": _add_repository,
}
