"""What an estate costs a month, as data: every line, what has no price, and what the lines rest on."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from .amount import NOTHING, Amount
from .sheet import Price

Part = Literal["fixed", "usage"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a resource is billed for."""

    unit: str
    account: str
    region: str
    platform: str
    address: str
    """Within the unit."""
    type: str
    part: Part
    """``fixed``: it costs whether it is used or not."""
    price: Price
    quantity: Amount
    """Of the price's unit, in a month of 730 hours."""
    cost: Amount
    """USD a month, its share of the tiers of its account and region included."""


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A resource of which something has no price."""

    unit: str
    address: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bill:
    """What an estate costs a month."""

    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...]
    free: Mapping[str, int]
    """Type -> how many resources of it cost nothing themselves."""
    not_told: tuple[tuple[str, str, str], ...]
    """(unit, address, type) of what is billed by use as well, and no usage file says how much is used."""
    allowances: Mapping[str, float]
    """Account -> USD a month that AWS's free allowances would take off, if nothing else in the account used them."""
    today: datetime.date

    def sum(self, part: Part | None = None, where: Callable[[Line], bool] = lambda _: True) -> Amount:
        """The sum of a part (of both: None), of the lines that are wanted."""
        found = NOTHING
        for line in self.lines:
            if (part is None or line.part == part) and where(line):
                found += line.cost
        return found

    def groups(self, key: Callable[[Line], str]) -> dict[str, tuple[Amount, Amount]]:
        """By a key of the lines: the fixed part and the one by use."""
        found: dict[str, tuple[Amount, Amount]] = {}
        for line in self.lines:
            fixed, usage = found.get(key(line), (NOTHING, NOTHING))
            found[key(line)] = (fixed + line.cost, usage) if line.part == "fixed" else (fixed, usage + line.cost)
        return dict(sorted(found.items()))

    @property
    def not_told_types(self) -> dict[str, int]:
        """Type -> of how many resources nobody says how much is used."""
        return dict(sorted(Counter(type_ for _, _, type_ in self.not_told).items()))

    @property
    def unpriced_types(self) -> dict[str, int]:
        """Type -> how many resources of it have something without a price."""
        found: dict[str, set[tuple[str, str]]] = {}
        for each in self.unpriced:
            found.setdefault(each.type, set()).add((each.unit, each.address))
        return {type_: len(addresses) for type_, addresses in sorted(found.items())}

    @property
    def prices(self) -> list[Price]:
        """The prices that the lines rest on, the oldest first."""
        found = {(line.region, line.price.sku): line.price for line in self.lines}
        return sorted(found.values(), key=lambda price: (price.date, price.sku))

    @property
    def remembered(self) -> float:
        """The share of the expected sum that rests on prices written down from memory, from 0 to 1."""
        whole = self.sum().expected
        return self.sum(where=lambda line: line.price.assurance == "remembered").expected / whole if whole else 0.0
