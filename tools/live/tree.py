"""A whole tree, evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..hcl import HclError, Range
from .discovery import absolute, find_units, uncollected
from .errors import UnitError
from .evaluate import check_siblings
from .functions import functions
from .globs import matches
from .graph import Edge, Graph, circles, is_generated, locate, order, stack_error, unit_folder
from .options import Options
from .place import Place, Session
from .sources import module_dir
from .trace import Trace
from .unit import Dependency, Generate, RemoteState, Unit


@dataclass(frozen=True, slots=True)
class Tree:
    """The units below a folder, by their path relative to it; ``errors`` are those of the units that are missing."""

    root: Path
    units: dict[str, Unit]
    errors: list[GroundplanError]
    graph: Graph

    def order(self) -> list[str]:
        """The units, each after those that it needs, otherwise by name.

        Raises:
            HclError: they need each other in a circle.
        """
        return order(self._needs(), self.graph.edges)

    def _needs(self) -> dict[str, list[str]]:
        return {path: [each for each in unit.needs if each in self.units] for path, unit in self.units.items()}

    def taking_part(self, command: str) -> Tree:
        """The tree without the units that ``terragrunt run --all`` passes over, because of their ``exclude`` blocks."""
        left_out = {path for path, unit in self.units.items() if unit.passed_over(command)}
        with_theirs = [path for path in left_out if (self.units[path].exclude or {}).get("exclude_dependencies")]
        left_out |= _reach(with_theirs, self._needs()) if with_theirs else set()
        if not left_out:
            return self
        return replace(self, units={path: unit for path, unit in self.units.items() if path not in left_out})

    def dependents(self, path: str) -> list[str]:
        """The units that need a unit, directly or not, in order."""
        users: dict[str, list[str]] = {}
        for unit, needed in self._needs().items():
            for each in needed:
                users.setdefault(each, []).append(unit)
        return sorted(_reach([path], users) - {path})

    def select(self, globs: Iterable[str], with_dependencies: bool = True, with_dependents: bool = False) -> Tree:
        """The part of the tree that globs name: a unit's path, or one of the folders above it.

        Raises:
            GroundplanError: a glob names nothing.
        """
        chosen: set[str] = set()
        for glob in globs:
            found = {path for path in self.units if _named(path, glob)}
            if not found and not any(isinstance(each, UnitError) and _named(each.unit, glob) for each in self.errors):
                raise GroundplanError(
                    f"no unit of {self.root} is named by {glob}", hint="list them: graph --format text"
                )
            chosen |= found
        needs = self._needs()
        if with_dependents:
            users: dict[str, list[str]] = {}
            for unit, needed in needs.items():
                for each in needed:
                    users.setdefault(each, []).append(unit)
            chosen = _reach(chosen, users)
        if with_dependencies:
            chosen = _reach(chosen, needs)
        return replace(self, units={path: unit for path, unit in self.units.items() if path in chosen})


def _named(path: str, glob: str) -> bool:
    glob = glob.strip("/").removeprefix("./") or "."
    parts = path.split("/")
    return glob == "." or any(matches("/".join(parts[: index + 1]), glob) for index in range(len(parts)))


def _reach(start: Iterable[str], following: Mapping[str, Iterable[str]]) -> set[str]:
    found, queue = set(start), list(start)
    while queue:
        for each in following.get(queue.pop(), ()):
            if each not in found:
                found.add(each)
                queue.append(each)
    return found


def load(root: Path, options: Options | None = None) -> Tree:
    """Evaluate all units below a folder. What is wrong with one does not stop the others.

    Raises:
        GroundplanError: there is no such folder.
    """
    with uncollected():
        return _load(absolute(root), Session(options or Options(), functions))


def _load(base: str, session: Session) -> Tree:
    found, stacks = find_units(base, session.disk)
    errors: list[GroundplanError] = [stack_error(path) for path in stacks if not is_generated(path)]
    units: dict[str, Unit] = {}
    edges: dict[str, tuple[Edge, ...]] = {}
    problems: list[GroundplanError] = []
    for path, file in found.items():
        try:
            unit, around, outside = _unit(session, path, file, base, found)
        except HclError as error:
            errors.append(UnitError(path, error))
            edges[path] = ()
            continue
        units[path] = unit
        edges[path] = tuple(around)
        problems += [UnitError(path, each) for each in outside]
    needs = {path: [edge.needs for edge in each] for path, each in edges.items()}
    closed: list[GroundplanError] = [*circles(needs, edges)]
    graph = Graph(Path(base), edges, [*errors, *problems, *closed])
    return Tree(Path(base), units, [*errors, *closed], graph)


def load_unit(directory: Path, options: Options | None = None) -> Unit:
    """Evaluate the unit in one folder, which need not be part of a tree.

    Raises:
        GroundplanError: there is no unit, or it is wrong.
    """
    base = absolute(directory)
    session = Session(options or Options(), functions)
    file = session.disk.config_in(base)
    if not session.disk.exists(file):
        raise GroundplanError(
            f"{directory} is no unit: there is no terragrunt.hcl", hint="for all units below a folder: --all"
        )
    return _unit(session, ".", file, base, {".": file})[0]


@dataclass(frozen=True, slots=True)
class Traced:
    """A unit, or why there is none, with what that rested on."""

    unit: Unit | None
    error: UnitError | None
    trace: Trace


def tracer(root: Path, units: Mapping[str, str], options: Options) -> Callable[[str, str], Traced]:
    """A function that evaluates a unit of a tree (or beside it) by its path and file, and says what that rested on.

    ``units`` are those of the tree with their files. Run it within :func:`uncollected`.
    """
    base = absolute(root)
    session = Session(options, functions)

    def traced(path: str, file: str) -> Traced:
        try:
            unit, _, _ = _unit(session, path, file, base, units)
        except HclError as error:
            return Traced(None, UnitError(path, error), session.disk.trace)
        return Traced(unit, None, session.disk.trace)

    return traced


def _unit(
    session: Session, path: str, file: str, base: str, units: Mapping[str, str]
) -> tuple[Unit, list[Edge], list[HclError]]:
    """A unit, its edges, and what is wrong with its dependencies only as seen from the tree: they are outside."""
    session.disk.trace = Trace()
    place = Place(session, file)
    check_siblings(place)
    config = place.config()
    start = Range(place.own().file.body.range.source, 0, 0)
    outside: list[HclError] = []
    ranges = config.ranges
    dependencies: dict[str, Dependency] = {}
    for name, block in (config.get("dependency") or {}).items():
        where = ranges.get(("dependency", name), start)
        dependencies[name] = _dependency(place, name, block, place.directory, base, units, where, outside)
    for name, each in place.implicit.items():
        where = each.range or start
        found = _dependency(place, name, each.block, each.directory, base, units, where, [])
        dependencies[name] = replace(found, implicit=True)
    edges = [
        Edge(path, each.unit_path, name, each.range or start)
        for name, each in dependencies.items()
        if each.unit_path is not None and not each.implicit
    ]
    after: list[str] = []
    for target in config.get("dependencies") or ():
        where = next((block.range for block in place.own().file.blocks("dependencies")), start)
        needed, problem = _locate(place, place.directory, target, base, units, where)
        if problem is not None:
            outside.append(problem)
        if needed is not None:
            after.append(needed)
            edges.append(Edge(path, needed, None, where))
    terraform = config.get("terraform") or {}
    state = config.get("remote_state")
    attribute = place.own().file.body.attributes.get("inputs")
    unit = Unit(
        path=path,
        directory=Path(place.directory),
        file=Path(file),
        config=config,
        inputs=config.inputs or {},
        source=terraform.get("source"),
        module_dir=module_dir(terraform.get("source"), place.directory),
        dependencies=dependencies,
        after=tuple(dict.fromkeys(after)),
        generate={name: _generate(name, each) for name, each in (config.get("generate") or {}).items()},
        remote_state=None
        if state is None
        else RemoteState(
            state["backend"], state["config"], state["generate"], state["encryption"], state["disable_init"]
        ),
        exclude=config.get("exclude"),
        files=frozenset(map(Path, place.trace.files)),
        inputs_range=attribute.name_range if attribute is not None else start,
        warnings=tuple(
            f'dependency "{name}" has no mock_outputs: what rests on its outputs is shown empty'
            for name in sorted(place.unmocked)
        ),
    )
    return unit, edges, outside


def _dependency(
    place: Place,
    name: str,
    block: dict[str, Any],
    directory: str,
    base: str,
    units: Mapping[str, str],
    where: Range,
    outside: list[HclError],
) -> Dependency:
    enabled = block["enabled"] is not False
    target = block["config_path"]
    needed = None
    if enabled:
        needed, problem = _locate(place, directory, target, base, units, where)
        if problem is not None:
            outside.append(problem)
    folder = unit_folder(place.session.disk, directory, target) if isinstance(target, str) else directory
    return Dependency(name, Path(folder), needed, enabled, bool(block["skip"]), block["mock_outputs"], where)


def _locate(
    place: Place, directory: str, target: Any, base: str, units: Mapping[str, str], where: Range
) -> tuple[str | None, HclError | None]:
    """A dependency that does not exist is a mistake of the unit; one outside the tree only of the graph.

    Raises:
        HclError: there is nothing at the path.
    """
    needed, problem = locate(place.session.disk, directory, target, base, units, where)
    if problem is not None and isinstance(target, str):
        disk = place.session.disk
        folder = unit_folder(disk, directory, target)
        if not disk.exists(disk.config_in(folder)):
            raise problem
    return needed, problem


def _generate(name: str, given: Mapping[str, Any]) -> Generate:
    return Generate(
        name,
        given["path"],
        given["contents"],
        given["if_exists"],
        given["if_disabled"],
        given["disable"],
        given["disable_signature"],
        given["comment_prefix"],
        given["hcl_fmt"],
    )
