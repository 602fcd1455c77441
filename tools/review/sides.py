"""Both sides of a change as trees and compositions; what is broken on one of them does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ..compose import Composition, compose
from ..compose.composition import CompositionError
from ..errors import GroundplanError
from ..live import Options, Tree, UnitError, explain, load
from .model import Problem

SideName = Literal["base", "head"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the comparison: all its units, evaluated."""

    name: SideName
    project: Path
    tree: Tree

    @property
    def paths(self) -> set[str]:
        """All units that are there, the broken ones too."""
        return {*self.tree.units, *_broken(self.tree.errors)}


@dataclass(frozen=True, slots=True)
class Part:
    """Some units of a side, composed."""

    composition: Composition
    problems: tuple[Problem, ...]
    left_out: Mapping[str, str]
    """Units that could not be composed, or that need one of those, with the reason in words."""


def load_side(name: SideName, project: Path, tree: Path, environment: Mapping[str, str]) -> Side:
    """Evaluate a side; one that has no such folder has no units. What Terragrunt passes over is not there."""
    options = Options(outputs="reference", env=environment)
    if not tree.is_dir():
        tree.mkdir(parents=True)
    return Side(name, project, load(tree, options).taking_part("plan"))


def closed(paths: Iterable[str], *sides: Side) -> set[str]:
    """The units and all that they need, on every side: what is composed on one is composed on the others."""
    found, queue = set(paths), list(paths)
    while queue:
        path = queue.pop()
        for side in sides:
            unit = side.tree.units.get(path)
            for each in unit.needs if unit else ():
                if each not in found:
                    found.add(each)
                    queue.append(each)
    return found


def part(side: Side, paths: Iterable[str], without: Mapping[str, str] | None = None) -> Part:
    """Compose units of a side. Broken ones, and what needs them, are left out and told.

    ``without``: units that are to be left out for another reason, in words.
    """
    wanted = {path for path in paths if path in side.paths}
    reasons: dict[str, str] = dict(without or {})
    problems = [*_told(side, wanted, reasons)]
    for path in _in_circles(side.tree) & wanted:
        reasons[path] = "it is part of a circle"
    while True:
        _spread(side.tree, reasons)
        kept = {path: unit for path, unit in side.tree.units.items() if path in wanted and path not in reasons}
        try:
            composition = compose(replace(side.tree, units=kept, errors=[]))
        except CompositionError as error:
            if not error.units:
                raise
            for path, errors in error.units.items():
                problems.append(Problem(side.name, path, "\n\n".join(explain(errors))))
                reasons[path] = "it is wrong"
            continue
        for path, reason in composition.apart.items():
            reasons[path] = reason
        needing = {path for path in composition.members if path not in reasons and _needs_any(side.tree, path, reasons)}
        if not needing:
            chosen = {path: reason for path, reason in reasons.items() if path in wanted}
            return Part(composition, tuple(problems), dict(sorted(chosen.items())))


def _told(side: Side, wanted: set[str], reasons: dict[str, str]) -> list[Problem]:
    problems = []
    for path, errors in _broken(side.tree.errors).items():
        reasons[path] = "it is wrong"
        if path in wanted:
            problems.append(Problem(side.name, path, "\n\n".join(explain(errors))))
    general = [error for error in side.tree.errors if not isinstance(error, UnitError)]
    return problems + [Problem(side.name, None, str(error)) for error in general]


def _broken(errors: Iterable[GroundplanError]) -> dict[str, list[GroundplanError]]:
    found: dict[str, list[GroundplanError]] = {}
    for error in errors:
        if isinstance(error, UnitError):
            found.setdefault(error.unit, []).append(error)
    return found


def _needs_any(tree: Tree, path: str, reasons: Mapping[str, str]) -> bool:
    return any(each in reasons for each in tree.units[path].needs)


def _spread(tree: Tree, reasons: dict[str, str]) -> None:
    """What needs a unit that is left out is left out as well: mocks in its place would show changes that are none."""
    while True:
        more = {
            path: f"it needs {each}, which cannot be planned"
            for path, unit in tree.units.items()
            if path not in reasons
            for each in unit.needs
            if each in reasons
        }
        if not more:
            return
        reasons |= more


def _in_circles(tree: Tree) -> set[str]:
    if all(isinstance(error, UnitError) for error in tree.errors):
        return set()
    needs = {path: [each for each in unit.needs if each in tree.units] for path, unit in tree.units.items()}
    found = set()
    for start, first in needs.items():
        seen: set[str] = set()
        queue = list(first)
        while queue:
            each = queue.pop()
            if each not in seen:
                seen.add(each)
                queue.extend(needs[each])
        if start in seen:
            found.add(start)
    return found


def aligned(state: dict[str, Any], base: Composition, head: Composition) -> tuple[dict[str, Any], Composition]:
    """The base's state with the head's provider aliases, and the head with the providers that only the base knows.

    An alias is called after the units that share it, so it may differ between the sides; what is to be destroyed
    needs the provider that it was made with.
    """
    configs: dict[str, list[dict[str, Any]]] = {
        name: list(bodies) for name, bodies in head.document.get("provider", {}).items()
    }
    local_names = {
        source: name
        for side in (head, base)
        for name, given in side.document["terraform"]["required_providers"].items()
        for source in (given["source"],)
    }
    resources = []
    for resource in state["resources"]:
        address, _, alias = resource["provider"].partition("].")
        source = address.removeprefix('provider["').removesuffix("]").removesuffix('"')
        local = local_names.get(source.split("/", 1)[-1], local_names.get(source))
        if not alias or local is None:
            resources.append(resource)
            continue
        found = _alias(resource["module"], local, alias, base, head, configs)
        resources.append({**resource, "provider": f"{address}].{found}"})
    document = dict(head.document)
    if configs:
        document["provider"] = configs
    required = {**base.document["terraform"]["required_providers"], **head.document["terraform"]["required_providers"]}
    document["terraform"] = {**head.document["terraform"], "required_providers": required}
    return {**state, "resources": resources}, replace(head, document=document)


def _alias(
    module: str, local: str, alias: str, base: Composition, head: Composition, configs: dict[str, list[dict[str, Any]]]
) -> str:
    name = module.split(".", maxsplit=2)[1]
    was = base.document["module"].get(name, {}).get("providers", {})
    now = head.document["module"].get(name, {}).get("providers", {})
    for key, target in was.items():
        if target == f"{local}.{alias}" and key in now:
            return str(now[key].partition(".")[2])
    body = next(each for each in base.document["provider"][local] if each["alias"] == alias)
    for each in configs.get(local, []):
        if {**each, "alias": None} == {**body, "alias": None}:
            return str(each["alias"])
    own = f"base--{alias}"
    if all(each["alias"] != own for each in configs.setdefault(local, [])):
        configs[local].append({**body, "alias": own})
    return own
