"""The dependency graph of a tree: built without evaluating more than it takes, checked, ordered, printed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..hcl import HclError, Range, Unknown
from .discovery import absolute, find_units, uncollected
from .errors import UnitError, at_start, nesting_told
from .functions import functions
from .options import Options
from .paths import STACK_FILE, Disk, join
from .place import Place, Session

FORMATS = ("text", "json", "dot", "mermaid")


@dataclass(frozen=True, slots=True)
class Edge:
    """One unit needs another. ``name`` is that of the dependency block, None for a path in ``dependencies``."""

    unit: str
    needs: str
    name: str | None
    range: Range


@dataclass(frozen=True, slots=True)
class Graph:
    """The units of a tree and what each of them needs; ``errors`` are circles, and edges that lead nowhere."""

    root: Path
    edges: dict[str, tuple[Edge, ...]]
    errors: list[GroundplanError]

    def needs(self) -> dict[str, tuple[str, ...]]:
        """The units that each unit needs, each once, in the order in which they are written."""
        return {unit: tuple(dict.fromkeys(edge.needs for edge in edges)) for unit, edges in self.edges.items()}

    def order(self) -> list[str]:
        """The units, each after those that it needs, otherwise by name.

        Raises:
            HclError: they need each other in a circle.
        """
        return order(self.needs(), self.edges)


def load_graph(root: Path, options: Options | None = None) -> Graph:
    """The graph of all units below a folder.

    Units that cannot be read far enough are among the errors, and the rest goes on.
    """
    with uncollected():
        return _load(absolute(root), Session(options or Options(), functions))


def _load(base: str, session: Session) -> Graph:
    units, stacks = find_units(base, session.disk)
    errors: list[GroundplanError] = [stack_error(path) for path in stacks if not is_generated(path)]
    edges: dict[str, tuple[Edge, ...]] = {}
    for path, file in units.items():
        try:
            place = Place(session, file)
            with nesting_told(file):
                if place.own().file.forbidden:
                    raise HclError(place.own().file.forbidden)
                found, problems = edges_of(place, path, base, units)
        except HclError as error:
            errors.append(UnitError(path, error))
            found, problems = [], []
        edges[path] = tuple(found)
        errors += [UnitError(path, problem) for problem in problems]
    needs = {path: [edge.needs for edge in each] for path, each in edges.items()}
    errors += circles(needs, edges)
    return Graph(Path(base), edges, errors)


def edges_of(place: Place, path: str, base: str, units: Mapping[str, str]) -> tuple[list[Edge], list[HclError]]:
    """What a unit needs, its includes' dependencies with its own; and what is wrong with that."""
    own = place.own()
    by_name: dict[str, tuple[Any, Any, Range]] = {}
    plain: list[tuple[Any, Range]] = []
    for include in own.includes:
        if include.strategy != "no_merge":
            for name, target, enabled, where in place.evaluation(include.path, include).edges():
                if name is None:
                    plain.append((target, where))
                else:
                    by_name[name] = (target, enabled, where)
    for name, target, enabled, where in own.edges():
        if name is None:
            plain.append((target, where))
        else:
            by_name[name] = (target, enabled, where)
    edges: list[Edge] = []
    problems: list[HclError] = []
    wanted = [(name, target, where) for name, (target, enabled, where) in by_name.items() if enabled is not False]
    for each, target, where in [*wanted, *((None, target, where) for target, where in plain)]:
        needed, problem = locate(place.session.disk, place.directory, target, base, units, where)
        if problem is not None:
            problems.append(problem)
        if needed is not None:
            edges.append(Edge(path, needed, each, where))
    return edges, problems


def locate(
    disk: Disk, directory: str, target: Any, base: str, units: Mapping[str, str], where: Range
) -> tuple[str | None, HclError | None]:
    """The unit of the tree that a path means, or what is wrong with it."""
    if isinstance(target, Unknown) or not isinstance(target, str) or not target:
        return None, HclError.at(where, "The path of a dependency must be a text that is known beforehand")
    folder = unit_folder(disk, directory, target)
    needed = relative_to(folder, base)
    if needed is None or needed not in units:
        real = relative_to(os.path.realpath(folder), os.path.realpath(base))
        needed = real if real in units else needed
    if needed in units:
        return needed, None
    if disk.exists(f"{folder}/{STACK_FILE}"):
        return None, HclError.at(where, "A dependency on a stack is not supported yet", f"{folder} is a stack.")
    if not disk.exists(disk.config_in(folder)):
        what = f"There is no terragrunt.hcl in {folder}." if disk.is_dir(folder) else f"There is no folder {folder}."
        return None, HclError.at(where, "The dependency does not exist", what, "Correct the path.")
    hint = "Choose a tree that holds both (--tree), for the whole graph."
    return None, HclError.at(where, "The dependency is outside the tree", f"{folder} is not below {base}.", hint)


def unit_folder(disk: Disk, directory: str, target: str) -> str:
    """The folder that the path of a dependency means; it may also name the file in it."""
    path = join(directory, target)
    return path if disk.is_dir(path) or not disk.exists(path) else path.rpartition("/")[0]


def relative_to(folder: str, base: str) -> str | None:
    """A folder's path within another one, None when it is not in there."""
    if folder == base:
        return "."
    prefix = base.rstrip("/") + "/"
    return folder[len(prefix) :] if folder.startswith(prefix) else None


def is_generated(stack: str) -> bool:
    """Whether the units of a stack file have been generated beside it, so that they are found as units."""
    return os.path.isdir(f"{stack.rpartition('/')[0]}/.terragrunt-stack")  # noqa: PTH112


def stack_error(path: str) -> HclError:
    """What to say of a stack file."""
    hint = "Run terragrunt stack generate: the units that it writes are read."
    return at_start(path, "Stack files are not supported yet", "", hint)


def order(needs: Mapping[str, Iterable[str]], edges: Mapping[str, Iterable[Edge]] | None = None) -> list[str]:
    """Names, each after those that it needs, otherwise in alphabetical order.

    Raises:
        HclError: they need each other in a circle.
    """
    found = circles(needs, edges or {})
    if found:
        raise HclError([each for error in found for each in error.diagnostics])
    ordered: dict[str, None] = {}
    for name in sorted(needs):
        stack = [(name, iter(sorted(needs[name])))] if name not in ordered else []
        while stack:
            current, remaining = stack[-1]
            following = next((each for each in remaining if each not in ordered and each in needs), None)
            if following is None:
                stack.pop()
                ordered[current] = None
            else:
                stack.append((following, iter(sorted(needs[following]))))
    return list(ordered)


def circles(needs: Mapping[str, Iterable[str]], edges: Mapping[str, Iterable[Edge]]) -> list[HclError]:
    """An error for each circle that a walk over the graph closes, at the edge that closes it."""
    errors: list[HclError] = []
    done: set[str] = set()
    for name in sorted(needs):
        path: dict[str, None] = {}
        stack = [(name, iter(list(needs[name])))] if name not in done else []
        if stack:
            path[name] = None
        while stack:
            current, remaining = stack[-1]
            for following in remaining:
                if following in path:
                    names = [*path]
                    errors.append(_circle([*names[names.index(following) :], following], edges.get(current, ())))
                elif following in needs and following not in done:
                    path[following] = None
                    stack.append((following, iter(list(needs[following]))))
                    break
            else:
                stack.pop()
                del path[current]
                done.add(current)
    return errors


def _circle(names: list[str], edges: Iterable[Edge]) -> HclError:
    where = next((edge.range for edge in edges if edge.needs == names[-1]), None)
    return HclError.at(
        where, "Units need each other in a circle", " -> ".join(names), "Take out one of these dependencies."
    )


# Printing ------------------------------------------------------------------------------------------------------------


def to_text(needs: Mapping[str, Iterable[str]]) -> str:
    """One unit a line, with what it needs below it."""
    lines: list[str] = []
    for unit in sorted(needs):
        lines.append(unit)
        lines += [f"  needs {each}" for each in sorted(needs[unit])]
    return "".join(f"{line}\n" for line in lines)


def to_json(needs: Mapping[str, Iterable[str]]) -> str:
    """A map from each unit to what it needs."""
    return json.dumps({unit: sorted(needs[unit]) for unit in sorted(needs)}, indent=2, ensure_ascii=False) + "\n"


def to_dot(needs: Mapping[str, Iterable[str]]) -> str:
    """For Graphviz."""
    lines = ["digraph units {", '  rankdir = "LR";', '  node [shape = "box"];']
    lines += [f"  {_quoted(unit)};" for unit in sorted(needs)]
    lines += [f"  {_quoted(unit)} -> {_quoted(each)};" for unit, each in _pairs(needs)]
    return "\n".join([*lines, "}"]) + "\n"


def to_mermaid(needs: Mapping[str, Iterable[str]]) -> str:
    """For Markdown that draws Mermaid."""
    ids = {unit: f"u{number}" for number, unit in enumerate(sorted(needs))}
    lines = ["flowchart LR"]
    lines += [f'  {ids[unit]}["{_escaped(unit)}"]' for unit in sorted(needs)]
    lines += [f"  {ids[unit]} --> {ids[each]}" for unit, each in _pairs(needs)]
    return "\n".join(lines) + "\n"


def _pairs(needs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for unit in sorted(needs):
        for each in sorted(needs[unit]):
            yield unit, each


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


PRINTERS = {"text": to_text, "json": to_json, "dot": to_dot, "mermaid": to_mermaid}
