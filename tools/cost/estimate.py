"""The bill of a plan, and the difference between two of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..compose import Composition, Plan
from ..compose.snapshot import Resource
from .amount import NOTHING, Amount, total
from .bill import Bill
from .places import places
from .pricing import price
from .usage import Usage, read_usage

_ROUNDING = 1e-9  # USD: less is no difference


def bill_of(plan: Plan, composition: Composition, tree: Path, today: datetime.date) -> tuple[Bill, Usage]:
    """What a plan from the empty account comes to; and the usage files, which know what they were asked about.

    Raises:
        GroundplanError: a usage file or a price sheet is wrong.
    """
    resources = [
        Resource(change.unit, change.address, change.full_address, change.type, change.name, change.key, change.after)
        for change in plan.changes
        if change.mode == "managed" and change.after is not None
    ]
    usage = read_usage(tree, plan.units)
    return price(resources, places(plan.units, composition), usage, today=today), usage


@dataclass(frozen=True, slots=True)
class Difference:
    """What a month costs more than before."""

    amount: Amount
    """The least first: where something goes, the most that is saved is the least that is added."""
    unpriced: dict[str, int]
    """Type -> how many resources that come, go or change have something without a price."""
    remembered: bool
    """Whether a price that was written down from memory is part of it."""


def difference(before: Bill, after: Bill, changed: Iterable[tuple[str, str]]) -> Difference:
    """The difference between two bills of the same units; ``changed`` is (unit, address) of what is not as it was."""
    was, now = _by_resource(before), _by_resource(after)
    deltas = {key: now.get(key, NOTHING) - was.get(key, NOTHING) for key in {**was, **now}}
    differing = {key for key, delta in deltas.items() if any(abs(case) > _ROUNDING for case in delta.cases)}
    amount = total(deltas[key] for key in deltas if key in differing)
    remembered = any(
        line.price.assurance == "remembered" and (line.unit, line.address) in differing
        for bill in (before, after)
        for line in bill.lines
    )
    touched = set(changed)
    missing: dict[str, set[tuple[str, str]]] = {}
    for each in (*before.unpriced, *after.unpriced):
        if (each.unit, each.address) in touched:
            missing.setdefault(each.type, set()).add((each.unit, each.address))
    low, high = min(amount.cases), max(amount.cases)
    return Difference(
        Amount(low, amount.expected, high), {key: len(found) for key, found in sorted(missing.items())}, remembered
    )


def _by_resource(bill: Bill) -> dict[tuple[str, str], Amount]:
    found: dict[tuple[str, str], Amount] = {}
    for line in bill.lines:
        key = (line.unit, line.address)
        found[key] = found.get(key, NOTHING) + line.cost
    return found
