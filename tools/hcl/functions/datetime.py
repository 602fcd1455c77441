"""Date and time functions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache

from ..function import FunctionError
from .builtin import STR, Registry, quoted
from .rfc3339 import Timestamp, TimestampError, parse_timestamp

FUNCTIONS = Registry()

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_TOKEN = re.compile(r"''|'(?:[^']|'')*'?|([a-zA-Z])\1*|[^a-zA-Z']+")
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)")
_MAX_DURATION = 2**63 - 1


@FUNCTIONS.add("timestamp")
def _timestamp() -> str:
    return Timestamp(time.time_ns()).rfc3339()


@FUNCTIONS.add("plantimestamp")
def _plantimestamp() -> str:
    return _start()


@cache
def _start() -> str:
    """One time for the whole run."""
    return Timestamp(time.time_ns()).rfc3339()


@FUNCTIONS.add("timeadd", STR, STR)
def _timeadd(timestamp: str, duration: str) -> str:
    start = _parse(timestamp, 0)
    return Timestamp(start.nanoseconds + _duration(duration), start.offset).rfc3339()


@FUNCTIONS.add("timecmp", STR, STR)
def _timecmp(timestamp_a: str, timestamp_b: str) -> int:
    left = _parse(timestamp_a, 0, lenient=True).nanoseconds
    right = _parse(timestamp_b, 1, lenient=True).nanoseconds
    return (left > right) - (left < right)


def _parse(text: str, argument: int, *, lenient: bool = False) -> Timestamp:
    try:
        return parse_timestamp(text, lenient=lenient)
    except TimestampError as error:
        raise FunctionError(f"not a valid RFC3339 timestamp: {error}", argument) from None


def _duration(text: str) -> int:
    """Nanoseconds, from a text such as ``-1h30m`` or ``1.5s``."""
    sign = -1 if text[:1] == "-" else 1
    rest = text[1:] if text[:1] in {"-", "+"} else text
    if rest == "0":
        return 0
    invalid = FunctionError(f'invalid duration {quoted(text)}; numbers with units are expected, such as "1h30m"', 1)
    if not rest:
        raise invalid
    total = 0
    while rest:
        match = _PART.match(rest)
        if match is None or not (match[1] or match[2]):
            raise invalid
        unit = _UNITS.get(match[3])
        if unit is None:
            raise FunctionError(
                f"{'unknown unit ' + quoted(match[3]) if match[3] else 'missing unit'} in duration {quoted(text)}; "
                "the units are ns, us, ms, s, m, h",
                1,
            )
        fraction = match[2] or ""
        total += int(match[1] or "0") * unit + int(fraction or "0") * unit // 10 ** len(fraction)
        if total > _MAX_DURATION:
            raise invalid
        rest = rest[match.end() :]
    return sign * total


@FUNCTIONS.add("formatdate", STR, STR)
def _formatdate(format_: str, time_: str) -> str:
    stamp = _parse(time_, 1)
    out = []
    for match in _TOKEN.finditer(format_):
        token = match.group()
        if match[1]:
            out.append(_verb(token, stamp))
        elif token[0] == "'":
            out.append(_literal(token))
        else:
            out.append(token)
    return "".join(out)


def _literal(quoted_text: str) -> str:
    if quoted_text == "''":
        return "'"
    if len(quoted_text) == 1 or quoted_text[-1] != "'":
        raise FunctionError("unterminated literal '", 0)
    return quoted_text[1:-1].replace("''", "'")


def _verb(token: str, stamp: Timestamp) -> str:
    wrong, verbs = _VERBS.get(token[0], ("there is no such verb", {}))
    verb = verbs.get(len(token))
    if verb is None:
        raise FunctionError(f"invalid date format verb {quoted(token)}: {wrong}", 0)
    return verb(stamp)


def _hour12(stamp: Timestamp) -> int:
    return stamp.clock()[0] % 12 or 12


def _half(stamp: Timestamp) -> str:
    return "PM" if stamp.clock()[0] >= 12 else "AM"


def _zone(stamp: Timestamp) -> str:
    return stamp.zone(colon=False)


_Verb = Callable[[Timestamp], str]
_VERBS: dict[str, tuple[str, dict[int, _Verb]]] = {
    "Y": (
        'year must either be "YY" or "YYYY"',
        {2: lambda t: f"{t.date()[0] % 100:02d}", 4: lambda t: f"{t.date()[0]:04d}"},
    ),
    "M": (
        'month must be "M", "MM", "MMM", or "MMMM"',
        {
            1: lambda t: f"{t.date()[1]}",
            2: lambda t: f"{t.date()[1]:02d}",
            3: lambda t: _MONTHS[t.date()[1] - 1][:3],
            4: lambda t: _MONTHS[t.date()[1] - 1],
        },
    ),
    "D": (
        'day of month must either be "D" or "DD"',
        {1: lambda t: f"{t.date()[2]}", 2: lambda t: f"{t.date()[2]:02d}"},
    ),
    "E": (
        'day of week must either be "EEE" or "EEEE"',
        {3: lambda t: _DAYS[t.weekday()][:3], 4: lambda t: _DAYS[t.weekday()]},
    ),
    "h": (
        '24-hour must either be "h" or "hh"',
        {1: lambda t: f"{t.clock()[0]}", 2: lambda t: f"{t.clock()[0]:02d}"},
    ),
    "H": ('12-hour must either be "H" or "HH"', {1: lambda t: f"{_hour12(t)}", 2: lambda t: f"{_hour12(t):02d}"}),
    "A": ('must be "AA"', {2: _half}),
    "a": ('must be "aa"', {2: lambda t: _half(t).lower()}),
    "m": ('minute must either be "m" or "mm"', {1: lambda t: f"{t.clock()[1]}", 2: lambda t: f"{t.clock()[1]:02d}"}),
    "s": ('second must either be "s" or "ss"', {1: lambda t: f"{t.clock()[2]}", 2: lambda t: f"{t.clock()[2]:02d}"}),
    "Z": (
        "timezone must be Z, ZZZ, ZZZZ, or ZZZZZ",
        {
            1: lambda t: t.zone(colon=True) if t.offset else "Z",
            3: lambda t: "UTC" if _zone(t) == "+0000" else _zone(t),
            4: _zone,
            5: lambda t: t.zone(colon=True),
        },
    ),
}
