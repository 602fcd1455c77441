"""Numeric functions."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from ..function import FunctionError
from ..numbers import Number, from_decimal
from ..types import describe
from . import gomath
from .builtin import ANY, INT, NUM, Registry, number_from_float, quoted

FUNCTIONS = Registry()

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@FUNCTIONS.add("abs", NUM)
def _abs(num: Number) -> Number:
    return abs(num) if isinstance(num, int) else num.copy_abs()


@FUNCTIONS.add("ceil", NUM)
def _ceil(num: Number) -> Number:
    return math.ceil(num)


@FUNCTIONS.add("floor", NUM)
def _floor(num: Number) -> Number:
    return math.floor(num)


@FUNCTIONS.add("log", NUM, NUM)
def _log(num: Number, base: Number) -> Number:
    try:
        return number_from_float(gomath.log(_float(num, 0)) / gomath.log(_float(base, 1)))
    except (ValueError, ZeroDivisionError):
        raise FunctionError("the logarithm is not a finite number") from None


@FUNCTIONS.add("pow", NUM, NUM)
def _pow(num: Number, power: Number) -> Number:
    try:
        return number_from_float(gomath.pow(_float(num, 0), _float(power, 1)))
    except (ValueError, OverflowError):
        raise FunctionError("the power is not a finite number") from None


def _float(value: Number, argument: int) -> float:
    """Logarithms and powers are computed with 64 bits, in Terraform as well."""
    try:
        return float(value)
    except OverflowError:
        raise FunctionError("value is too large", argument) from None


@FUNCTIONS.add("signum", INT)
def _signum(num: int) -> int:
    return (num > 0) - (num < 0)


@FUNCTIONS.add("max", rest=NUM)
def _max(*numbers: Number) -> Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers)


@FUNCTIONS.add("min", rest=NUM)
def _min(*numbers: Number) -> Number:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers)


@FUNCTIONS.add("parseint", ANY, INT)
def _parseint(number: Any, base: int) -> Number:
    if not isinstance(number, str):
        raise FunctionError(f"first argument must be a string, not {describe(number)}", 0)
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive", 1)
    digits = number[1:] if number[:1] in {"+", "-"} else number
    digits = digits.lower() if base <= 36 else digits
    allowed = _DIGITS[:base]
    if not digits or any(digit not in allowed for digit in digits):
        raise FunctionError(f"cannot parse {quoted(number)} as a base {base} integer", 0)
    result = 0
    for digit in digits:
        result = result * base + allowed.index(digit)
    return from_decimal(Decimal(-result if number[0] == "-" else result))
