"""What the live tree hands to its modules, compared with what they take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GroundplanError
from ..hcl import did_you_mean
from .model import Finding, Project, findings

if TYPE_CHECKING:
    from ..compose.interface import Interface

_TREE = "live"


def inputs(project: Project) -> Iterator[Finding]:
    """What live units hand to their modules is what these take."""
    from ..compose.inputs import problems
    from ..compose.interface import read_interface
    from ..live import Options, load

    folder = project.root / _TREE
    if not folder.is_dir():
        return
    # For the emulator: no account has to exist yet.
    environment = {key: value for key, value in os.environ.items() if key != "LOCALSTACK"}
    tree = load(folder, Options(outputs="reference", env=environment | {"GROUNDPLAN_EMULATOR": "true"}))
    for error in tree.errors:
        yield from findings(project, error)
    given: dict[tuple[Path | str, int, str], list[Interface]] = {}
    for unit in tree.units.values():
        if unit.module_dir is None or not unit.module_dir.is_dir():
            continue
        try:
            interface = read_interface(unit.module_dir)
        except GroundplanError as error:
            yield from findings(project, error)
            continue
        for problem in problems(unit, interface):
            yield from findings(project, problem)
        for name in unit.inputs:
            place = unit.input_range(name)
            given.setdefault((place.source.path, place.line, name), []).append(interface)
    # An input of a file that many units include is a mistake only where none of their modules takes it.
    for (path, line, name), interfaces in given.items():
        known = {variable for interface in interfaces for variable in interface.variables}
        if name not in known:
            yield Finding(project.path(path), line, f'no module takes the input "{name}"', did_you_mean(name, known))
