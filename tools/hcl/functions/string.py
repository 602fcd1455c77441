"""String functions. (``format`` and ``formatlist`` are in format.py, the regular expressions in regex.py.)"""

from __future__ import annotations

from typing import Any

from ..function import FunctionError
from ..types import STRING
from ..values import ListValue
from .builtin import INT, STR, STRINGS, Registry
from .graphemes import graphemes

FUNCTIONS = Registry()

_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@FUNCTIONS.add("chomp", STR)
def _chomp(str_: str) -> str:
    return str_.rstrip("\r\n")


@FUNCTIONS.add("endswith", STR, STR)
def _endswith(str_: str, suffix: str) -> bool:
    return str_.endswith(suffix)


@FUNCTIONS.add("startswith", STR, STR)
def _startswith(str_: str, prefix: str) -> bool:
    return str_.startswith(prefix)


@FUNCTIONS.add("strcontains", STR, STR)
def _strcontains(str_: str, substr: str) -> bool:
    return substr in str_


@FUNCTIONS.add("indent", INT, STR)
def _indent(spaces: int, str_: str) -> str:
    if spaces < 0:
        raise FunctionError("the number of spaces must not be negative", 0)
    return str_.replace("\n", "\n" + " " * spaces)


@FUNCTIONS.add("join", STR, rest=STRINGS)
def _join(separator: str, *lists: list[Any]) -> str:
    if not lists:
        raise FunctionError("at least one list is required")
    for number, items in enumerate(lists, 1):
        for index, item in enumerate(items):
            if item is None:
                which = f" of list {number}" if len(lists) > 1 else ""
                raise FunctionError(f"element {index}{which} is null; cannot concatenate null values", number)
    return separator.join(item for items in lists for item in items)


@FUNCTIONS.add("lower", STR)
def _lower(str_: str) -> str:
    return str_.lower() if str_.isascii() else "".join(map(_lower_letter, str_))


@FUNCTIONS.add("upper", STR)
def _upper(str_: str) -> str:
    return str_.upper() if str_.isascii() else "".join(map(_upper_letter, str_))


@FUNCTIONS.add("title", STR)
def _title(str_: str) -> str:
    out = []
    previous = " "
    for letter in str_:
        out.append(_title_letter(letter) if _separates(previous) else letter)
        previous = letter
    return "".join(out)


def _lower_letter(letter: str) -> str:
    """Letter by letter, as in Go: one letter stays one letter, whatever its neighbours are."""
    return letter.lower()[0] if letter == "\u0130" else letter.lower()


def _upper_letter(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else _title_letter(letter)


def _title_letter(letter: str) -> str:
    title = letter.title()
    return title if len(title) == 1 else letter


def _separates(letter: str) -> bool:
    if letter.isascii():
        return not (letter.isalnum() or letter == "_")
    return letter in _SPACE


@FUNCTIONS.add("split", STR, STR)
def _split(separator: str, str_: str) -> ListValue:
    return ListValue(str_.split(separator) if separator else str_, STRING)


@FUNCTIONS.add("strrev", STR)
def _strrev(str_: str) -> str:
    return "".join(reversed(graphemes(str_)))


@FUNCTIONS.add("substr", STR, INT, INT)
def _substr(str_: str, offset: int, length: int) -> str:
    parts = graphemes(str_)
    if offset < 0:
        # Terraform quirk: an offset before the start of the string is the start.
        offset = max(0, offset + len(parts))
        # ... and with a negative offset a length of zero means the whole rest.
        length = length or -1
    rest = parts[offset:]
    return "".join(rest if length < 0 else rest[:length])


@FUNCTIONS.add("trim", STR, STR)
def _trim(str_: str, cutset: str) -> str:
    return str_.strip(cutset)


@FUNCTIONS.add("trimprefix", STR, STR)
def _trimprefix(str_: str, prefix: str) -> str:
    return str_.removeprefix(prefix)


@FUNCTIONS.add("trimsuffix", STR, STR)
def _trimsuffix(str_: str, suffix: str) -> str:
    return str_.removesuffix(suffix)


@FUNCTIONS.add("trimspace", STR)
def _trimspace(str_: str) -> str:
    return str_.strip(_SPACE)
