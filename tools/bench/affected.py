"""How long it takes to say what a change touches: the whole command, on generated trees in a git repository."""

from __future__ import annotations

import functools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import GroundplanError
from .evaluate import generate_tree

_UNIT = "account-0/region-0/unit-7"


@dataclass(frozen=True, slots=True)
class Figure:
    """One run of a command."""

    what: str
    units: int
    affected: int
    """How many units it named."""
    wall_seconds: float
    cpu_seconds: float


def bench_affected(units: int, with_terragrunt: bool, format: str) -> int:
    """Measure, and print a table.

    Raises:
        GroundplanError: terragrunt was asked for and is not there, or the tree would be too small to change.
    """
    if with_terragrunt and shutil.which("terragrunt") is None:
        raise GroundplanError("terragrunt is not on PATH", hint="leave out --terragrunt, or install it")
    if units <= 8:
        raise GroundplanError(f"--units {units} is too few for a change", hint="use at least 9")
    figures = measure(units, with_terragrunt)
    if format == "json":
        sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
        return 0
    sys.stdout.write(f"{'':<56}{'units':>8}{'affected':>10}{'wall s':>9}{'CPU s':>9}\n")
    for each in figures:
        row = f"{each.what:<56}{each.units:>8,}{each.affected:>10,}{each.wall_seconds:>9.2f}{each.cpu_seconds:>9.2f}"
        sys.stdout.write(f"{row}\n")
    return 0


def measure(units: int, with_terragrunt: bool) -> list[Figure]:
    """Commit a tree, then one change after another, each on a branch of its own, and ask what it touches."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        live = generate_tree(root, units)
        (root / ".gitignore").write_text(".groundplan/\n")
        _git(root, "init", "--quiet", "--initial-branch=main")
        _commit(root)
        figures = [
            _measure("cold", units, lambda: _groundplan(root)),
            _measure("nothing changed", units, lambda: _groundplan(root)),
        ]
        for what, change in _CHANGES.items():
            _git(root, "checkout", "--quiet", "main")
            _groundplan(root)
            _git(root, "checkout", "--quiet", "-b", what.replace(" ", "-"))
            change(root, live)
            _commit(root)
            figures.append(_measure(what, units, lambda: _groundplan(root)))
            for name, filter_ in _FILTERS.items() if with_terragrunt else ():
                if filter_ != _SAME_ANSWER or (units <= _PATIENCE and change is _one_unit):
                    ask = functools.partial(_terragrunt, live, filter_)
                    figures.append(_measure(f"{what}, terragrunt {name}", units, ask))
    return figures


def _one_unit(_: Path, live: Path) -> None:
    with (live / _UNIT / "terragrunt.hcl").open("a") as file:
        file.write("# changed\n")


def _one_module(root: Path, _: Path) -> None:
    with (root / "modules" / "thing" / "main.tf").open("a") as file:
        file.write("# changed\n")


def _new_unit(_: Path, live: Path) -> None:
    shutil.copytree(live / _UNIT, live / f"{_UNIT}-copy")


_CHANGES: dict[str, Callable[[Path, Path], None]] = {
    "one unit changed": _one_unit,
    "one module changed": _one_module,
    "one unit added": _new_unit,
}


def _measure(what: str, units: int, work: Callable[[], int]) -> Figure:
    def cpu() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    wall, before = time.perf_counter(), cpu()
    affected = work()
    return Figure(what, units, affected, time.perf_counter() - wall, cpu() - before)


def _groundplan(root: Path) -> int:
    """The command as people start it: ``./inv`` in a checkout, the installed program otherwise."""
    package = __package__ or ""
    home = Path(__file__).resolve().parents[len(package.split("."))]
    code = f"from {package.rpartition('.')[0]}.cli import main; main()"
    command = [str(home / "inv")] if (home / "inv").is_file() else [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": f"{home}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        [*command, "affected", "--base", "main", "--format", "json"],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
    )
    document = json.loads(done.stdout)
    if document["errors"]:
        raise SystemExit(f"the generated tree is wrong: {document['errors'][0]['message']}")
    return len(document["units"])


_SAME_ANSWER = "...[main...HEAD]"
_FILTERS = {"find --filter-affected": "[main...HEAD]", "with dependents": _SAME_ANSWER}
_PATIENCE = 100
"""With dependents, Terragrunt takes a minute for a hundred units, and no end was seen for a thousand."""


def _terragrunt(live: Path, filter_: str) -> int:
    environment = os.environ | {"TG_NON_INTERACTIVE": "true", "TG_LOG_LEVEL": "error"}
    done = subprocess.run(
        ["terragrunt", "find", "--filter", filter_, "--json", "--working-dir", str(live)],
        check=True,
        env=environment,
        capture_output=True,
    )
    return len(json.loads(done.stdout or "[]") or [])


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "x")
