"""Usage files: what somebody expects to be used in a month, low, expected and high, and who says so.

A `usage.yaml` lies in any folder of the tree and is about the units below it. The nearest file has the last word, and
in a file the last entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ..compose.snapshot import Resource
from ..errors import GroundplanError
from ..hcl import did_you_mean
from .amount import Amount, exactly
from .kinds import KINDS
from .yaml_lines import entry_lines, is_amount, load_yaml

FILE = "usage.yaml"
_NEEDED = ("type", "owner", "monthly")
_EXAMPLE = """an entry reads
  - unit: data/*/stream                  # optional; a glob over unit paths, or over their ends
    type: aws_kinesis_stream
    address: aws_kinesis_stream.this     # optional; within the unit, a glob
    owner: data-platform
    why: 10 changes a second             # optional
    monthly:
      put_units_million: {low: 5, expected: 26, high: 130}     # or one number"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says of the resources that it is about."""

    unit: str
    type: str
    address: str
    owner: str
    monthly: Mapping[str, Amount]
    place: tuple[Path, int]
    """The file, and which of its entries this is."""

    def covers(self, resource: Resource) -> bool:
        """Whether it is about this resource."""
        path = resource.unit
        named = fnmatchcase(path, self.unit) or fnmatchcase(path, f"*/{self.unit}")
        return resource.type == self.type and named and fnmatchcase(resource.address, self.address)


class Usage:
    """What the usage files of a tree say."""

    def __init__(self, files: Mapping[str, tuple[Entry, ...]]) -> None:
        self._files = files
        """Folder within the tree (``""`` is its root) -> the entries of its file."""
        self._used: set[tuple[Path, int]] = set()

    def given(self, resource: Resource, key: str) -> Amount | None:
        """What is expected of a resource; None where nobody says anything."""
        parts = resource.unit.split("/")
        for depth in range(len(parts), -1, -1):
            for entry in reversed(self._files.get("/".join(parts[:depth]), ()) if self._files else ()):
                if entry.type == resource.type and key in entry.monthly and entry.covers(resource):
                    self._used.add(entry.place)
                    return entry.monthly[key]
        return None

    @property
    def idle(self) -> list[str]:
        """``file:line`` of the entries that were about nothing that was asked for."""
        places = [entry.place for entries in self._files.values() for entry in entries]
        return [f"{path}:{entry_lines(path)[number]}" for path, number in places if (path, number) not in self._used]


def read_usage(tree: Path, units: Iterable[str]) -> Usage:
    """The usage files above some units of a tree.

    Raises:
        GroundplanError: an entry is incomplete, names no type or use that is billed, or its numbers are not in order.
    """
    folders = {""}
    for unit in units:
        parts = unit.split("/")
        folders |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    files = {folder: tree / folder / FILE for folder in sorted(folders)}
    return Usage({folder: _read(path) for folder, path in files.items() if path.is_file()})


def check_usage(tree: Path) -> None:
    """Read every usage file of a tree, so that what is wrong with one is told before anything is planned.

    Raises:
        GroundplanError: as `read_usage`.
    """
    for path in _meant(tree):
        if path.name == FILE:
            _read(path)


def not_read(tree: Path, units: Iterable[str]) -> list[str]:
    """What was meant as a usage file and speaks to nobody: no unit is below it, or it is called otherwise."""
    folders = {tree, *(folder for unit in units for folder in (tree / unit, *(tree / unit).parents))}
    return [str(path) for path in _meant(tree) if path.name != FILE or path.parent not in folders]


def _meant(tree: Path) -> list[Path]:
    """The files that are called as usage files are, or nearly so."""
    found = sorted(tree.rglob("usage.y*ml"))
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(tree).parts)]


def _read(path: Path) -> tuple[Entry, ...]:
    entries = load_yaml(path)
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise GroundplanError("expected a list", where=str(path), hint=_EXAMPLE)
    found = []
    for number, entry in enumerate(entries):
        try:
            found.append(_entry(entry, (path, number)))
        except _Wrong as wrong:
            where = f"{path}:{entry_lines(path)[number]}"
            raise GroundplanError(str(wrong), where=where, hint=wrong.hint) from None
    return tuple(found)


class _Wrong(Exception):
    """What is wrong with an entry, before its place is known."""

    def __init__(self, message: str, hint: str = _EXAMPLE) -> None:
        super().__init__(message)
        self.hint = hint


def _entry(entry: Any, place: tuple[Path, int]) -> Entry:
    if not isinstance(entry, dict):
        raise _Wrong("expected a mapping")
    if missing := [key for key in _NEEDED if not entry.get(key)]:
        raise _Wrong(f"lacks {', '.join(missing)}")
    if unknown := sorted(map(str, entry.keys() - {*_NEEDED, "unit", "address", "why"})):
        raise _Wrong(f"{', '.join(unknown)} means nothing here")
    type_ = str(entry["type"])
    kind = KINDS.get(type_)
    if kind is None or not kind.usage:
        billed = [each.type for each in KINDS.values() if each.usage]
        raise _Wrong(
            f"{type_} is not billed by use, or nobody has said how",
            did_you_mean(type_, billed) or f"those that are: {', '.join(sorted(billed))}",
        )
    if not isinstance(entry["monthly"], dict):
        raise _Wrong("monthly is no mapping")
    monthly = {}
    for key, value in entry["monthly"].items():
        if key not in kind.usage:
            hint = did_you_mean(str(key), kind.usage) or f"{type_} has: {', '.join(kind.usage)}"
            raise _Wrong(f"{type_} has no use called {key}", hint)
        monthly[str(key)] = _amount(value, str(key))
    texts = {key: str(entry.get(key) or "*").strip("/") for key in ("unit", "address")}
    return Entry(**texts, type=type_, owner=str(entry["owner"]), monthly=monthly, place=place)


def _amount(value: Any, key: str) -> Amount:
    if is_amount(value):
        return exactly(float(value))
    if not isinstance(value, dict) or value.keys() != {"low", "expected", "high"}:
        raise _Wrong(f"{key}: expected a number, or low, expected and high")
    if not all(is_amount(each) for each in value.values()):
        raise _Wrong(f"{key}: low, expected and high are numbers of zero or more")
    amount = Amount(float(value["low"]), float(value["expected"]), float(value["high"]))
    if not amount.low <= amount.expected <= amount.high:
        raise _Wrong(f"{key}: low, expected and high are not in order", "write the least first and the most last")
    return amount
