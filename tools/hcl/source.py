"""Source text with positions: what every message points into."""

from __future__ import annotations

import codecs
import errno
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import Diagnostic, HclError

MAX_BYTES = 64 * 1024 * 1024


class Source:
    """A text and where it came from. Offsets are bytes of its UTF-8 form, as the parser counts them."""

    __slots__ = ("__dict__", "data", "path")

    def __init__(self, path: Path | str, text: str | bytes) -> None:
        self.path = Path(path)
        self.data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

    def __repr__(self) -> str:
        return f"Source({str(self.path)!r}, {len(self.data)} bytes)"

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        starts = [0]
        position = self.data.find(b"\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.data.find(b"\n", position + 1)
        return starts

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.data[start:end].decode("utf-8", "replace")

    def line_of(self, offset: int) -> int:
        """The number, from 1, of the line that holds the offset."""
        return bisect_right(self.line_starts, offset)

    def column_of(self, offset: int) -> int:
        """The column, from 1, in characters."""
        start = self.line_starts[self.line_of(offset) - 1]
        return len(self.slice(start, offset)) + 1

    def line_text(self, line: int) -> str:
        """The text of a line, without its end."""
        start = self.line_starts[line - 1]
        end = self.data.find(b"\n", start)
        return self.slice(start, len(self.data) if end < 0 else end).rstrip("\r")


@dataclass(frozen=True, slots=True)
class Range:
    """A piece of a source: ``start`` and ``end`` are byte offsets, ``end`` not included."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of the start, from 1."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """The column of the start, from 1, in characters."""
        return self.source.column_of(self.start)

    @property
    def text(self) -> str:
        """The text it covers."""
        return self.source.slice(self.start, self.end)

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"


_OS_ERRORS = {
    errno.ENOENT: ("File not found", "Check the path."),
    errno.EACCES: ("File is not readable", "Give yourself read permission: chmod u+r."),
    errno.EPERM: ("File is not readable", "Give yourself read permission: chmod u+r."),
    errno.EISDIR: ("Expected a file, found a directory", "Name the file inside the directory."),
    errno.ENOTDIR: ("File not found", "A part of its path is not a directory."),
    errno.ELOOP: ("Symbolic links go in a circle", "Remove or correct the link."),
    errno.ENAMETOOLONG: ("The path is too long", "Check the path."),
}


def read_source(path: Path | str) -> Source:
    """Read a file of the language; whatever is wrong with it comes as an :class:`HclError` that names it."""
    path = Path(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "Is a directory")
        if path.exists() and not path.is_file():
            raise _unreadable(path, "Not a regular file", "Only ordinary files can be read.")
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: pathlib's own word for a symlink loop
        code = error.errno if isinstance(error, OSError) and error.errno is not None else 0
        summary, hint = _OS_ERRORS.get(code, (f"The file could not be read: {error}", "Check the path."))
        raise _unreadable(path, summary, hint) from None
    return decode_source(path, data)


def decode_source(path: Path, data: bytes) -> Source:
    """Turn the bytes of a file into a source: without byte-order mark, and known to be UTF-8 text."""
    if len(data) > MAX_BYTES:
        raise _unreadable(
            path, f"The file has {len(data)} bytes", f"At most {MAX_BYTES} are read: is this a text file?"
        )
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _unreadable(path, "The file is UTF-16", "Save it as UTF-8.")
    if not data.isascii() or b"\0" in data:
        _require_text(path, data)
    return Source(path, data)


def _require_text(path: Path, data: bytes) -> None:
    position = data.find(b"\0")
    if position >= 0:
        raise _unreadable(path, f"This is a binary file: byte {position} is zero", "A text file in UTF-8 is expected.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        source = Source(path, data[: error.start])
        place = Range(source, error.start, error.start)
        raise HclError(
            [
                Diagnostic(
                    "The file is not UTF-8 text",
                    f"Byte {data[error.start]:#04x} is not valid here.",
                    place,
                    "Save it as UTF-8.",
                )
            ]
        ) from None


def _unreadable(path: Path, summary: str, hint: str) -> HclError:
    return HclError([Diagnostic(f"{path}: {summary}", "", None, hint)])
