"""The patterns of ``fileset``: ``*``, ``**``, ``?``, ``[a-z]``, ``[^a-z]``, ``{this,that}`` and ``\\`` as escape."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache

_SPECIAL = re.compile(r"[*?\[{\\]")


class PatternError(Exception):
    """A pattern with an unclosed bracket or the like."""


def glob(pattern: str) -> list[str]:
    """The paths that match an absolute pattern."""
    components = [part for part in re.split(r"(?<!\\)/", pattern) if part]
    for part in components:
        if part != "**" and _SPECIAL.search(part):
            _matcher(part)
    return list(_walk("/", components, frozenset()))


def _walk(base: str, components: list[str], above: frozenset[str]) -> Iterator[str]:
    """What matches below ``base``; ``above`` are the directories that led here, so that links cannot make a circle."""
    index = 0
    while index < len(components) and not _SPECIAL.search(components[index]):
        base = os.path.join(base, components[index])  # noqa: PTH118
        index += 1
    components = components[index:]
    if not components:
        if os.path.lexists(base):
            yield base
        return
    real = os.path.realpath(base)
    if real in above:
        return
    above |= {real}
    try:
        with os.scandir(base) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return
    head, *rest = components
    if head == "**":
        for entry in entries:
            if _is_directory(entry):
                if not rest:
                    yield entry.path
                yield from _walk(entry.path, components, above)
            elif not rest:
                yield entry.path
        if not rest:
            return
        head, *rest = rest
        if head == "**":
            # as in the library that Terraform uses: a second one in a row is one more directory or name
            head = "*"
    matcher = _matcher(head)
    for entry in entries:
        if not matcher.fullmatch(entry.name):
            continue
        if not rest:
            yield entry.path
        else:
            yield from _walk(entry.path, rest, above)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads nowhere or to itself
        return False


@lru_cache(maxsize=256)
def _matcher(component: str) -> re.Pattern[str]:
    """One component of a pattern as a regular expression."""
    expression, end = _translate(component, 0, "")
    if end != len(component):
        raise PatternError(component)
    return re.compile(expression, re.DOTALL)


def _translate(text: str, position: int, stop: str) -> tuple[str, int]:
    out = []
    while position < len(text) and text[position] not in stop:
        character = text[position]
        position += 1
        if character == "*":
            out.append(".*")
        elif character == "?":
            out.append(".")
        elif character == "\\":
            if position >= len(text):
                raise PatternError(text)
            out.append(re.escape(text[position]))
            position += 1
        elif character == "[":
            piece, position = _class(text, position)
            out.append(piece)
        elif character == "{":
            piece, position = _alternatives(text, position)
            out.append(piece)
        else:
            out.append(re.escape(character))
    return "".join(out), position


def _class(text: str, position: int) -> tuple[str, int]:
    match = re.compile(r"(\^?)((?:\\.|[^\]\\])+)\]", re.DOTALL).match(text, position)
    if match is None:
        raise PatternError(text)
    body = "".join(
        piece if piece == "-" else re.escape(piece[-1]) for piece in re.findall(r"\\.|.", match[2], re.DOTALL)
    )
    try:
        re.compile(f"[{body}]")
    except re.error:
        raise PatternError(text) from None
    if body.startswith("-") or body.endswith("-"):
        raise PatternError(text)
    return f"[{match[1]}{body}]", match.end()


def _alternatives(text: str, position: int) -> tuple[str, int]:
    options = []
    while True:
        option, position = _translate(text, position, ",}")
        options.append(option)
        if position >= len(text):
            raise PatternError(text)
        position += 1
        if text[position - 1] == "}":
            return f"(?:{'|'.join(options)})", position
