"""What a simulation did, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.markup import escape
from rich.table import Table

from ..console import output
from .simulate import Planned, Simulation

_STYLES = {"passed": "green", "success": "green", "failed": "bold red", "failure": "bold red"}


def show_list(found: Sequence[Planned], form: str) -> None:
    """Print the jobs and their steps."""
    if form == "json":
        sys.stdout.write(json.dumps([asdict(each) for each in found], indent=2) + "\n")
        return
    table = Table("job", "name", "step", box=None, pad_edge=False, header_style="bold")
    for each in found:
        for number, step in enumerate(each.steps):
            table.add_row(*(("", "") if number else (each.job, escape(each.name))), escape(step))
    output().print(table)


def show(found: Simulation, form: str) -> None:
    """Print the steps with what became of them."""
    if form == "json":
        document = asdict(found) | {"logs": str(found.logs), "passed": found.passed}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("job", "step", "result", "s", "note"):
        table.add_column(name, justify="right" if name == "s" else "left", overflow="fold")
    before = ""
    for step in found.steps:
        table.add_row(
            "" if step.job == before else escape(step.job),
            escape(step.step),
            _styled(step.result),
            f"{step.seconds:.1f}",
            escape(step.detail),
        )
        before = step.job
    for job in found.jobs:
        if job.result in ("skipped", "cancelled"):
            table.add_row(escape(job.name), "", job.result, "", "")
    output().print(table)
    table = Table("job", "result", "s", box=None, pad_edge=False, header_style="bold")
    for job in found.jobs:
        table.add_row(escape(job.name), _styled(job.result), f"{job.seconds:.1f}")
    output().print("", table)


def _styled(result: str) -> str:
    return f"[{_STYLES[result]}]{result}[/]" if result in _STYLES else result
