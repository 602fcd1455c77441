"""The records in a raw object, one after another: never more of it in memory than a few of them."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Protocol

CHUNK = 1024 * 1024
LONGEST = 16 * CHUNK
"""No record is longer: Kinesis takes 10 MiB at most."""

# How a record of DMS begins; where reading goes on after something unreadable.
_START = re.compile(r'\{\s*"(?:data|metadata|control|before-image)"\s*:')
_SPACE = re.compile(r"\s*")
_AT_THE_END = 12


class Body(Protocol):
    """What an object of S3 is read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class BrokenObject(Exception):
    """The object ends in the middle, or is damaged. What came before, but for the last MiB, is good."""


class Found:
    """What stood in one place of an object: a record, or text that is none and the fault."""

    __slots__ = ("fault", "text", "value")

    def __init__(self, text: str, value: dict[str, Any] | None, fault: str = "") -> None:
        self.text = text
        self.value = value
        self.fault = fault


def records(body: Body) -> Iterator[Found]:
    """The records of an object, gzipped or not, one to a line or one behind the other.

    Raises:
        BrokenObject: after the records that could be read.
    """
    rest = b""
    for chunk in _unpacked(body):
        rest += chunk
        if b"\n" in chunk:
            *lines, rest = rest.split(b"\n")
            for line in lines:
                yield from _line(line)
        if len(rest) > CHUNK:
            apart = _Apart(rest.decode("utf-8", "surrogateescape"), complete=len(rest) > LONGEST)
            yield from apart
            rest = apart.rest.encode("utf-8", "surrogateescape")
    yield from _line(rest)


def _unpacked(body: Body) -> Iterator[bytes]:
    chunk = body.read(CHUNK)
    if not chunk.startswith(b"\x1f\x8b"):
        while chunk:
            yield chunk
            chunk = body.read(CHUNK)
        return
    # Firehose, and whoever joins its objects, writes several gzip members into one.
    member = zlib.decompressobj(wbits=31)
    try:
        while chunk:
            if plain := member.decompress(chunk, CHUNK):
                yield plain
            if member.eof:
                chunk = member.unused_data or body.read(CHUNK)
                if chunk:
                    member = zlib.decompressobj(wbits=31)
            else:
                chunk = member.unconsumed_tail or body.read(CHUNK)
        if not member.eof:
            raise BrokenObject("the gzip stream ends early")
    except zlib.error as error:
        raise BrokenObject(f"the gzip stream is damaged: {error}") from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


# Numbers with a fraction keep every digit: money is not a float.
_decode = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse).raw_decode


def _line(line: bytes) -> Iterator[Found]:
    if not line or line.isspace():
        return
    try:
        text = line.decode()
        value, end = _decode(text)
    except (ValueError, RecursionError):
        pass
    else:
        if isinstance(value, dict) and not text[end:].strip():
            yield Found(text, value)
            return
    yield from _Apart(line.decode("utf-8", "surrogateescape"), complete=True)


class _Apart:
    """Records one behind the other; afterwards, in ``rest``, the beginning of one of which more is to come."""

    def __init__(self, text: str, *, complete: bool) -> None:
        self._text = text
        self._complete = complete
        self.rest = ""

    def __iter__(self) -> Iterator[Found]:
        text, at = self._text, 0
        while (at := _SPACE.match(text, at).end()) < len(text):  # type: ignore[union-attr]
            try:
                value, end = _decode(text, at)
            except RecursionError:
                fault, end = "nested too deep", self._next(at)
            except ValueError as error:
                if not self._complete and self._cut(error):
                    self.rest = text[at:]
                    return
                fault, end = f"no JSON: {error}", self._next(at)
            else:
                fault = "" if isinstance(value, dict) else "no JSON object"
            piece = text[at:end]
            if not piece.isascii() and not fault:
                try:
                    piece.encode()
                except UnicodeEncodeError:
                    fault = "no UTF-8"
            yield Found(piece, None, fault) if fault else Found(piece, value)
            at = end

    def _next(self, at: int) -> int:
        following = _START.search(self._text, at + 1)
        return following.start() if following else len(self._text)

    def _cut(self, error: ValueError) -> bool:
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _AT_THE_END
