"""``format`` and ``formatlist``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..function import FunctionError
from ..types import BOOL, NUMBER, STRING, ConversionError, Type, convert
from ..values import ListValue, SetValue
from .builtin import NULLABLE, STR, Registry, normal, quoted
from .gofloat import Flags, format_float, format_integer, shortest
from .graphemes import graphemes, length
from .json import encode, encode_string

FUNCTIONS = Registry()

_VERB = re.compile(r"%([0#+\- ]*)([1-9][0-9]*)?(?:(\.)([0-9]*))?(?:\[([1-9][0-9]*)\])?([a-zA-Z])")


@dataclass(frozen=True, slots=True)
class _Verb:
    """One verb of a format string."""

    text: str
    offset: int
    letter: str
    flags: Flags
    argument: int
    """Which argument it takes, counted from 1."""


@FUNCTIONS.add("format", STR, rest=NULLABLE)
def _format(format_: str, *args: Any) -> str:
    return _render(_parse(format_), args)


@FUNCTIONS.add("formatlist", STR, rest=NULLABLE)
def _formatlist(format_: str, *args: Any) -> ListValue:
    count = _iterations(args)
    if count == 0:
        return ListValue([], STRING)
    verbs = _parse(format_)
    columns = [list(arg) if isinstance(arg, list | SetValue) else [arg] * count for arg in args]
    rows = zip(*columns, strict=True) if columns else [()]
    results = []
    for index, row in enumerate(rows):
        try:
            results.append(normal(_render(verbs, row)))
        except FunctionError as error:
            raise FunctionError(f"error on format iteration {index}: {error.message}") from None
    return ListValue(results, STRING)


def _iterations(args: tuple[Any, ...]) -> int:
    """How many strings there will be: the lists must agree."""
    count, chooser = None, 0
    for index, arg in enumerate(args):
        if not isinstance(arg, list | SetValue):
            continue
        if count is None:
            count, chooser = len(arg), index
        elif len(arg) != count:
            raise FunctionError(
                f"argument {index + 1} has length {len(arg)}, "
                f"which is inconsistent with argument {chooser + 1} of length {count}",
                index + 1,
            )
    return 1 if count is None else count


def _parse(text: str) -> list[str | _Verb]:
    """The literal pieces and the verbs of a format string."""
    pieces: list[str | _Verb] = []
    position, following = 0, 1
    while (start := text.find("%", position)) >= 0:
        pieces.append(text[position:start])
        if text.startswith("%%", start):
            pieces.append("%")
            position = start + 2
            continue
        match = _VERB.match(text, start)
        if match is None:
            raise _bad_verb(text, start)
        flags, width, dot, digits, argument, letter = match.groups()
        verb = _Verb(
            match.group(),
            start,
            letter,
            Flags(
                zero="0" in flags,
                sharp="#" in flags,
                plus="+" in flags,
                minus="-" in flags,
                space=" " in flags,
                width=int(width) if width else None,
                precision=int(digits or 0) if dot else None,
            ),
            int(argument) if argument else following,
        )
        pieces.append(verb)
        following = verb.argument + 1
        position = match.end()
    pieces.append(text[position:])
    return pieces


_PREFIX = re.compile(r"%[0#+\- ]*(?:[1-9][0-9]*)?(?:\.[0-9]*)?(?:\[(?:[1-9][0-9]*\]?)?)?")


def _bad_verb(text: str, start: int) -> FunctionError:
    match = _PREFIX.match(text, start)
    end = match.end() if match else start + 1
    if end >= len(text):
        return FunctionError(f"invalid format string starting at offset {start}: a verb such as %s is expected", 0)
    return FunctionError(f"unrecognized format character {quoted(text[end])} at offset {end}", 0)


def _render(pieces: list[str | _Verb], args: tuple[Any, ...]) -> str:
    highest = 0
    out = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        highest = max(highest, piece.argument)
        if piece.argument > len(args):
            raise FunctionError(
                f"not enough arguments for {quoted(piece.text)} at {piece.offset}: "
                f"need index {piece.argument} but have {len(args)} total"
            )
        out.append(_one(piece, args[piece.argument - 1]))
    if highest < len(args):
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise FunctionError(f"too many arguments; {used}", highest + 1)
    return "".join(out)


def _one(verb: _Verb, value: Any) -> str:
    """One argument, as its verb wants it."""
    if verb.letter == "v":
        return _pad(verb.flags, _as_is(verb, value))
    if value is None:
        raise _unsupported(verb, "null value cannot be formatted")
    if verb.letter in "sq":
        return _text(verb, _convert(verb, value, STRING))
    if verb.letter == "t":
        return "true" if _convert(verb, value, BOOL) else "false"
    if verb.letter in "eEfgG":
        return format_float(verb.letter, _convert(verb, value, NUMBER), verb.flags)
    if verb.letter in "bdoxX":
        number = _convert(verb, value, NUMBER)
        if not isinstance(number, int):
            raise _unsupported(verb, "an integer is required")
        return format_integer(verb.letter, number, verb.flags)
    raise FunctionError(
        f"unsupported format verb {quoted(verb.letter)} in {quoted(verb.text)} at offset {verb.offset}; "
        "the verbs are %v %s %q %t %d %b %o %x %X %e %E %f %g %G",
        0,
    )


def _as_is(verb: _Verb, value: Any) -> str:
    if not verb.flags.sharp:
        if isinstance(value, str):
            return value
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return shortest(value)
    return encode(value)


def _text(verb: _Verb, text: str) -> str:
    if verb.flags.precision:
        text = "".join(graphemes(text)[: verb.flags.precision])
    return _pad(verb.flags, encode_string(text) if verb.letter == "q" else text)


def _pad(flags: Flags, text: str) -> str:
    missing = (flags.width or 0) - length(text)
    if missing <= 0:
        return text
    padding = ("0" if flags.zero else " ") * missing
    return text + padding if flags.minus else padding + text


def _convert(verb: _Verb, value: Any, want: Type) -> Any:
    try:
        return convert(value, want)
    except ConversionError as error:
        raise _unsupported(verb, error.message) from None


def _unsupported(verb: _Verb, reason: str) -> FunctionError:
    return FunctionError(f"unsupported value for {quoted(verb.text)} at {verb.offset}: {reason}", verb.argument)
