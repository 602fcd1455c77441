"""Numbers as HCL has them: binary floating point with a mantissa of 512 bits.

In Python a number is an ``int`` when it is integral, else the ``Decimal`` with the fewest digits that stands for the
binary value. That is the text Terraform prints, and it loses nothing: read again it gives the same 512 bits.
"""

from __future__ import annotations

import re
from decimal import Decimal

BITS = 512
_SAFE_DIGITS = 153  # any decimal with this many digits is the shortest one for its binary value
_NUMBER = re.compile(r"([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?\Z", re.ASCII)
_MAX_EXPONENT = 100_000

Number = int | Decimal
_Binary = tuple[int, int]


def parse_number(text: str) -> Number | None:
    """The number a decimal text stands for, or None when it is not one."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    sign, whole, fraction, bare, exponent_text = match.groups()
    fraction = fraction or bare or ""
    exponent = int(exponent_text or 0)
    if abs(exponent) > _MAX_EXPONENT:
        return None
    digits = int((whole or "") + fraction)
    exponent -= len(fraction)
    return from_parts(-digits if sign == "-" else digits, exponent)


def from_parts(digits: int, exponent: int) -> Number:
    """The number ``digits * 10 ** exponent``."""
    if exponent >= 0:
        return _fit_int(digits * 10**exponent)
    while exponent < 0 and digits % 10 == 0 and digits:
        digits //= 10
        exponent += 1
    if digits == 0:
        return 0
    if exponent >= 0:
        return _fit_int(digits * 10**exponent)
    if digits.bit_length() <= BITS - 4:
        return Decimal((int(digits < 0), tuple(map(int, str(abs(digits)))), exponent))
    return _to_number(_round(digits, 10**-exponent))


def from_decimal(value: Decimal) -> Number:
    """A number of the language from any finite decimal."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite number")
    number = int("".join(map(str, digits)) or "0")
    return from_parts(-number if sign else number, exponent)


def format_number(value: Number) -> str:
    """The text of a number: never with an exponent."""
    if isinstance(value, int):
        return str(value) if value.bit_length() < 10_000 else _long_int(value)
    return f"{value:f}"


def _long_int(value: int) -> str:
    """Python refuses to print very long integers in one go; these have few significant digits."""
    zeros = 0
    while value % 10**1000 == 0:
        value //= 10**1000
        zeros += 1000
    return str(value) + "0" * zeros


def add(left: Number, right: Number) -> Number:
    """``left + right``."""
    if isinstance(left, int) and isinstance(right, int):
        return _fit_int(left + right)
    return _to_number(_sum(_binary(left), _binary(right)))


def subtract(left: Number, right: Number) -> Number:
    """``left - right``."""
    if isinstance(left, int) and isinstance(right, int):
        return _fit_int(left - right)
    mantissa, exponent = _binary(right)
    return _to_number(_sum(_binary(left), (-mantissa, exponent)))


def multiply(left: Number, right: Number) -> Number:
    """``left * right``."""
    if isinstance(left, int) and isinstance(right, int):
        return _fit_int(left * right)
    (m1, e1), (m2, e2) = _binary(left), _binary(right)
    return _to_number((m1 * m2, e1 + e2))


def divide(left: Number, right: Number) -> Number:
    """``left / right``; the caller has made sure that ``right`` is not zero."""
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return _fit_int(left // right)
    return _to_number(_quotient(left, right))


def modulo(left: Number, right: Number) -> Number:
    """``left % right``: what is left of a division that is cut towards zero."""
    if isinstance(left, int) and isinstance(right, int):
        remainder = abs(left) % abs(right)
        return -remainder if left < 0 else remainder
    mantissa, exponent = _quotient(left, right)
    magnitude = abs(mantissa) << exponent if exponent >= 0 else abs(mantissa) >> -exponent
    whole = -magnitude if mantissa < 0 else magnitude
    return subtract(left, multiply(right, whole))


def negate(value: Number) -> Number:
    """``-value``. (Python's own minus would round a long decimal.)"""
    return -value if isinstance(value, int) else value.copy_negate()


def _quotient(left: Number, right: Number) -> _Binary:
    (m1, e1), (m2, e2) = _binary(left), _binary(right)
    mantissa, exponent = _round(m1, m2)
    return mantissa, exponent + e1 - e2


def _fit_int(value: int) -> int:
    if value.bit_length() <= BITS:
        return value
    result = _to_number((value, 0))
    assert isinstance(result, int)  # noqa: S101 - a large binary number has no fraction
    return result


def _binary(value: Number) -> _Binary:
    if isinstance(value, int):
        return (value, 0) if value.bit_length() <= BITS else _round(value, 1)
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - numbers of the language are finite
    number = int("".join(map(str, digits)))
    number = -number if sign else number
    return _round(number, int(10**-exponent))  # a Decimal of the language always has a fraction


def _sum(left: _Binary, right: _Binary) -> _Binary:
    (m1, e1), (m2, e2) = left, right
    low = min(e1, e2)
    return (m1 << (e1 - low)) + (m2 << (e2 - low)), low


def _round(numerator: int, denominator: int) -> _Binary:
    """The fraction as ``mantissa * 2 ** exponent`` with 512 bits, to nearest, ties to even."""
    if numerator == 0:
        return 0, 0
    negative = (numerator < 0) != (denominator < 0)
    numerator, denominator = abs(numerator), abs(denominator)
    shift = BITS + 2 - (numerator.bit_length() - denominator.bit_length())
    if shift >= 0:
        quotient, rest = divmod(numerator << shift, denominator)
    else:
        quotient, rest = divmod(numerator, denominator << -shift)
    extra = quotient.bit_length() - BITS
    half = 1 << (extra - 1)
    low = quotient & ((1 << extra) - 1)
    mantissa = quotient >> extra
    if low > half or (low == half and (rest or mantissa & 1)):
        mantissa += 1
    return (-mantissa if negative else mantissa), extra - shift


def _to_number(binary: _Binary) -> Number:
    """The shortest decimal that stands for a binary number (rounded to 512 bits first)."""
    mantissa, exponent = binary
    if mantissa == 0:
        return 0
    if abs(mantissa).bit_length() > BITS:
        mantissa, extra = _round(mantissa, 1)
        exponent += extra
    negative, mantissa = mantissa < 0, abs(mantissa)
    zeros = (mantissa & -mantissa).bit_length() - 1
    mantissa >>= zeros
    exponent += zeros
    if exponent >= 0 and mantissa.bit_length() + exponent <= BITS:
        value = mantissa << exponent
        return -value if negative else value
    digits, power = _shortest(mantissa, exponent)
    if power >= 0:
        value = digits * int(10**power)
        return -value if negative else value
    return Decimal((int(negative), tuple(map(int, str(digits))), power))


def _shortest(mantissa: int, exponent: int) -> tuple[int, int]:
    """The fewest decimal digits that read back as ``mantissa * 2 ** exponent``: ``(digits, power of ten)``."""
    shift = BITS - mantissa.bit_length()
    mantissa, exponent = mantissa << shift, exponent - shift
    even = mantissa & 1 == 0
    # four times the value, its neighbours' midpoints below and above
    value, high = mantissa * 4, mantissa * 4 + 2
    low = mantissa * 4 - (1 if mantissa == 1 << (BITS - 1) else 2)
    exponent -= 2
    # as integers over a common power of ten that is fine enough
    power = min(0, (exponent + BITS) * 30103 // 100000 - 160)
    scale: int = 10**-power
    scale, denominator = (scale << exponent, 1) if exponent >= 0 else (scale, 1 << -exponent)
    value, low, high = value * scale, low * scale, high * scale
    # a step that is narrower than the interval surely has a multiple in it: start just there
    skip = max(0, (high - low).bit_length() - denominator.bit_length() - 1) * 30103 // 100000
    step = denominator * int(10**skip)
    power += skip
    best: tuple[int, int] | None = None
    while True:
        down = value // step
        below, above = down * step, (down + 1) * step
        down_fits = below > low or (even and below == low)
        up_fits = above < high or (even and above == high)
        if not (down_fits or up_fits) and best is not None:
            break
        if down_fits and up_fits:
            best = (down if value - below <= above - value else down + 1), power
        elif down_fits or up_fits:
            best = (down if down_fits else down + 1), power
        step *= 10
        power += 1
    digits, power = best
    while digits % 10 == 0 and digits:
        digits //= 10
        power += 1
    return digits, power
