"""Which tables there are, and how a value of theirs becomes one of a column's type."""

from __future__ import annotations

import fnmatch
import functools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

CONFIGURATION = Path(__file__).with_name("tables.json")

OPERATION, POSITION, COMMITTED_AT = "_op", "_position", "_committed_at"
# ``dt`` is the folder's: Athena refuses a table that has it twice.
_TAKEN = {OPERATION, POSITION, COMMITTED_AT, "dt"}

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DECIMAL = re.compile(r"decimal\((\d{1,2}),(\d{1,2})\)")
_TRUE, _FALSE = {"true", "t", "1"}, {"false", "f", "0"}
# A number is a time in seconds, milliseconds or microseconds; between 1973 and 5138 its size tells which.
_MILLISECONDS, _MICROSECONDS = 10**11, 10**14


class Unfit(ValueError):
    """A value that its column cannot take."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a trusted table: what it is called there, its type, and how a value gets it."""

    name: str
    type: pa.DataType
    convert: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the source, as it is configured."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    key_at: tuple[int, ...]
    """Where the key's columns stand among the columns."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables that are taken, and patterns for those that are left out on purpose."""

    tables: Mapping[str, Table]
    ignored: tuple[str, ...]

    def leaves_out(self, name: str) -> bool:
        """Whether nobody wants to see this table."""
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.ignored)


def load(path: Path = CONFIGURATION) -> Tables:
    """The tables of a configuration file.

    Raises:
        ValueError: it says something that cannot be.
    """
    given = json.loads(path.read_text(encoding="utf-8"))
    tables = {name: _table(path, name, each) for name, each in given["tables"].items()}
    return Tables(tables, tuple(given.get("ignored", ())))


def _table(path: Path, name: str, given: Mapping[str, Any]) -> Table:
    if not re.fullmatch(r"[^./]+\.[^./]+", name):
        raise ValueError(f"{path.name}: {name!r}: call a table <schema>.<table>")
    try:
        columns = {column: Column(trusted_name(column), *_type(type_)) for column, type_ in given["columns"].items()}
    except Unfit as error:
        raise ValueError(f"{path.name}: {name}: {error}") from None
    missing = [column for column in given["key"] if column not in columns]
    if missing or not given["key"]:
        raise ValueError(f"{path.name}: {name}: the key must be columns of the table, not {missing or 'nothing'}")
    order = list(columns)
    return Table(name, tuple(given["key"]), columns, tuple(order.index(column) for column in given["key"]))


def trusted_name(column: str) -> str:
    """What a column is called in the trusted zone: as in the source, unless that name has a meaning there."""
    return f"{column}_" if column in _TAKEN else column


def _type(name: str) -> tuple[pa.DataType, Callable[[Any], Any]]:
    if found := _DECIMAL.fullmatch(name):
        precision, scale = map(int, found.groups())
        if 0 <= scale <= precision <= 38 and precision:
            return pa.decimal128(precision, scale), _exactly(precision, scale)
    if name in _TYPES:
        return _TYPES[name]
    raise Unfit(f"there is no type {name!r}; there are {', '.join(_TYPES)} and decimal(precision,scale)")


def text(value: Any) -> str:
    """Any JSON value as text: what is text already stays as it is.

    Raises:
        Unfit: it is text that no encoding can write (half of a surrogate pair).
    """
    if not isinstance(value, str):
        value = str(value) if isinstance(value, Decimal) else json.dumps(value, default=str, ensure_ascii=False)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Unfit("no Unicode text") from None
    return value


def _whole(bits: int) -> Callable[[Any], int]:
    limit = 1 << (bits - 1)

    def convert(value: Any) -> int:
        if type(value) is not int:
            try:
                if isinstance(value, bool) or (number := int(value)) != Decimal(value):
                    raise Unfit("no whole number")
            except (ValueError, TypeError, OverflowError, InvalidOperation):
                raise Unfit("no whole number") from None
            value = number
        if not -limit <= value < limit:
            raise Unfit(f"does not fit into {bits} bits")
        return int(value)

    return convert


def _exactly(precision: int, scale: int) -> Callable[[Any], Decimal]:
    # A number is never rounded: it fits, or it is refused.
    step = Decimal(1).scaleb(-scale)
    context = Context(prec=precision, traps=[InvalidOperation, Inexact])

    def convert(value: Any) -> Decimal:
        if isinstance(value, bool):
            raise Unfit("no number")
        try:
            number = Decimal(value)
            if number.is_finite():
                return number.quantize(step, context=context)
        except (ValueError, TypeError, InvalidOperation, Inexact):
            pass
        raise Unfit(f"no number of at most {precision} digits, {scale} of them behind the point")

    return convert


def _double(value: Any) -> float:
    if isinstance(value, bool):
        raise Unfit("no number")
    try:
        return float(value)
    except (ValueError, TypeError, OverflowError):
        raise Unfit("no number") from None


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Unfit("neither true nor false")


def microseconds(value: Any) -> int:
    """A point in time as microseconds since 1970 in UTC. Without a zone it is taken as UTC.

    Raises:
        Unfit: it is none, or one that no calendar has (``infinity``).
    """
    if isinstance(value, str):
        return _microseconds(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        size = abs(value)
        factor = 1 if size >= _MICROSECONDS else 1000 if size >= _MILLISECONDS else 1_000_000
        return int(value * factor)
    raise Unfit("no time")


@functools.lru_cache(maxsize=4096)
def _microseconds(value: str) -> int:
    try:
        time = datetime.fromisoformat(value.strip())
    except ValueError:
        raise Unfit("no time in ISO 8601") from None
    if time.tzinfo is not None:
        try:
            time = time.astimezone(UTC)
        except OverflowError:
            raise Unfit("no time between the years 1 and 9999") from None
    days = time.toordinal() - _EPOCH_DAY
    return (((days * 24 + time.hour) * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond


def _day(value: Any) -> int:
    if isinstance(value, str) and len(value) == len("2026-11-21"):
        try:
            return date.fromisoformat(value).toordinal() - _EPOCH_DAY
        except ValueError:
            raise Unfit("no date in ISO 8601") from None
    return microseconds(value) // (24 * 3600 * 1_000_000)


TIMESTAMP = pa.timestamp("us")
"""UTC, without saying so: Athena's ``timestamp`` has no zone."""

_TYPES: Mapping[str, tuple[pa.DataType, Callable[[Any], Any]]] = {
    "boolean": (pa.bool_(), _boolean),
    "date": (pa.date32(), _day),
    "double": (pa.float64(), _double),
    "int32": (pa.int32(), _whole(32)),
    "int64": (pa.int64(), _whole(64)),
    "string": (pa.string(), text),
    "timestamp": (TIMESTAMP, microseconds),
}
