"""An amount that is not one number: a low, an expected and a high one, of a quantity or of USD."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """Three cases of one amount. They are added case by case: what is low everywhere is low together."""

    low: float
    expected: float
    high: float

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.low - other.low, self.expected - other.expected, self.high - other.high)

    def __mul__(self, factor: float) -> Amount:
        return Amount(self.low * factor, self.expected * factor, self.high * factor)

    @property
    def cases(self) -> tuple[float, float, float]:
        """Low, expected, high."""
        return self.low, self.expected, self.high

    @property
    def is_range(self) -> bool:
        """Whether the cases differ by a cent."""
        return round(self.high - self.low, 2) != 0


NOTHING = Amount(0, 0, 0)


def exactly(value: float) -> Amount:
    """An amount that is the same in all cases."""
    return Amount(value, value, value)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum."""
    return sum(amounts, NOTHING)
