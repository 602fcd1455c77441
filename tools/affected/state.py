"""What is known of a tree as it is now: from the index where that still holds, evaluated where it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..files import work_folder
from ..live.discovery import find_units
from ..live.paths import Disk
from .grounds import Grounds
from .index import Index, load, save
from .nodes import Ground, How, Node, digest_of_variable
from .world import Keys, World, differences, unknown_to_git


@dataclass(frozen=True, slots=True)
class State:
    """A tree as it is now."""

    key: str
    """Where it is in the project."""
    units: dict[str, str]
    """The key of the file of each unit."""
    nodes: dict[str, Node]
    grounds: Collection[Ground]
    """All that the nodes rest on, and perhaps more."""
    world: World
    evaluated: int
    """How many units were evaluated for it."""

    def folder_of(self, unit: str) -> str:
        """Where a unit is in the project."""
        return self.units[unit].rpartition("/")[0]


def survey(tree: Path, project: Path, files: Mapping[str, str], how: How) -> State:
    """What the units of a tree rest on. ``files``: the project's files with their blob ids."""
    place = work_folder(project) / "affected" / f"{_name(tree, project, how)}.json"
    disk = Disk()
    units, _ = find_units(str(tree), disk)
    # What a program prints is nobody's to remember.
    known = Index({}) if how.allow_run_cmd else load(place)
    extras = {
        key: unknown_to_git(project, key) if disk.exists(f"{project}/{key}") else None
        for key in known.world.extras
        if key not in files
    }
    world = World(files, extras)
    holding = _holding(known, world, how)
    keys = Keys(project)
    wanted = [f"unit {path}" for path in units]
    missing = [name for name in wanted if name not in holding] + _lacking(holding)
    found: dict[str, Node] = {}
    if missing:
        from .survey import Surveyor

        found = Surveyor(tree, project, units, keys, how).nodes(missing, holding)
    nodes = _reached(wanted, holding | found)
    grounds = {*known.grounds, *(ground for node in found.values() for ground in node.grounds)}
    if found or len(nodes) != len(known.nodes):
        for node in found.values():
            for kind, key in node.grounds:
                if kind in ("file", "there") and key not in extras and not _is_known(key, world):
                    extras[key] = unknown_to_git(project, key)
        if not how.allow_run_cmd:
            save(place, Index(nodes, world=world))
    key = keys.of(str(tree))[0]
    above, start = f"{key}/" if key else "", len(str(tree)) + 1
    return State(
        key,
        {path: f"{above}{file[start:]}" for path, file in units.items()},
        nodes,
        grounds,
        world,
        sum(name.startswith("unit ") for name in found),
    )


def _name(tree: Path, project: Path, how: How) -> str:
    return hashlib.sha256(f"{tree.relative_to(project)}\n{how.account_id}".encode()).hexdigest()[:16]


def _holding(known: Index, world: World, how: How) -> dict[str, Node]:
    """The nodes for which nothing is different."""
    different = differences(known.world, world)
    touched = Grounds(known.grounds).touched(known.world, world, different) if different else {}
    variables = {name: value for node in known.nodes.values() for name, value in node.variables.items()}
    now = {name: digest_of_variable(how.environment, name) for name in variables}
    return {
        name: node
        for name, node in known.nodes.items()
        if (not touched or touched.keys().isdisjoint(node.grounds))
        and all(now[each] == value for each, value in node.variables.items())
    }


def _lacking(nodes: Mapping[str, Node]) -> list[str]:
    return [each for node in nodes.values() for each in (*node.uses, *node.needs) if each not in nodes]


def _reached(wanted: list[str], nodes: Mapping[str, Node]) -> dict[str, Node]:
    """The units of the tree and all that they lead to."""
    found: dict[str, Node] = {}
    queue = list(reversed(wanted))
    while queue:
        name = queue.pop()
        if name in nodes and name not in found:
            found[name] = nodes[name]
            queue += [*nodes[name].uses, *nodes[name].needs]
    return found


def _is_known(key: str, world: World) -> bool:
    return key in world.files or key in world.folders
