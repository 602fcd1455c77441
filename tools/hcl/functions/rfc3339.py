"""Points in time, for years that Python's ``datetime`` does not know as well."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NANOSECONDS = 10**9


class TimestampError(Exception):
    """The text is not a timestamp."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Nanoseconds since 1970 in UTC, and the zone it is shown in, in seconds."""

    nanoseconds: int
    offset: int = 0

    @classmethod
    def of(
        cls, year: int, month: int, day: int, hour: int, minute: int, second: int, nanosecond: int = 0, offset: int = 0
    ) -> Timestamp:
        """From the fields of a calendar and a clock in the zone."""
        seconds = _days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
        return cls(seconds * _NANOSECONDS + nanosecond, offset)

    def date(self) -> tuple[int, int, int]:
        """Year, month, day."""
        return _civil(self._local() // 86400)

    def clock(self) -> tuple[int, int, int]:
        """Hour, minute, second."""
        seconds = self._local() % 86400
        return seconds // 3600, seconds // 60 % 60, seconds % 60

    def weekday(self) -> int:
        """0 is Sunday."""
        return (self._local() // 86400 + 4) % 7

    def zone(self, *, colon: bool) -> str:
        """The offset from UTC."""
        minutes = abs(self.offset) // 60
        return f"{'-' if self.offset < 0 else '+'}{minutes // 60:02d}{':' if colon else ''}{minutes % 60:02d}"

    def rfc3339(self) -> str:
        """The text, without fractions of a second."""
        zone = self.zone(colon=True) if self.offset else "Z"
        return "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}".format(*self.date(), *self.clock()) + zone

    def _local(self) -> int:
        return self.nanoseconds // _NANOSECONDS + self.offset


def days_in_month(year: int, month: int) -> int:
    """How long the month is."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01; years are counted from March, so that the leap day is the last one."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + day_of_year - 719468


def _civil(days: int) -> tuple[int, int, int]:
    """The reverse of :func:`_days`."""
    era, of_era = divmod(days + 719468, 146097)
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    day_of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


_FIELDS = (
    ("year", 4), ("-", 0), ("month", 2), ("-", 0), ("day of month", 2), ("T", 0),
    ("hour", 2), (":", 0), ("minute", 2), (":", 0), ("second", 2),
)  # fmt: skip
_LIMITS = {"month": (1, 12), "hour": (0, 23), "minute": (0, 59), "second": (0, 59)}
_FRACTION = re.compile(r"\.([0-9]+)")
_LENIENT_FRACTION = re.compile(r"[.,]([0-9]+)")
_ZONE = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")


def parse_timestamp(text: str, *, lenient: bool = False) -> Timestamp:
    """A timestamp in RFC 3339. ``lenient`` takes what Go's own parser takes, as ``timecmp`` does."""
    numbers: dict[str, int] = {}
    position = 0
    for name, width in _FIELDS:
        if width == 0:
            _expect(text, position, name)
            position += 1
            continue
        if lenient and name == "hour" and text[position + 1 : position + 2] == ":":
            width = 1  # noqa: PLW2901
        digits = text[position : position + width]
        if not digits:
            raise TimestampError(f"end of string before {name}")
        if len(digits) < width or not (digits.isascii() and digits.isdigit()):
            raise TimestampError(f'cannot use "{text[position:]}" as {name}')
        numbers[name] = int(digits)
        low, high = _LIMITS.get(name, (0, 9999))
        if not low <= numbers[name] <= high:
            raise TimestampError(f"{name} must be between {low} and {high} inclusive")
        position += width
    if not 1 <= numbers["day of month"] <= days_in_month(numbers["year"], numbers["month"]):
        raise TimestampError("day out of range")
    nanosecond = 0
    if fraction := (_LENIENT_FRACTION if lenient else _FRACTION).match(text, position):
        nanosecond = int(fraction[1][:9].ljust(9, "0"))
        position = fraction.end()
    year, month, day, hour, minute, second = numbers.values()
    return Timestamp.of(year, month, day, hour, minute, second, nanosecond, _offset(text[position:], lenient))


def _expect(text: str, position: int, separator: str) -> None:
    found = text[position : position + 1]
    if found == separator:
        return
    if separator == "T":
        raise TimestampError("missing required time introducer 'T'")
    if not found:
        raise TimestampError(f'end of string where "{separator}" is expected')
    raise TimestampError(f'found "{text[position:]}" where "{separator}" is expected')


def _offset(text: str, lenient: bool) -> int:
    if text == "Z":
        return 0
    if not text:
        raise TimestampError("end of string before UTC offset")
    match = _ZONE.fullmatch(text)
    if match is None:
        raise TimestampError(f'cannot use "{text}" as UTC offset')
    hours, minutes = int(match[2]), int(match[3])
    if hours > (24 if lenient else 23) or minutes > (60 if lenient else 59):
        raise TimestampError("UTC offset out of range")
    return (hours * 3600 + minutes * 60) * (-1 if match[1] == "-" else 1)
