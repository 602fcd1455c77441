"""``jsonencode`` and ``jsondecode``, byte for byte as Terraform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..function import FunctionError
from ..numbers import format_number, parse_number
from ..types import type_of
from ..values import SetValue
from .builtin import NULLABLE, STR, Registry, normal

FUNCTIONS = Registry()

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PLAIN = re.compile(r'[\x00-\x1f"\\\u2028\u2029]')
_HTML = re.compile(r'[\x00-\x1f"\\\u2028\u2029<>&]')


def encode_string(text: str, *, html: bool = True) -> str:
    """A JSON string as Go writes it; ``html`` escapes ``<``, ``>`` and ``&`` too, as ``jsonencode`` does."""
    return '"' + (_HTML if html else _PLAIN).sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def encode(value: Any) -> str:
    """The JSON text of a known value: no spaces, keys in order."""
    return "".join(_encode(value))


def _encode(value: Any) -> Iterator[str]:
    if value is None:
        yield "null"
    elif isinstance(value, str):
        yield encode_string(value)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int | Decimal):
        yield format_number(value)
    elif isinstance(value, dict):
        separator = "{"
        for key in sorted(value):
            yield separator
            yield encode_string(key)
            yield ":"
            yield from _encode(value[key])
            separator = ","
        yield "}" if value else "{}"
    elif isinstance(value, list | SetValue):
        separator = "["
        for item in value:
            yield separator
            yield from _encode(item)
            separator = ","
        yield "]" if len(value) else "[]"
    else:
        raise FunctionError(f"cannot JSON-serialize {type_of(value)}")


@FUNCTIONS.add("jsonencode", NULLABLE)
def _jsonencode(val: Any) -> str:
    return encode(val)


@FUNCTIONS.add("jsondecode", STR)
def _jsondecode(str_: str) -> Any:
    try:
        value, end = _DECODER.raw_decode(str_, _SPACE.match(str_).end())  # type: ignore[union-attr]
        rest = str_[end:].lstrip(" \t\r\n")
        if rest and rest[0] not in "]}":  # which Terraform does not notice
            raise json.JSONDecodeError("extra data", str_, len(str_) - len(rest))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise FunctionError(f"invalid JSON, {error.msg[:1].lower()}{error.msg[1:]}: {place}", 0) from None
    return value if str_.isascii() and "\\u" not in str_ else _clean(value)


def _clean(value: Any) -> Any:
    """Strings in normal form, and without the halves of surrogate pairs that JSON can spell."""
    if isinstance(value, str):
        return normal(_SURROGATE.sub("\ufffd", value))
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


_SPACE = re.compile(r"[ \t\r\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _number(text: str) -> int | Decimal:
    number = parse_number(text)
    if number is None:
        raise FunctionError(f"the number {text} in the JSON is out of range", 0)
    return number


def _refuse(name: str) -> Any:
    raise FunctionError(f"invalid JSON: {name} is not a JSON value", 0)


_DECODER = json.JSONDecoder(parse_int=_number, parse_float=_number, parse_constant=_refuse)
