"""The tasks of this package as plain functions: data to stdout, words to stderr, an exit code."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from ..errors import GroundplanError
from .errors import explain
from .graph import FORMATS, PRINTERS, load_graph
from .options import Options
from .rendering import render, to_json
from .tree import load, load_unit
from .unit import Unit

FINE, FINDINGS, COULD_NOT_RUN = 0, 1, 2
RENDER_FORMATS = ("json",)


def render_command(directory: Path, all: bool = False, format: str = "json", options: Options | None = None) -> int:
    """Print the evaluated configuration of the unit in a folder, or of all units below it as a map by path.

    With ``all``, broken units are told on stderr and left out, and the exit code is 1.
    """
    try:
        _require(format, RENDER_FORMATS)
        options = replace(options or Options(), outputs="mock", command="render")
        if not all:
            unit = load_unit(directory, options)
            _warn([unit])
            sys.stdout.write(to_json(render(unit)))
            return FINE
        tree = load(directory, options)
    except GroundplanError as error:
        _tell([error])
        return COULD_NOT_RUN
    _warn(tree.units.values())
    sys.stdout.write(to_json({path: render(unit) for path, unit in tree.units.items()}))
    _told_if_empty(directory, tree.units, tree.errors)
    _tell(tree.errors)
    return FINDINGS if tree.errors else FINE


def graph_command(directory: Path, format: str = "text", options: Options | None = None) -> int:
    """Print the dependency graph of all units below a folder; what is wrong with it goes to stderr, exit code 1."""
    try:
        _require(format, FORMATS)
        graph = load_graph(directory, options)
    except GroundplanError as error:
        _tell([error])
        return COULD_NOT_RUN
    needs = graph.needs()
    sys.stdout.write(PRINTERS[format](needs))
    _told_if_empty(directory, needs, graph.errors)
    _tell(graph.errors)
    return FINDINGS if graph.errors else FINE


def _told_if_empty(directory: Path, units: Collection[str], errors: Collection[GroundplanError]) -> None:
    if not units and not errors:
        sys.stderr.write(f"there is no unit below {directory}: a unit is a folder with a terragrunt.hcl\n")


def _require(format: str, known: Iterable[str]) -> None:
    if format not in known:
        raise GroundplanError(f"there is no format {format}", hint=f"choose one of: {', '.join(known)}")


def _warn(units: Iterable[Unit]) -> None:
    for unit in units:
        for warning in unit.warnings:
            sys.stderr.write(f"{unit.file}: warning: {warning}\n")


def _tell(errors: Iterable[GroundplanError]) -> None:
    for text in explain(errors):
        sys.stderr.write(f"{text}\n\n")
