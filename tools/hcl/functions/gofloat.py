"""Numbers as Go's ``fmt`` writes them, for the verbs of ``format``."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..numbers import Number, _binary


@dataclass(frozen=True, slots=True)
class Flags:
    """What stands between ``%`` and the verb."""

    zero: bool = False
    sharp: bool = False
    plus: bool = False
    minus: bool = False
    space: bool = False
    width: int | None = None
    precision: int | None = None


def shortest(value: Number) -> str:
    """``%v``: the fewest digits that stand for the number; with an exponent from a million up, and below 0.0001."""
    return _general(value, None, "e")


def format_float(verb: str, value: Number, flags: Flags) -> str:
    """``%e %E %f %g %G``."""
    size = _size(value)
    if verb in "gG":
        body = _general(size, flags.precision, "e" if verb == "g" else "E")
    else:
        precision = 6 if flags.precision is None else flags.precision
        body = _fixed(size, precision) if verb == "f" else _scientific(size, precision, verb)
    sign = _sign(value, flags)
    padding = max(0, (flags.width or 0) - len(sign) - len(body))
    if flags.zero:
        return sign + "0" * padding + body
    return sign + body + " " * padding if flags.minus else " " * padding + sign + body


def format_integer(verb: str, value: int, flags: Flags) -> str:
    """``%d %b %o %x %X``."""
    digits = format(abs(value), verb)
    prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb, "") if flags.sharp else ""
    sign = _sign(value, flags)
    zeros = 0
    if flags.precision is not None:
        if flags.precision == 0 and value == 0:
            return ""
        zeros = max(0, flags.precision - len(digits))
    padding = max(0, (flags.width or 0) - len(sign) - len(prefix) - zeros - len(digits))
    left = right = 0
    if flags.minus:
        right = padding
    elif flags.zero and flags.precision is None:
        zeros += padding
    else:
        left = padding
    return " " * left + sign + prefix + "0" * zeros + digits + " " * right


def _size(value: Number) -> Number:
    """The number without its sign. (Python's ``abs`` would round a long decimal.)"""
    return abs(value) if isinstance(value, int) else value.copy_abs()


def _sign(value: Number, flags: Flags) -> str:
    if value < 0:
        return "-"
    return "+" if flags.plus else " " if flags.space else ""


def _digits(value: Number) -> tuple[str, int]:
    """The significant digits and the exponent: ``0.digits * 10 ** exponent``, as the shortest decimal has them."""
    if isinstance(value, int):
        text = str(value)
        return text.rstrip("0"), len(text) if value else 0
    _, figures, exponent = value.as_tuple()
    text = "".join(map(str, figures))
    return text.rstrip("0"), len(text) + int(exponent)


def _rounded(value: Number, places: int) -> int:
    """The number times ``10 ** places`` as an integer: what is rounded is the binary number, ties go to even."""
    mantissa, exponent = _binary(value)
    return round(mantissa * Fraction(2) ** exponent * Fraction(10) ** places)


def _fixed(value: Number, precision: int) -> str:
    text = str(_rounded(value, precision)).rjust(precision + 1, "0")
    return f"{text[: len(text) - precision]}.{text[len(text) - precision :]}" if precision else text


def _round_to(value: Number, count: int) -> tuple[str, int]:
    """``count`` significant digits, without zeros at the end, and the exponent as in :func:`_digits`."""
    if value == 0:
        return "", 0
    _, exponent = _digits(value)
    text = str(_rounded(value, count - exponent)) if count > 0 else ""
    return text.rstrip("0"), exponent + max(0, len(text) - count)


def _scientific(value: Number, precision: int, letter: str) -> str:
    digits, exponent = _round_to(value, precision + 1)
    return _with_exponent(digits, exponent - 1 if digits else 0, precision, letter)


def _with_exponent(digits: str, exponent: int, precision: int, letter: str) -> str:
    digits = digits or "0"
    tail = digits[1 : precision + 1].ljust(precision, "0")
    mantissa = f"{digits[0]}.{tail}" if precision else digits[0]
    return f"{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(value: Number, precision: int | None, letter: str) -> str:
    if value < 0:
        return "-" + _general(_size(value), precision, letter)
    if precision is None:
        digits, exponent = _digits(value)
        limit = 6
        count = len(digits)
    else:
        count = precision or 1
        digits, exponent = _round_to(value, count)
        limit = len(digits) if count > len(digits) >= exponent else count
        count = min(count, len(digits))
    if value and (exponent - 1 < -4 or exponent - 1 >= limit):
        return _with_exponent(digits, exponent - 1, max(count, 1) - 1, letter)
    if not digits:
        return "0"
    if exponent <= 0:
        return "0." + "0" * -exponent + digits
    whole = digits[:exponent].ljust(exponent, "0")
    return f"{whole}.{digits[exponent:]}" if len(digits) > exponent else whole
