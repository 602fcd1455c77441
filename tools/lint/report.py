"""What the checks found, as text for people, JSON for programs, or SARIF for code scanning."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from . import sarif
from .model import Outcome
from .running import summary

_STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow", "broken": "bold red"}


def write(outcomes: Sequence[Outcome], output: str, root: Path) -> None:
    """Print the outcomes; in SARIF, what could not run is said beside it."""
    if output == "json":
        sys.stdout.write(json.dumps([asdict(outcome) for outcome in outcomes], indent=2) + "\n")
    elif output == "sarif":
        sys.stdout.write(sarif.text(outcomes, root))
        for outcome in outcomes:
            if outcome.words:
                sys.stderr.write(f"{outcome.check}: {outcome.status}: {outcome.words}\n")
    else:
        _print(outcomes)


def _print(outcomes: Sequence[Outcome]) -> None:
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for outcome in outcomes:
        for found in outcome.findings:
            text = f"{found} [{found.rule or outcome.check}]"
            console.print(text, markup=False, style="dim" if found.fixed else None)
    if any(outcome.findings for outcome in outcomes):
        console.print()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("check", "result", "found", "s", "what it proves, or why it did not run"):
        table.add_column(name, justify="right" if name in ("found", "s") else "left", overflow="fold")
    for outcome in outcomes:
        open_, fixed = (sum(found.fixed is state for found in outcome.findings) for state in (False, True))
        table.add_row(
            outcome.check,
            f"[{_STYLES[outcome.status]}]{outcome.status}[/]",
            " ".join(filter(None, [str(open_) if open_ else "", f"({fixed} fixed)" if fixed else ""])),
            f"{outcome.seconds:.1f}",
            (outcome.words or summary(outcome.check)).replace("[", "\\["),
        )
    Console(highlight=False, emoji=False).print(table)
