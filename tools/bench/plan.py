"""One composed plan of an account, against one plan per unit and against a root as a person would write it."""

from __future__ import annotations

import json
import os
import resource
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from ..compose import Composition, compose
from ..compose.apart import plan_alone
from ..compose.composition import FILE_NAME
from ..console import output
from ..estate.progress import Progress, say
from ..estate.selection import Selection, select
from ..estate.session import passing
from ..files import work_folder, write_atomically
from ..live import Tree
from ..terraform import Terraform


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of planning took."""

    way: str
    resources: int
    wall_seconds: float
    cpu_seconds: float
    """Of all child processes, user and system."""
    peak_mib: float | None
    """The largest sum of the resident memory of all children at one time; None where /proc is missing."""


def bench_plan(project: Path, binary: str | None, format: str, account: str = "dev") -> int:
    """Plan an account in three ways, in one run, and print what each took."""
    root = project / "live"
    work = work_folder(project) / "bench" / "plan"
    shutil.rmtree(work, ignore_errors=True)
    with passing(root, binary) as session:
        selection = Selection(account=account)
        tree = select(root, selection, session.terraform.environment)
        composition = compose(tree)
        _warm(composition, work / "warm", session.terraform)
        rows = [
            _measure("composed", lambda: _root(composition, work / "composed", session.terraform)),
            _measure("one root by hand", lambda: _by_hand(composition, work / "by-hand", session.terraform)),
            _measure("one plan per unit", lambda: _units(tree, composition, work / "units", session.terraform)),
        ]
    if format == "json":
        print(json.dumps([asdict(row) for row in rows], indent=2))  # noqa: T201 - the result
        return 0
    table = Table("way", box=None, pad_edge=False, header_style="bold")
    for head in ("resources", "wall s", "CPU s", "CPU against composed", "peak MiB"):
        table.add_column(head, justify="right")
    for row in rows:
        peak = "?" if row.peak_mib is None else f"{row.peak_mib:.0f}"
        ratio = row.cpu_seconds / rows[0].cpu_seconds
        table.add_row(
            row.way, str(row.resources), f"{row.wall_seconds:.1f}", f"{row.cpu_seconds:.1f}", f"{ratio:.2f}", peak
        )
    output().print(table)
    return 0


def _warm(composition: Composition, folder: Path, terraform: Terraform) -> None:
    """Put the provider into the plugin cache and the disk's, so that no way pays for it."""
    with Progress().step("warm up"):
        composition.write(folder)
        terraform.init(folder)
        terraform.plan(folder, folder / "plan.tfplan")


def _root(composition: Composition, folder: Path, terraform: Terraform) -> int:
    composition.write(folder)
    return _init_and_plan(folder, terraform)


def _by_hand(composition: Composition, folder: Path, terraform: Terraform) -> int:
    """Modules and references as a person writes them: one provider configuration, the default one, and no outputs."""
    composition.write(folder)
    path = folder / FILE_NAME
    document: dict[str, Any] = json.loads(path.read_text())
    del document["output"]
    document["provider"] = {
        name: {key: value for key, value in configs[0].items() if key != "alias"}
        for name, configs in document["provider"].items()
    }
    for block in document["module"].values():
        block.pop("providers", None)
    write_atomically(path, json.dumps(document))
    return _init_and_plan(folder, terraform)


def _init_and_plan(folder: Path, terraform: Terraform) -> int:
    terraform.init(folder)
    terraform.plan(folder, folder / "plan.tfplan")
    return len(terraform.show(folder, folder / "plan.tfplan").get("resource_changes", []))


def _units(tree: Tree, composition: Composition, folder: Path, terraform: Terraform) -> int:
    total = 0
    for path in composition.members:
        planned = plan_alone(tree.units[path], folder / path, terraform)
        total += len(planned.changes)
    return total


def _measure(way: str, work: Callable[[], int]) -> Measured:
    say(f"measuring: {way}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    with _Memory() as memory:
        count = work()
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Measured(way, count, round(wall, 2), round(cpu, 2), memory.peak)


class _Memory:
    """Samples the resident memory of this process's descendants (all but the emulator) ten times a second."""

    def __init__(self) -> None:
        self.peak: float | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(0.1):
            total = _resident_of_descendants()
            if total is not None:
                self.peak = max(self.peak or 0.0, total)


def _resident_of_descendants() -> float | None:
    """MiB, or None where there is no /proc."""
    if not Path("/proc/self/stat").exists():
        return None
    parents: dict[int, tuple[int, float, str]] = {}
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        parents[int(entry.name)] = (int(fields[1]), int(fields[21]) * page, command)
    total, ours = 0.0, {os.getpid()}
    found = True
    while found:
        children = {pid for pid, (parent, _, _) in parents.items() if parent in ours and pid not in ours}
        found = bool(children)
        ours |= children
    for pid in ours - {os.getpid()}:
        if "emulator" not in parents[pid][2]:
            total += parents[pid][1]
    return total
