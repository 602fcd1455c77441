"""Protocols and ports as one set of integers: the protocol's number times 65,536, plus the port.

So ``-1`` is everything, and whether 443 is within 0-65535 is a question of sets. For ICMP the lower half is the
type times 256, plus the code. Protocols without ports take their whole block.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .intervals import Intervals, covers, intersect, normal

_BLOCK = 1 << 16
_NUMBERS = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58}
_NAMES = {number: name for name, number in _NUMBERS.items()}
_ICMP = (1, 58)
_WITH_PORTS = (6, 17)

ALL: Intervals = ((0, 256 * _BLOCK),)
TCP: Intervals = ((6 * _BLOCK, 7 * _BLOCK),)
UDP: Intervals = ((17 * _BLOCK, 18 * _BLOCK),)
ICMP: Intervals = ((_BLOCK, 2 * _BLOCK), (58 * _BLOCK, 59 * _BLOCK))
PROTOCOLS: tuple[Intervals, ...] = tuple(((number * _BLOCK, (number + 1) * _BLOCK),) for number in range(256))
EPHEMERAL: Intervals = normal((number * _BLOCK + 1024, (number + 1) * _BLOCK) for number in _WITH_PORTS)
"""The ports that clients take for themselves, in TCP and UDP."""


def traffic(protocol: Any, first: Any = None, last: Any = None) -> Intervals:
    """A rule's protocol and ports (ICMP: type and code). What is not known or not understood counts as all of it."""
    text = str(protocol).lower()
    number = _NUMBERS.get(text, int(text) if text.isdigit() else None)
    if number is None or number > 255:
        return ALL
    start = number * _BLOCK
    if number in _ICMP:
        return _icmp(start, first, last)
    if number not in _WITH_PORTS or not isinstance(first, int) or not isinstance(last, int) or first < 0:
        return ((start, start + _BLOCK),)
    return normal([(start + first, start + min(last, _BLOCK - 1) + 1)])


def tcp(*ports: int) -> Intervals:
    """TCP to these ports."""
    return normal((6 * _BLOCK + port, 6 * _BLOCK + port + 1) for port in ports)


def udp(*ports: int) -> Intervals:
    """UDP to these ports."""
    return normal((17 * _BLOCK + port, 17 * _BLOCK + port + 1) for port in ports)


@lru_cache(maxsize=4096)
def words(values: Intervals) -> tuple[tuple[str, str], ...]:
    """The set as pairs of protocol and ports: ``("tcp", "80, 443")``, ``("all", "all")``, ``("icmp", "type 8")``."""
    if covers(values, ALL):
        return (("all", "all"),)
    whole, part, rest = [], [], []
    for number, block in enumerate(PROTOCOLS):
        found = intersect(values, block)
        if found == block:
            whole.append(number)
        else:
            rest.append(number)
            if found:
                part.append((_name(number), _ports(number, found)))
    if len(whole) > 128:
        return ((f"all but {', '.join(_name(number) for number in rest)}", "all"), *part)
    return (*((_name(number), "all") for number in whole), *part)


def _icmp(start: int, kind: Any, code: Any) -> Intervals:
    if not isinstance(kind, int) or not 0 <= kind < 256:
        return ((start, start + _BLOCK),)
    start += kind * 256
    if not isinstance(code, int) or not 0 <= code < 256:
        return ((start, start + 256),)
    return ((start + code, start + code + 1),)


def _name(number: int) -> str:
    return _NAMES.get(number, f"protocol {number}")


def _ports(number: int, values: Intervals) -> str:
    start = number * _BLOCK
    if number in _ICMP:
        kinds = sorted({(value - start) // 256 for first, end in values for value in (first, end - 1)})
        return "types " + "-".join(map(str, kinds)) if len(kinds) > 1 else f"type {kinds[0]}"
    return ", ".join(
        str(first - start) if end == first + 1 else f"{first - start}-{end - 1 - start}" for first, end in values
    )
