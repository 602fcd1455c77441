"""The answer: which units a change touches.

It rests on one fact: an evaluation that asks the same questions and gets the same answers comes out the same. So it is
enough to evaluate the tree as it is now, to note every question (what is in this file, is there one at this path), and
to see which answers differ from the base's; the base itself is never evaluated, nor even checked out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .. import git
from ..files import project_root
from ..live.belonging import belongs
from ..live.discovery import absolute
from ..live.paths import SKIPPED_FOLDERS, UNIT_FILES
from .chains import CODE, Found, Words, direct, downstream
from .grounds import Grounds
from .model import Affected, AffectedUnit, Broken, Chain, Status
from .nodes import How, Node
from .rules import RULES
from .state import State, survey
from .world import World

_BROKEN = "cannot be evaluated, so what it rests on is not known"


def affected(
    tree: Path,
    base: str,
    *,
    environment: Mapping[str, str] | None = None,
    dependents: bool = True,
    allow_run_cmd: bool = False,
    account_id: str | None = None,
) -> Affected:
    """The units of a tree that differ between the working tree and the point where it parted from ``base``.

    ``environment`` is what ``get_env`` sees. Without ``dependents``, units are left out that rest on nothing that
    changed, but depend on a unit that does.

    Raises:
        GroundplanError: there is no such folder or ref, or no git.
    """
    folder = Path(absolute(tree))
    project = project_root(folder)
    commit = git.merge_base(project, base)
    changes, files = git.against(project, commit)
    how = How(os.environ if environment is None else environment, allow_run_cmd, account_id)
    state = survey(folder, project, files, how)
    before = World(_files_before(files, changes), state.world.extras)
    words = Words(changes)
    touched = Grounds(state.grounds).touched(before, state.world, changes.paths) if changes.paths else {}
    found = direct(state.nodes, touched, words) if touched else {}
    for path in state.units:
        name = f"unit {path}"
        if state.nodes[name].error is not None:
            found.setdefault(name, Found()).add("", CODE, (_BROKEN, name))
    _apply_rules(state, changes, words, found)
    units = {path: _unit(path, found[f"unit {path}"]) for path in state.units if f"unit {path}" in found}
    used = {path for each in found.values() for path in each.chains}
    for path, node in (downstream(state.nodes, _starts(units, found)) if dependents else {}).items():
        name = path.removeprefix("unit ")
        if name in state.units:
            units[name] = _downstream(name, node, units.get(name))
    was = _units_before(before, state)
    _come_and_gone(state, changes, was, words, units, used)
    return Affected(
        commit,
        dict(sorted(units.items())),
        tuple(path for path in changes.paths if path not in used),
        tuple(_errors(state)),
        len(state.units),
        len(changes.added) + len(changes.modified) + len(changes.deleted) + len(changes.renamed),
        state.evaluated,
    )


def _files_before(files: Mapping[str, str], changes: git.Changes) -> dict[str, str]:
    before = dict(files)
    for path in (*changes.added, *(each.new for each in changes.renamed)):
        before.pop(path, None)
    before.update(changes.before)
    return before


def _unit(path: str, found: Found) -> AffectedUnit:
    chains, more = found.shown()
    return AffectedUnit(path, "changed", chains, found.kinds, more=more)


def _downstream(path: str, found: Found, known: AffectedUnit | None) -> AffectedUnit:
    """A unit that depends on others; what is only looked at because of policy or prices has those chains as well."""
    chains, more = found.shown()
    if known is None:
        return AffectedUnit(path, "downstream", chains, found.kinds, more=more)
    kinds = tuple(sorted({*found.kinds, *known.kinds}))
    return AffectedUnit(path, "downstream", (*chains, *known.chains), kinds, more=more + known.more)


def _starts(units: Mapping[str, AffectedUnit], found: Mapping[str, Found]) -> dict[str, Chain]:
    """The units whose dependents are affected as well, with their first chain; also those outside the tree."""
    starts = {f"unit {path}": unit.chains[0] for path, unit in units.items() if unit.needs_plan}
    outside = {name: each.shown()[0][0] for name, each in found.items() if name.startswith("unit ../")}
    return starts | outside


def _apply_rules(state: State, changes: git.Changes, words: Words, found: dict[str, Found]) -> None:
    for path in changes.paths:
        for rule in RULES:
            match = rule.pattern.fullmatch(path)
            if match is None:
                continue
            for unit in state.units:
                name = f"unit {unit}"
                if rule.applies(match, state.folder_of(unit)) and path not in found.get(name, Found()).chains:
                    found.setdefault(name, Found()).add(path, rule.kind, (words.of(path), rule.step, name))


def _units_before(before: World, state: State) -> dict[str, str]:
    """The units that the tree had, with their files."""
    prefix = f"{state.key}/" if state.key else ""
    found: dict[str, str] = {}
    for name in reversed(UNIT_FILES):
        for path in before.files:
            if path.startswith(prefix) and (path == prefix + name or path.endswith(f"/{name}")):
                folder = path.rpartition("/")[0]
                inside = folder[len(prefix) :]
                if SKIPPED_FOLDERS.isdisjoint(inside.split("/")):
                    found[inside or "."] = path
    return found


def _come_and_gone(
    state: State,
    changes: git.Changes,
    was: Mapping[str, str],
    words: Words,
    units: dict[str, AffectedUnit],
    used: set[str],
) -> None:
    """Units that are new, gone, or somewhere else now."""
    moved = {each.new: each.old for each in changes.renamed}
    by_file = {file: path for path, file in was.items()}
    known_to_git = set(state.world.files)
    gone = {path: file for path, file in was.items() if path not in state.units}
    for path, file in state.units.items():
        if path in was or file not in known_to_git or path not in units:
            continue
        old = by_file.get(moved.get(file, ""))
        status: Status = "added"
        if old is not None and old in gone:
            status = "renamed"
            used.add(gone.pop(old))
        units[path] = replace(units[path], status=status, renamed_from=old if status == "renamed" else None)
    for path, file in gone.items():
        folder = file.removesuffix(file.rpartition("/")[2])
        lost = [*changes.deleted, *(each.old for each in changes.renamed)]
        found = Found()
        for each in lost:
            if each.startswith(folder) and belongs(each.removeprefix(folder), lambda _: False):
                found.add(each, CODE, (words.of(each), f"unit {path}"))
        used.update(found.chains)
        chains, more = found.shown()
        units[path] = AffectedUnit(path, "removed", chains, found.kinds, more=more)


def _errors(state: State) -> list[Broken]:
    errors = [Broken(path, error) for path in state.units if (error := state.nodes[f"unit {path}"].error) is not None]
    needs = {path: [each.removeprefix("unit ") for each in _node(state, path).needs] for path in state.units}
    if _has_circle(needs):
        from ..live.graph import circles

        errors += [Broken(None, str(each)) for each in circles(needs, {})]
    return errors


def _node(state: State, path: str) -> Node:
    return state.nodes[f"unit {path}"]


def _has_circle(needs: Mapping[str, list[str]]) -> bool:
    """Whether something is left when units that need nothing any more are taken away, again and again."""
    waiting = {path: {each for each in needed if each in needs} for path, needed in needs.items()}
    users: dict[str, list[str]] = {}
    for path, needed in waiting.items():
        for each in needed:
            users.setdefault(each, []).append(path)
    free = [path for path, needed in waiting.items() if not needed]
    count = 0
    while free:
        count += 1
        path = free.pop()
        for user in users.get(path, ()):
            waiting[user].discard(path)
            if not waiting[user]:
                free.append(user)
    return count < len(waiting)
