"""A bill for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from .amount import Amount
from .bill import Bill, Line

GROUPS: dict[str, Callable[[Line], str]] = {
    "account": lambda line: line.account,
    "platform": lambda line: f"{line.account}, {line.platform}",
    "unit": lambda line: line.unit,
}


def as_json(bill: Bill) -> dict[str, Any]:
    """The bill for programs; USD a month throughout."""
    return {
        "format_version": "1.0",
        "currency": "USD",
        "hours_a_month": 730,
        "date": bill.today.isoformat(),
        "total": _parts(bill.sum("fixed"), bill.sum("usage")),
        **{
            f"by_{name}": {key: _parts(*parts) for key, parts in bill.groups(key).items()}
            for name, key in GROUPS.items()
        },
        "lines": [
            {
                "unit": line.unit,
                "account": line.account,
                "region": line.region,
                "platform": line.platform,
                "address": line.address,
                "type": line.type,
                "part": line.part,
                "sku": line.price.sku,
                "what": line.price.what,
                "measure": line.price.unit,
                "quantity": asdict(line.quantity),
                "cost": asdict(line.cost),
                "price": {
                    "tiers": [list(tier) for tier in line.price.tiers],
                    "source": line.price.source,
                    "date": line.price.date.isoformat(),
                    "assurance": line.price.assurance,
                },
            }
            for line in bill.lines
        ],
        "unpriced": [asdict(each) for each in bill.unpriced],
        "unpriced_types": bill.unpriced_types,
        "free_types": dict(bill.free),
        "usage_not_told": bill.not_told_types,
        "allowances": dict(bill.allowances),
        "oldest_price": bill.prices[0].date.isoformat() if bill.prices else None,
        "remembered": round(bill.remembered, 4),
    }


def _parts(fixed: Amount, usage: Amount) -> dict[str, Any]:
    return {"fixed": asdict(fixed), "usage": asdict(usage), "total": asdict(fixed + usage)}


def print_text(bill: Bill, console: Console) -> None:
    """The bill for a terminal."""
    for name, key in GROUPS.items():
        console.print(_table(name, bill, key))
        console.print()
    for line in notes(bill):
        console.print(line, markup=False, soft_wrap=True)


def _table(name: str, bill: Bill, key: Callable[[Line], str]) -> Table:
    table = Table(f"by {name}", box=None, pad_edge=False, header_style="bold")
    for heading in ("fixed", "usage", "expected", "from", "to"):
        table.add_column(heading, justify="right")
    for group, parts in bill.groups(key).items():
        table.add_row(group, *_cells(*parts))
    if name == "unit":
        table.add_row("together", *_cells(bill.sum("fixed"), bill.sum("usage")), style="bold")
    return table


def _cells(fixed: Amount, usage: Amount) -> tuple[str, ...]:
    both = fixed + usage
    return tuple(f"{amount:,.2f}" for amount in (fixed.expected, usage.expected, both.expected, both.low, both.high))


def notes(bill: Bill) -> Iterator[str]:
    """What to know about the sums, a sentence each."""
    yield "USD a month of 730 hours, before tax. Fixed: whether it is used or not; usage: as the usage files expect it."
    types = bill.unpriced_types
    if types:
        yield f"Without a price: {_counts(types)}."
        reasons = sorted({each.reason for each in bill.unpriced})
        yield "Because " + "; ".join(reasons) + "."
    else:
        yield "Everything has a price, or is known to be free."
    if bill.not_told:
        yield f"Billed by use as well, and not counted, as no usage file says how much: {_counts(bill.not_told_types)}."
    if bill.free:
        yield f"Free in themselves: {sum(bill.free.values()):,} resources of {len(bill.free)} types."
    if bill.allowances:
        each = ", ".join(f"{account} {saved:,.2f}" for account, saved in bill.allowances.items())
        yield f"Not taken off: AWS's free allowances, which an account shares with all that is in it: at most {each}."
    if prices := bill.prices:
        oldest = prices[0]
        age = (bill.today - oldest.date).days
        yield (
            f"The oldest of {len(prices)} prices is {age} days old ({oldest.sku}, {oldest.date}); "
            f"{bill.remembered:.0%} of the expected sum rests on prices that are remembered, not looked up."
        )


def _counts(counts: Any) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in counts.items())


def markdown(bill: Bill) -> str:
    """The bill for a page or a comment."""
    fixed, usage = bill.sum("fixed"), bill.sum("usage")
    both = fixed + usage
    lines = [f"**{both.expected:,.2f} USD** a month expected, from {both.low:,.2f} to {both.high:,.2f}.", ""]
    for name, key in GROUPS.items():
        lines += [f"| by {name} | fixed | usage | expected | from | to |", "|---|--:|--:|--:|--:|--:|"]
        lines += [f"| {_cell(group)} | {' | '.join(_cells(*parts))} |" for group, parts in bill.groups(key).items()]
        lines.append("")
    lines += [f"- {note}" for note in notes(bill)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
