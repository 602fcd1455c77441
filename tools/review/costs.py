"""What a change costs: the head's bill less the base's, of the units that are planned on both sides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..compose import Composition
from ..compose.snapshot import Snapshot
from ..cost import Bill, difference, places, price, read_usage
from ..errors import GroundplanError
from .model import Cost, Problem, UnitReview

_UNTOUCHED = ("none", "move", "forget")
_LONGEST = 12  # types of resources that the note names


def cost_of(
    before: tuple[Snapshot, Path],
    head: tuple[Snapshot, Path],
    compositions: Sequence[Composition],
    units: Iterable[UnitReview],
    today: datetime.date,
) -> tuple[Cost, tuple[Problem, ...]]:
    """The difference a month, each side with its own usage files; what is wrong with the head's is a problem.

    ``before`` and ``head`` are what is there on a side, and the folder of its tree.
    """
    bills = []
    for side, (snapshot, tree) in (("base", before), ("head", head)):
        try:
            bills.append(_bill(snapshot, tree, compositions, today))
        except GroundplanError as error:
            note = f"Nothing can be said about cost: a usage file of the {side} is wrong."
            return Cost(False, note=note), (Problem("head", None, str(error)),) if side == "head" else ()
    changes = [change for unit in units for change in unit.changes if change.action not in _UNTOUCHED]
    changed = {(change.unit, change.address) for change in changes}
    found = difference(bills[0], bills[1], changed)
    low, expected, high = (round(case, 2) + 0.0 for case in found.amount.cases)
    silent = sorted({type_ for unit, address, type_ in bills[1].not_told if (unit, address) in changed})
    return Cost(True, low, expected, high, found.unpriced, _note(silent, found.remembered)), ()


def _bill(snapshot: Snapshot, tree: Path, compositions: Sequence[Composition], today: datetime.date) -> Bill:
    resources = list(snapshot.resources.values())
    units = {resource.unit for resource in resources}
    return price(resources, places(units, *compositions), read_usage(tree, units), today=today)


def _note(silent: Sequence[str], remembered: bool) -> str:
    sentences = ["List prices, before tax, for a month of 730 hours."]
    if silent:
        more = f" and {len(silent) - _LONGEST} other types" if len(silent) > _LONGEST else ""
        sentences.append(f"No usage file says how much is used of {', '.join(silent[:_LONGEST])}{more}.")
    if remembered:
        sentences.append("Some of the prices are remembered, not looked up.")
    return " ".join(sentences)
