"""Logarithms and powers to the last bit as Go computes them, because the last bit decides ``ceil(log(1000, 10))``."""

from __future__ import annotations

import math

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_L1, _L2, _L3, _L4, _L5, _L6, _L7 = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip


def log(x: float) -> float:
    """The natural logarithm (FreeBSD's algorithm); :class:`ValueError` where there is none."""
    if x <= 0:
        raise ValueError("no logarithm")
    fraction, exponent = math.frexp(x)
    if fraction < math.sqrt(0.5):
        fraction *= 2
        exponent -= 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_L1 + s4 * (_L3 + s4 * (_L5 + s4 * _L7)))
    even = s4 * (_L2 + s4 * (_L4 + s4 * _L6))
    half = 0.5 * f * f
    return exponent * _LN2_HIGH - ((half - (s * (half + (odd + even)) + exponent * _LN2_LOW)) - f)


def pow(x: float, y: float) -> float:
    """``x`` to the power of ``y``; :class:`ValueError` or :class:`OverflowError` where that is not finite."""
    if y in {0, 1} or x in {0, 1} or abs(y) >= 2**63:
        return math.pow(x, y)
    if abs(y) == 0.5:
        root = math.sqrt(x)
        return root if y > 0 else 1 / root
    fraction, whole = math.modf(abs(y))
    if fraction and x < 0:
        raise ValueError("not a real number")
    count = int(whole)
    result, scale = 1.0, 0
    if fraction:
        if fraction > 0.5:
            fraction -= 1
            count += 1
        result = math.exp(fraction * log(x))
    factor, factor_scale = math.frexp(x)
    while count:
        if abs(factor_scale) > 1 << 12:  # far out of range: the rest does not matter
            scale += factor_scale
            break
        if count & 1:
            result *= factor
            scale += factor_scale
        factor *= factor
        factor_scale *= 2
        if factor < 0.5:
            factor *= 2
            factor_scale -= 1
        count >>= 1
    if y < 0:
        result, scale = 1 / result, -scale
    return math.ldexp(result, scale)
