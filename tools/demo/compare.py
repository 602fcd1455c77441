"""Whether the lake has what the source has: every row, every column, by the source's types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from .errors import Disagreement
from .pgoutput import Table

_TOLD: Final = 10


def _time(value: Any) -> datetime:
    """A moment without its zone, in UTC."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _boolean(value: Any) -> bool:
    return value if isinstance(value, bool) else {"t": True, "true": True, "f": False, "false": False}[str(value)]


_READ: Final[Mapping[int, Callable[[Any], Any]]] = {
    16: _boolean,
    20: int,
    21: int,
    23: int,
    114: json.loads,
    700: float,
    701: float,
    1082: lambda value: value if type(value) is date else date.fromisoformat(str(value)[:10]),
    1114: _time,
    1184: _time,
    1700: lambda value: value if isinstance(value, Decimal) else Decimal(str(value)),
    3802: json.loads,
}


@dataclass(frozen=True, slots=True)
class Side:
    """A table as one side has it."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def differences(table: Table, key: Sequence[str], source: Side, lake: Side) -> list[str]:
    """What differs, in words; nothing where both have the same."""
    ours, theirs = _by_key(table, key, source), _by_key(table, key, lake)
    if ours and not theirs:
        return [f"{table.title} has {len(ours):,} rows in the source, and none in the lake"]
    found = [f"{_named(table, k)} is in the source, and not in the lake" for k in ours.keys() - theirs.keys()]
    found += [f"{_named(table, k)} is in the lake, and not in the source" for k in theirs.keys() - ours.keys()]
    if len(theirs) != len(lake.rows):
        found.append(f"{table.title} has {len(lake.rows) - len(theirs)} rows in the lake whose key another one has")
    names = [column.name for column in table.columns]
    for k in ours.keys() & theirs.keys():
        if ours[k] != theirs[k]:
            found += [
                f"{_named(table, k)}: {name} is {mine!r} in the source, and {yours!r} in the lake"
                for name, mine, yours in zip(names, ours[k], theirs[k], strict=True)
                if mine != yours
            ]
    return found


def narrowed(table: Table, key: Sequence[str], side: Side) -> Table:
    """A table with the columns only that a side has, and the key's in any case."""
    names = {*side.columns, *key}
    return Table(table.schema, table.name, tuple(column for column in table.columns if column.name in names))


def agree(phase: str, found: Sequence[str]) -> None:
    """Nothing, where nothing differs.

    Raises:
        Disagreement: naming the first differences.
    """
    if different := sorted(set(found)):  # both ways of asking may find the same
        told = "".join(f"\n  {line}" for line in islice(different, _TOLD))
        rest = f"\n  … and {len(different) - _TOLD} more" if len(different) > _TOLD else ""
        raise Disagreement(f"source and lake differ after {phase}:{told}{rest}")


def _by_key(table: Table, key: Sequence[str], side: Side) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The rows, by their key, with the source's columns in the source's order; a column that is missing is null."""
    place = {name: i for i, name in enumerate(side.columns)}
    wanted = [(place.get(column.name), _READ.get(column.type, str)) for column in table.columns]
    names = [column.name for column in table.columns]
    keys = [names.index(name) for name in key]
    rows = {}
    for row in side.rows:
        cells = tuple(None if i is None or row[i] is None else read(row[i]) for i, read in wanted)
        rows[tuple(cells[i] for i in keys)] = cells
    return rows


def _named(table: Table, key: tuple[Any, ...]) -> str:
    return f"{table.title}({', '.join(map(str, key))})"
