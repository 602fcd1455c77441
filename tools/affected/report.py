"""The answer as people, programs and GitHub Actions read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from .chains import printable
from .model import Affected, AffectedUnit

_CHAINS = 3
_FILES = 20


def to_text(found: Affected) -> str:
    """For people: a line for each unit, and below it the chains that lead to it from what changed."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Affected) -> Iterator[str]:
    now = sum(unit.status != "removed" for unit in found.units.values())
    changed = _count(found.files, "changed file")
    yield f"{now} of {_count(found.total, 'unit')} affected by {changed} since {found.base[:12]}"
    for unit in found.units.values():
        note = f" from {unit.renamed_from}" if unit.renamed_from else "" if unit.needs_plan else ", but not its plan"
        yield f"\n{printable(unit.path)}  {unit.status}{note}"
        for chain in unit.chains[:_CHAINS]:
            way = [step for step in chain.steps if step != f"unit {unit.path}"]
            yield f"  {' > '.join(map(printable, way))}"
        hidden = len(unit.chains) - _CHAINS + unit.more
        if hidden > 0:
            yield f"  and {hidden} more"
    if found.other_files:
        yield f"\nNo unit rests on {_count(len(found.other_files), 'changed file')}:"
        yield from (f"  {printable(path)}" for path in found.other_files[:_FILES])
        if len(found.other_files) > _FILES:
            yield f"  and {len(found.other_files) - _FILES} more"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def to_json(found: Affected) -> str:
    """For programs.

    ``base``: the commit compared with. ``total``: how many units there are. ``files``: how many files changed.
    ``units``: each with ``path``, ``status`` (changed, added, removed, renamed, downstream), ``renamed_from``,
    ``kinds``, ``needs_plan`` (false: only policy or prices touch it), ``chains`` (lists of steps) and ``more_chains``
    (how many are not listed). ``other_files``: changed, and no unit rests on them. ``errors``: ``unit`` (null where it
    concerns several) and ``message``.
    """
    document = {
        "base": found.base,
        "total": found.total,
        "files": found.files,
        "units": [_unit(unit) for unit in found.units.values()],
        "other_files": list(found.other_files),
        "errors": [{"unit": each.unit, "message": each.message} for each in found.errors],
    }
    return json.dumps(document, indent=2) + "\n"


def _unit(unit: AffectedUnit) -> dict[str, Any]:
    return {
        "path": unit.path,
        "status": unit.status,
        "renamed_from": unit.renamed_from,
        "kinds": list(unit.kinds),
        "needs_plan": unit.needs_plan,
        "chains": [list(chain.steps) for chain in unit.chains],
        "more_chains": unit.more,
    }


def to_matrix(found: Affected) -> str:
    """For the ``matrix`` of a GitHub Actions job, on one line: a job for each account and region with its units.

    They are the folders below ``accounts``; in a tree of another shape the first two folders of a unit's path, empty
    where there are fewer. Removed units are not among them: there is nothing to plan them from.
    """
    jobs: dict[tuple[str, str], list[str]] = {}
    for unit in found.units.values():
        if unit.status != "removed":
            jobs.setdefault(account_and_region(unit.path), []).append(unit.path)
    include = [{"account": account, "region": region, "units": units} for (account, region), units in jobs.items()]
    return json.dumps({"include": include}) + "\n"


def account_and_region(path: str) -> tuple[str, str]:
    """The account and the region that a unit's path names."""
    folders = path.split("/")[:-1]
    if "accounts" in folders:
        folders = folders[folders.index("accounts") + 1 :]
    account, region, *_ = (*folders, "", "")
    return account, region


FORMATS: dict[str, Callable[[Affected], str]] = {"text": to_text, "json": to_json, "matrix": to_matrix}
