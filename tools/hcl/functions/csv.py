"""Comma separated values as Go reads them: quotes must be where RFC 4180 wants them, empty lines do not count."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BARE = re.compile(r"[^,\n]*")


class CsvError(Exception):
    """The text is not a table."""


def read_csv(text: str) -> tuple[list[str], list[list[str]]]:
    """The names in the first line, and the other lines."""
    text = text.replace("\r\n", "\n").removesuffix("\r")
    records: list[list[str]] = []
    position = 0
    while position < len(text):
        if text[position] == "\n":
            position += 1
            continue
        line = text.count("\n", 0, position) + 1
        record, position = _record(text, position)
        if records and len(record) != len(records[0]):
            raise CsvError(f"CSV parse error on line {line}: {len(records[0])} fields expected, found {len(record)}")
        if not records:
            _check_header(record)
        records.append(record)
    if not records:
        raise CsvError("missing header line")
    return records[0], records[1:]


def _check_header(names: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise CsvError(f'duplicate column name "{name}"')


def _record(text: str, position: int) -> tuple[list[str], int]:
    """The fields of the line that starts at ``position``, and where the next one starts."""
    fields = []
    while True:
        if text.startswith('"', position):
            match = _QUOTED.match(text, position)
            if match is None:
                raise _error(text, position, 'a field that starts with " does not end with one')
            fields.append(match[1].replace('""', '"'))
        else:
            match = _BARE.match(text, position)
            assert match is not None  # noqa: S101 - it matches nothing at least
            if '"' in match[0]:
                raise _error(text, position, 'a " stands in a field that does not start with one')
            fields.append(match[0])
        position = match.end()
        if position >= len(text) or text[position] == "\n":
            return fields, position + 1
        if text[position] != ",":
            raise _error(text, position, 'a quoted field goes on after its closing "')
        position += 1


def _error(text: str, position: int, reason: str) -> CsvError:
    return CsvError(f"CSV parse error on line {text.count(chr(10), 0, position) + 1}: {reason}")
