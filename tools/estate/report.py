"""Tables of a plan and of an applied estate, for people."""

from __future__ import annotations

import json

from rich.table import Table
from rich.text import Text

from ..compose import Plan
from ..console import output
from .applying import Raised
from .planning import Planned

_STYLES = {"add": "green", "change": "yellow", "destroy": "red", "replace": "magenta"}
_WORTH_SHOWING = ("url", "endpoint", "dns_name", "arn", "fqdn", "name_servers", "dashboard_name")


def plan_table(planned: Planned) -> None:
    """Print what a plan does to each unit, and the totals."""
    console = output()
    table = _table("unit")
    for path, unit in planned.plan.units.items():
        note = " (planned alone)" if path in planned.composition.apart else ""
        table.add_row(f"{path}{note}", *(_count(unit.counts[action], action) for action in _STYLES))
    table.add_section()
    totals = planned.plan.counts
    table.add_row("total", *(_count(totals[action], action) for action in _STYLES), style="bold")
    console.print(table)
    others = {action: count for action, count in totals.items() if action not in _STYLES}
    if others:
        console.print("also: " + ", ".join(f"{count} to {action}" for action, count in sorted(others.items())))


def estate_table(raised: Raised, plan: Plan) -> None:
    """Print the units of an estate with their resources and seconds, and the outputs that people look for."""
    console = output()
    table = Table("unit", box=None, pad_edge=False, header_style="bold")
    for head in ("resources", "done now", "seconds"):
        table.add_column(head, justify="right")
    total = 0
    for path, unit in plan.units.items():
        held = sum(1 for change in unit.changes if change.mode == "managed" and change.action != "destroy")
        total += held
        done = sum(unit.counts.values())
        seconds = raised.progress.seconds(path)
        table.add_row(path, str(held), str(done or "·"), "·" if seconds is None else f"{seconds:.0f}")
    table.add_section()
    table.add_row("total", str(total), str(sum(plan.counts.values()) or "·"), "", style="bold")
    console.print(table)
    lines = [
        (path, name, value if isinstance(value, str) else json.dumps(value))
        for path, outputs in raised.outputs.items()
        for name, value in sorted(outputs.items())
        if name.endswith(_WORTH_SHOWING) and value
    ]
    if lines:
        console.print()
        shown = Table("output", "value", box=None, pad_edge=False, header_style="bold")
        for path, name, value in lines:
            shown.add_row(f"{path.rsplit('/', 1)[-1]}.{name}", Text(value))
        console.print(shown)


def _table(first: str) -> Table:
    table = Table(first, box=None, pad_edge=False, header_style="bold")
    for action in _STYLES:
        table.add_column(action, justify="right")
    return table


def _count(count: int, action: str) -> str:
    return f"[{_STYLES[action]}]{count}[/]" if count else "·"
