"""The tables in the modules' READMEs, made from the code so that they cannot say anything else."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from ..files import write_atomically
from .interface import (
    Block,
    Module,
    Output,
    Place,
    Resource,
    Variable,
    literal,
    modules_below,
    read_blocks,
    read_module,
)
from .tables import first_sentence, index, interface

__all__ = [
    "FIX",
    "Block",
    "Change",
    "Changes",
    "Module",
    "Output",
    "Place",
    "Resource",
    "Variable",
    "changes",
    "docs",
    "literal",
    "modules_below",
    "read_blocks",
    "read_module",
]

FIX = "./inv docs"
"""The command that accepts what the code says."""

_INTERFACE = ("<!-- BEGIN INTERFACE -->", "<!-- END INTERFACE -->")
_INDEX = ("<!-- BEGIN MODULES -->", "<!-- END MODULES -->")
_NEW_INDEX = f"# Modules\n\nEvery module of the library.\n\n{_INDEX[0]}\n{_INDEX[1]}\n"


@dataclass(frozen=True, slots=True)
class Change:
    """A README that says something else than the code."""

    path: Path
    before: str
    after: str

    @property
    def line(self) -> int:
        """The first line that differs."""
        pairs = zip(self.before.splitlines(), self.after.splitlines(), strict=False)
        same = next((n for n, (old, new) in enumerate(pairs) if old != new), None)
        return 1 + (same if same is not None else min(self.before.count("\n"), self.after.count("\n")))

    def diff(self, root: Path) -> str:
        """What would change, as a unified diff."""
        name = self.path.relative_to(root).as_posix()
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs, and the modules whose README cannot be written at all."""

    found: list[Change]
    errors: list[GroundplanError]


def changes(root: Path) -> Changes:
    """The READMEs below ``root/modules`` whose generated part is not what the code says."""
    folder = root / "modules"
    paths = modules_below(folder)
    found: list[Change] = []
    errors: list[GroundplanError] = []
    rows = []
    for path in paths:
        readme = path / "README.md"
        # A module below another one is a part of it, documented only where it has a README of its own.
        if not readme.is_file() and any(parent in paths for parent in path.parents):
            continue
        try:
            module = read_module(path)
            found.append(_change(readme, _INTERFACE, interface(module)))
        except GroundplanError as error:
            errors.append(error)
        else:
            rows.append((path.relative_to(folder).as_posix(), first_sentence(readme), module))
    if rows:
        found.append(_change(folder / "README.md", _INDEX, index(rows), missing=_NEW_INDEX))
    return Changes([change for change in found if change.before != change.after], errors)


def _change(readme: Path, markers: tuple[str, str], generated: str, missing: str | None = None) -> Change:
    begin, end = markers
    try:
        before = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    except UnicodeDecodeError as error:
        raise GroundplanError("not UTF-8 text", where=str(readme), hint="save it as UTF-8") from error
    text = before or missing
    if text is None:
        raise GroundplanError("there is no README.md", where=str(readme.parent), hint=_lines_to_add(markers))
    head, found_begin, rest = text.partition(begin)
    _, found_end, tail = rest.partition(end)
    if not found_begin or not found_end:
        raise GroundplanError("the README has no place for its table", where=str(readme), hint=_lines_to_add(markers))
    return Change(readme, before, f"{head}{begin}\n\n{generated}\n\n{end}{tail}")


def _lines_to_add(markers: tuple[str, str]) -> str:
    return f"write one with these two lines where the table belongs, then run {FIX}:\n  {markers[0]}\n  {markers[1]}"


def docs(root: Path, check: bool = False) -> int:
    """Write the tables of all READMEs or, with ``check``, print what differs; the exit code."""
    result = changes(root)
    for change in result.found:
        if check:
            sys.stdout.write(change.diff(root))
        else:
            write_atomically(change.path, change.after)
            _say(f"written: {change.path.relative_to(root)}")
    for error in result.errors:
        _say(str(error))
    if check and result.found:
        _say(f"{len(result.found)} README(s) differ from the code. To accept what the code says: {FIX}")
    elif not result.found and not result.errors:
        _say("the READMEs say what the code says")
    return 1 if result.errors or (check and result.found) else 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
