"""The live tree as the rules see it: units, what their modules take, and what is wrong before any rule is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import GroundplanError
from .model import Finding, Project, findings

if TYPE_CHECKING:
    from ..compose.interface import Interface
    from ..hcl import Range, Traversal
    from ..hcl.types import Type
    from ..live import Dependency, Unit


_ASTRAY = ("The dependency ", "The path of a dependency ", "A dependency on ", "Units need each other ")
"""How what is wrong with a dependency begins; all else is wrong with the unit."""


@dataclass(frozen=True, slots=True)
class Estate:
    """The units that are to be looked at; ``every`` are those of the whole tree."""

    project: Project
    units: Mapping[str, Unit] = field(default_factory=dict)
    every: Mapping[str, Unit] = field(default_factory=dict)
    interfaces: Mapping[Path, Interface] = field(default_factory=dict)
    """What modules take and give, by their folder."""
    errors: tuple[Finding, ...] = ()
    """What is wrong with units and modules that cannot be evaluated."""
    astray: tuple[Finding, ...] = ()
    """Dependencies that lead nowhere."""
    _types: dict[Path, dict[str, Type]] = field(default_factory=dict)

    def used(self) -> Iterator[tuple[Unit, Interface]]:
        """Each unit with the interface of its module, where both can be read."""
        for unit in self.units.values():
            if unit.module_dir is not None and unit.module_dir in self.interfaces:
                yield unit, self.interfaces[unit.module_dir]

    def problems(self, words: str) -> Iterator[Finding]:
        """What is wrong with the units' inputs, of the kind that the words name."""
        from ..compose.inputs import problems

        for unit, interface in self.used():
            for problem in problems(unit, interface):
                if words in problem.message:
                    yield from findings(self.project, problem)

    def dependencies(self) -> Iterator[tuple[Unit, Dependency, Unit]]:
        """Each unit with each dependency of its own and the unit that it means."""
        for unit in self.units.values():
            for dependency in unit.dependencies.values():
                meant = self.every.get(dependency.unit_path or "")
                if meant is not None and not dependency.implicit:
                    yield unit, dependency, meant

    def settings(self, unit: Unit, dependency: Dependency) -> Mapping[str, Any]:
        """What the dependency's block says, defaults included."""
        found: Mapping[str, Any] = (unit.config.get("dependency") or {}).get(dependency.name) or {}
        return found

    def types(self, unit: Unit) -> dict[str, Type]:
        """What the outputs of a unit's module are, as far as their expressions say."""
        from .outputs import output_types

        folder = unit.module_dir
        if folder is None or folder not in self.interfaces:
            return {}
        if folder not in self._types:
            self._types[folder] = output_types(folder)
        return self._types[folder]

    def at(self, unit: Unit, dependency: Dependency, message: str, hint: str = "") -> Finding:
        """A finding at a dependency's block, which may stand in a file that the unit includes."""
        place = unit.config.ranges.get(("dependency", dependency.name), dependency.range) or unit.inputs_range
        return self.finding(place, message, hint)

    def finding(self, place: Range, message: str, hint: str = "") -> Finding:
        """A finding at a piece of source."""
        return Finding(self.project.path(place.source.path), place.line, message, hint)


def read_estate(project: Project, name: str) -> Estate:
    """The tree in the folder of this name; nothing where there is none, or nothing of it changed."""
    from ..compose.interface import read_interface
    from ..live import Options, load
    from ..live.options import evaluation_environment
    from ..package import stand_ins

    folder = project.root / name
    if not folder.is_dir() or not project.changed(f"{name}/*", "modules/*"):
        return Estate(project)
    # For the emulator: no account has to exist yet. With stand-ins: no package has to be built.
    environment = evaluation_environment(os.environ)
    tree = load(folder, Options(outputs="reference", env=environment, stand_ins=stand_ins(project.root)))
    errors: list[Finding] = []
    astray: list[Finding] = []
    for error in tree.graph.errors:
        (astray if error.message.startswith(_ASTRAY) else errors).extend(findings(project, error))
    interfaces = {}
    for module in sorted({unit.module_dir for unit in tree.units.values() if unit.module_dir is not None}):
        if module.is_dir():
            try:
                interfaces[module] = read_interface(module)
            except GroundplanError as error:
                errors += findings(project, error)
    chosen = {path: unit for path, unit in tree.units.items() if _changed(project, unit, tree.units)}
    return Estate(project, chosen, tree.units, interfaces, tuple(errors), tuple(astray))


def _changed(project: Project, unit: Unit, units: Mapping[str, Unit]) -> bool:
    """Whether something changed that a unit rests on: its files, its module, or the modules that it needs."""
    if project.only is None:
        return True
    if any(project.path(file) in project.only for file in unit.files):
        return True
    needed = [units[path] for path in unit.needs if path in units]
    folders = [each.module_dir for each in (unit, *needed) if each.module_dir is not None]
    return any(project.changed(f"{project.path(folder)}/*") for folder in folders)


def outputs_used(unit: Unit) -> Iterator[Traversal]:
    """The references to other units' outputs in a unit's inputs and in the files that it generates."""
    from ..hcl import Residual, Sensitive, references

    pending: list[Any] = [*unit.inputs.values(), *(each.contents for each in unit.generate.values())]
    while pending:
        value = pending.pop()
        if isinstance(value, Residual):
            yield from references(value.expr)
        elif isinstance(value, Sensitive):
            pending.append(value.value)
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list | tuple):
            pending += value
