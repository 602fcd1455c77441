"""Conditions of a statement: read, compared by what they let through, and written as one line."""

from __future__ import annotations

import dataclasses
import ipaddress
import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .patterns import covers

_OPERATORS = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike"),
    *("StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"),
    *("NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"),
    *("DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress"),
    *("NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null"),
)
_BY_LOWER = {name.lower(): name for name in _OPERATORS}
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
"""IAM treats them alike."""
_OPPOSITES = (
    ("StringEquals", "StringNotEquals"),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    ("StringLike", "StringNotLike"),
    ("ArnLike", "ArnNotLike"),
    ("IpAddress", "NotIpAddress"),
    ("Bool", "Bool"),
    ("Null", "Null"),
)
_OPPOSITE = dict(_OPPOSITES) | {right: left for left, right in _OPPOSITES}
_MOST_COMBINATIONS = 64


class ConditionError(ValueError):
    """The condition is none that AWS would take."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a condition block: the operator, the key, and values of which one is enough."""

    operator: str
    key: str
    """In lower case: keys do not depend on case."""
    values: frozenset[str]
    quantifier: str = ""
    """``ForAllValues`` or ``ForAnyValue``."""
    if_exists: bool = False
    spelling: str = ""
    """The key as it was written."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.operator, self.key, self.values, self.quantifier, self.if_exists

    @property
    def is_negative(self) -> bool:
        """Whether it names what is kept out."""
        return "Not" in self.operator

    def __str__(self) -> str:
        operator = f"{self.quantifier}:{self.operator}" if self.quantifier else self.operator
        values = " or ".join(sorted(self.values)) or "nothing"
        return f"{operator}{'IfExists' if self.if_exists else ''} {self.spelling or self.key} = {values}"

    def with_values(self, values: Iterable[str]) -> Condition:
        """The same with other values."""
        return dataclasses.replace(self, values=frozenset(values))

    def implies(self, other: Condition) -> bool:
        """Whether everything that this lets through, ``other`` lets through too; no where that is not plain."""
        if self.key != other.key or self.quantifier != other.quantifier:
            return False
        if self.if_exists and not other.if_exists and not self.is_negative:
            return False
        return _implies(self.operator, self.values, other.operator, other.values)


def read_conditions(block: Any) -> frozenset[Condition]:
    """The conditions of a statement's ``Condition``; empty for none.

    Raises:
        ConditionError: the block is none.
    """
    if block is None:
        return frozenset()
    if not isinstance(block, Mapping):
        raise ConditionError("Condition is no object of operators")
    found = set()
    for operator, keys in block.items():
        if not isinstance(keys, Mapping):
            raise ConditionError(f"the condition {operator} is no object of keys")
        for key, given in keys.items():
            found.add(_read(operator, key, given))
    return frozenset(found)


def _read(text: str, key: str, given: Any) -> Condition:
    quantifier, _, rest = text.rpartition(":")
    if quantifier.lower() not in ("", "forallvalues", "foranyvalue"):
        raise ConditionError(f"there is no condition operator {text}")
    name = rest.lower()
    if_exists = name.endswith("ifexists")
    operator = _BY_LOWER.get(name.removesuffix("ifexists"))
    if operator is None:
        raise ConditionError(f"there is no condition operator {text}")
    values = given if isinstance(given, list) else [given]
    if any(isinstance(value, Mapping | list) for value in values):
        raise ConditionError(f"the value of the condition {text} {key} is neither a text nor a list of texts")
    quantifier = {"forallvalues": "ForAllValues", "foranyvalue": "ForAnyValue"}.get(quantifier.lower(), "")
    operator = _SAME.get(operator, operator)
    return Condition(
        operator, key.lower(), frozenset(_text(operator, value) for value in values), quantifier, if_exists, key
    )


def _text(operator: str, value: Any) -> str:
    if value is None:
        return "(not known before apply)"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.lower() if operator in ("Bool", "Null", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase") else text


def imply(strong: Iterable[Condition], weak: Iterable[Condition]) -> bool:
    """Whether all that passes ``strong`` passes ``weak``."""
    strong = tuple(strong)
    return all(any(one.implies(other) for one in strong) for other in weak)


def split(conditions: frozenset[Condition]) -> list[frozenset[Condition]]:
    """The same in its smallest parts: alternatives in which every condition has one value.

    One of several values is enough where a condition names what is let in, so they are alternatives; all of them hold
    where it names what is kept out. Where that would grow too large, values stay together.
    """
    kept: set[Condition] = set()
    choices = []
    for each in conditions:
        singles = [each.with_values([value]) for value in sorted(each.values)]
        if len(singles) < 2 or (each.is_negative == (each.quantifier == "ForAnyValue") and each.quantifier):
            kept.add(each)
        elif each.is_negative:
            kept.update(singles)
        else:
            choices.append(singles)
    if math.prod(map(len, choices)) > _MOST_COMBINATIONS:
        return [frozenset(conditions)]
    return [frozenset([*kept, *chosen]) for chosen in itertools.product(*choices)]


def join(alternatives: Iterable[frozenset[Condition]]) -> list[frozenset[Condition]]:
    """The way back from ``split``: alternatives that differ in the values of one condition become one."""
    pending = sorted({collapse(each) for each in alternatives}, key=lambda each: sorted(map(str, each)))
    joined: list[frozenset[Condition]] = []
    while pending:
        current = pending.pop(0)
        while found := next(((other, both) for other in pending if (both := _together(current, other))), None):
            pending.remove(found[0])
            current = found[1]
        joined.append(current)
    return joined


def collapse(conditions: frozenset[Condition]) -> frozenset[Condition]:
    """The same with what is kept out under one key in one condition."""
    found: dict[Condition, Condition] = {}
    for each in conditions:
        shape = each.with_values([]) if each.is_negative and each.quantifier != "ForAnyValue" else each
        known = found.get(shape)
        found[shape] = each.with_values(each.values | known.values) if known else each
    return frozenset(found.values())


def opposite(conditions: frozenset[Condition]) -> Condition | None:
    """The condition that lets through exactly what some conditions stop; None where no single one does."""
    together = collapse(conditions)
    if len(together) != 1:
        return None
    (one,) = together
    other = _OPPOSITE.get(one.operator)
    if one.quantifier or not other or (one.if_exists and not one.is_negative and one.operator != "Bool"):
        return None
    if one.operator in ("Bool", "Null"):
        values = [{"true": "false", "false": "true"}.get(value, value) for value in one.values]
        if_exists = one.operator == "Bool" and not one.if_exists  # a missing key is neither true nor false
        return Condition(one.operator, one.key, frozenset(values), "", if_exists, one.spelling)
    return Condition(other, one.key, one.values, "", False, one.spelling)


def _together(left: frozenset[Condition], right: frozenset[Condition]) -> frozenset[Condition] | None:
    mine, others = left - right, right - left
    if len(mine) != 1 or len(others) != 1:
        return None
    one, other = next(iter(mine)), next(iter(others))
    if one.is_negative or one.quantifier == "ForAllValues" or one.with_values(other.values) != other:
        return None
    return (left & right) | {one.with_values(one.values | other.values)}


def _implies(operator: str, values: frozenset[str], other: str, others: frozenset[str]) -> bool:
    if operator == other and values == others:
        return True
    match operator, other:
        case ("StringEquals" | "StringLike", "StringLike") | ("ArnLike", "ArnLike"):
            return all(any(covers(wide, value) for wide in others) for value in values)
        case ("StringNotLike", "StringNotLike" | "StringNotEquals") | ("ArnNotLike", "ArnNotLike"):
            return all(any(covers(wide, value) for wide in values) for value in others)
        case ("StringLike", "StringEquals"):
            return values <= others and not any("*" in value or "?" in value for value in values)
        case ("StringEquals" | "StringEqualsIgnoreCase", "StringEqualsIgnoreCase"):
            return {value.lower() for value in values} <= others
        case ("IpAddress", "IpAddress"):
            return _all_within(values, others)
        case ("NotIpAddress", "NotIpAddress"):
            return _all_within(others, values)
        case ("NumericLessThan" | "NumericLessThanEquals", _) if operator == other:
            return _numbers(values, others, lambda mine, theirs: mine <= theirs)
        case ("NumericGreaterThan" | "NumericGreaterThanEquals", _) if operator == other:
            return _numbers(values, others, lambda mine, theirs: mine >= theirs)
        case _ if operator == other:
            return others <= values if "Not" in operator else values <= others
    return False


def _numbers(values: frozenset[str], others: frozenset[str], holds: Any) -> bool:
    try:
        return all(any(holds(float(mine), float(theirs)) for theirs in others) for mine in values)
    except ValueError:
        return False


def _all_within(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    try:
        outer = [ipaddress.ip_network(each, strict=False) for each in wide]
        return all(
            any(inner.version == each.version and inner.subnet_of(each) for each in outer)  # type: ignore[arg-type]
            for inner in (ipaddress.ip_network(value, strict=False) for value in narrow)
        )
    except ValueError:
        return narrow <= wide
