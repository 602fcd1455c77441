"""Looking at the accounts: the units' own states against AWS, and the code against the states; nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..assume.schemas import Schemas, read_schemas
from ..compose import cut
from ..compose.snapshot import before
from ..errors import GroundplanError
from ..estate.progress import Progress
from ..files import work_folder
from ..live import Tree
from ..review.changes.configured import configuration
from .backend import Stored, read_states
from .code import Code, module_folders
from .gather import Failures, Gathered, gather
from .ignored import Entry
from .model import Drift, Explained, Look, UnitDrift
from .orphans import find_orphans
from .owners import Owners
from .place import Place
from .planning import FULL, STATES_ONLY, Planner, Told, private
from .telling import Judge, changed_outputs, drifted, pending, tell

_Found = dict[str, tuple[list[Drift], list[Explained]]]


def look(
    tree: Tree,
    place: Place,
    folder: Path,
    progress: Progress,
    entries: list[Entry],
    today: datetime.date,
    asked: Callable[[str], bool] = lambda _: True,
) -> Look:
    """Drift, and what was not applied, of all units of a tree; and the states beside theirs that are no unit's.

    Two plans on the joined states tell the two apart: one that only refreshes says what AWS has and the states have
    not; one that does not refresh says what the code has and the states have not. ``asked`` says of a path whether a
    unit there would be one of the tree's.

    Raises:
        GroundplanError: something is wrong that no unit can be blamed for.
    """
    stored, gathered = _gathered(tree, place, progress)
    valid = [each for each in entries if each.expires >= today]
    with progress.step("states that are no unit's"):
        orphans, unseen = find_orphans(tree, stored, asked, place.buckets, place.terraform.binary, valid)
    with private(folder) as mine:
        planner = Planner(place.terraform, mine, progress)
        refreshed, failed = planner.refresh(gathered)
        planned, untold = _pending(gathered, planner, stored)
        found = _drift(refreshed, gathered, planned, planner, valid)
    expired = tuple(
        f"{each.place}: the entry of {each.owner} ran out on {each.expires} ({each.reason})"
        for each in entries
        if each.expires < today
    )
    units = _units(tree, stored, failed, found, planned, untold)
    return Look(units, expired, datetime.datetime.now(tz=datetime.UTC), tuple(orphans), tuple(unseen))


def plan(tree: Tree, place: Place, folder: Path, progress: Progress, *, refresh: bool) -> Look:
    """What an apply of all units of a tree would do, on their own states; compared with AWS first if ``refresh``.

    Raises:
        GroundplanError: something is wrong that no unit can be blamed for.
    """
    stored, gathered = _gathered(tree, place, progress)
    with private(folder) as mine:
        planner = Planner(place.terraform, mine, progress)
        planned = planner.plan(gathered, stored, FULL if refresh else STATES_ONLY)
    units = _units(tree, stored, planned.gathered.failed, {}, planned, planned.gathered.unsure)
    return Look(units, (), datetime.datetime.now(tz=datetime.UTC))


def _gathered(tree: Tree, place: Place, progress: Progress) -> tuple[dict[str, Stored], Gathered]:
    with progress.step("states"):
        stored, failed = read_states(tree.units, place.buckets, place.terraform.binary)
    with progress.step("compose"):
        return stored, gather(tree, stored, failed, place.terraform.binary)


def _drift(
    document: Mapping[str, Any], gathered: Gathered, planned: Told, planner: Planner, entries: list[Entry]
) -> _Found:
    found: _Found = {}
    changes = drifted(document, [*gathered.composition.members])
    if not changes:
        return found
    there = [(each.full_address, each.type, each.values) for each in before(document).resources.values()]
    there += [(each.full_address, each.type, each.before) for each in changes]
    with planner.progress.step("schemas of the providers"):
        schemas = _schemas(planner, gathered)
    judge = Judge(
        Code(module_folders(gathered.composition)),
        configuration(planned.plan.document),
        Owners(there),
        schemas,
        {each["type"]: _provider(each["provider"]) for each in gathered.state["resources"]},
        entries,
        {each.previous_address: each.full_address for each in planned.plan.changes if each.previous_address},
    )
    for change in changes:
        drift, explained = tell(change, judge)
        mine = found.setdefault(change.unit, ([], []))
        if drift:
            mine[0].append(drift)
        mine[1].extend(explained)
    return found


def _schemas(planner: Planner, gathered: Gathered) -> Schemas | None:
    try:
        cache = work_folder(gathered.tree.root) / "schemas"
        return read_schemas(planner.folder / "refresh", planner.terraform, cache)
    except GroundplanError:
        return None


def _provider(address: str) -> str:
    return address.partition('provider["')[2].partition('"')[0]


def _pending(gathered: Gathered, planner: Planner, stored: Mapping[str, Stored]) -> tuple[Told, Mapping[str, str]]:
    """The plan of what was not applied, and why it says nothing of some units: that keeps no drift from being told."""
    try:
        planned = planner.plan(gathered, stored, STATES_ONLY)
    except GroundplanError as error:
        why = f"the code cannot be planned: {error}"
        return Told(cut({}, []), gathered), dict.fromkeys(gathered.composition.members, why)
    more = {
        path: f"the code cannot be planned: {error}"
        for path, error in planned.gathered.failed.items()
        if path not in gathered.failed
    }
    return planned, {**planned.gathered.unsure, **more}


def _units(
    tree: Tree,
    stored: Mapping[str, Stored],
    failed: Failures,
    found: _Found,
    planned: Told,
    untold: Mapping[str, str],
) -> dict[str, UnitDrift]:
    changes = pending(planned.plan)
    members = planned.gathered.composition.members
    outputs = changed_outputs(planned.plan, {path: member.module for path, member in members.items()})
    units = {}
    for path in sorted({*tree.units, *failed}):
        mine = stored.get(path)
        if path in failed:
            units[path] = UnitDrift(path, "failed", mine, failed[path])
            continue
        drift, explained = found.get(path, ([], []))
        silent = path in untold
        units[path] = UnitDrift(
            path,
            "checked" if mine and mine.state is not None else "never applied",
            mine,
            drift=tuple(drift),
            explained=tuple(explained),
            pending=() if silent else changes.get(path, ()),
            outputs=() if silent else outputs.get(path, ()),
            untold=untold.get(path),
        )
    return units
