"""CIDR blocks as one set of integers: IPv4 addresses as they are, IPv6 addresses above them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from .intervals import Intervals, covers, intersect, normal, size, subtract

_V6 = 1 << 32
_MANY = 4

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

IPV4: Intervals = ((0, _V6),)
IPV6: Intervals = ((_V6, _V6 + (1 << 128)),)
EVERYWHERE: Intervals = normal((*IPV4, *IPV6))


@lru_cache(maxsize=4096)
def addresses(cidr: str) -> Intervals:
    """A CIDR block or a single address.

    Raises:
        ValueError: it is neither.
    """
    network = ipaddress.ip_network(cidr, strict=False)
    first = int(network.network_address) + (_V6 if network.version == 6 else 0)
    return ((first, first + network.num_addresses),)


def of(cidrs: Iterable[str]) -> Intervals:
    """Several CIDR blocks."""
    return normal(pair for cidr in cidrs for pair in addresses(cidr))


PRIVATE = of(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"])
"""RFC 1918, the addresses of carriers (RFC 6598), and IPv6's local ones (RFC 4193)."""
_SPECIAL = of(["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"])
INTERNET4 = subtract(IPV4, normal((*PRIVATE, *_SPECIAL)))
INTERNET6 = of(["2000::/3"])
INTERNET = normal((*INTERNET4, *INTERNET6))
"""What is neither private nor reserved. The blocks for documentation count, as examples use them for offices."""


def is_internet(values: Intervals) -> bool:
    """Whether these are all public addresses of a family, which is what people call the internet."""
    return covers(values, INTERNET4) or covers(values, INTERNET6)


def is_wide_public(values: Intervals) -> bool:
    """Whether so much of the internet is among these that it is no named peer: a /8 (IPv6: a /16) or more."""
    public = intersect(values, INTERNET)
    return size(intersect(public, IPV4)) >= 1 << 24 or size(intersect(public, IPV6)) >= 1 << 112


def is_wide_private(values: Intervals) -> bool:
    """Whether these are half as many private addresses as the usual VPC has (a /16; IPv6: a /56), or more."""
    private = subtract(values, INTERNET)
    return size(intersect(private, IPV4)) >= 1 << 15 or size(intersect(private, IPV6)) >= 1 << 71


def cidrs(values: Intervals) -> list[str]:
    """The set as CIDR blocks, as few as possible."""
    found: list[str] = []
    for first, end in intersect(values, IPV4):
        blocks = ipaddress.summarize_address_range(ipaddress.IPv4Address(first), ipaddress.IPv4Address(end - 1))
        found += map(str, blocks)
    for first, end in intersect(values, IPV6):
        start, last = ipaddress.IPv6Address(first - _V6), ipaddress.IPv6Address(end - 1 - _V6)
        found += map(str, ipaddress.summarize_address_range(start, last))
    return found


def words(values: Intervals) -> str:
    """The set for people: ``the internet``, ``10.0.0.0/16``, ``10.0.0.0/8 except 10.0.0.0/16``."""
    found: list[str] = []
    rest = values
    for family, public, name in ((IPV4, INTERNET4, "the internet"), (IPV6, INTERNET6, "the internet (IPv6)")):
        if covers(values, public):
            rest = subtract(rest, family)
            if not found:
                found.append(name)
    if rest:
        found.append(_some(rest))
    return ", ".join(found)


def _some(values: Intervals) -> str:
    """A set that is not the internet: its blocks, or the blocks around them and what is missing there."""
    if len(cidrs(values)) <= _MANY:
        return ", ".join(cidrs(values))
    missing = cidrs(subtract(INTERNET4, values))
    if len(missing) <= _MANY:
        return f"the internet except {', '.join(missing)}"
    places = [((first, end),) for first, end in PRIVATE]
    rest = subtract(values, PRIVATE)
    parts = [intersect(values, place) for place in places] + [intersect(rest, IPV4), intersect(rest, IPV6)]
    return ", ".join(_part(part) for part in parts if part)


def _part(values: Intervals) -> str:
    blocks = cidrs(values)
    if len(blocks) <= _MANY:
        return ", ".join(blocks)
    around = _around(values)
    missing = cidrs(subtract(addresses(around), values))
    return f"{around} except {', '.join(missing)}" if len(missing) <= _MANY else f"{len(blocks)} ranges in {around}"


def _around(values: Intervals) -> str:
    """The smallest block around a set of one family."""
    offset = _V6 if values[0][0] >= _V6 else 0
    first, last = values[0][0] - offset, values[-1][1] - 1 - offset
    network: Network = ipaddress.IPv6Network(first) if offset else ipaddress.IPv4Network(first)
    while int(network.broadcast_address) < last:
        network = network.supernet()
    return str(network)
