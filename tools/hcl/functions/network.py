"""IP network functions: the arithmetic of the library that Terraform uses, odd corners included."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from ..function import FunctionError
from ..numbers import Number
from ..types import STRING
from ..values import ListValue
from .builtin import INT, NUM, STR, Registry

FUNCTIONS = Registry()

_IPV4 = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,7}){3}")
_UINT64 = 2**64 - 1


@dataclass(frozen=True, slots=True)
class _Network:
    """An address as a number, with the length of its prefix and of the whole."""

    address: int
    prefix: int
    bits: int

    @property
    def last(self) -> int:
        return self.address | ((1 << (self.bits - self.prefix)) - 1)

    def __str__(self) -> str:
        return f"{_address(self.address, self.bits)}/{self.prefix}"


def _parse(text: str, argument: int = 0) -> _Network:
    address, slash, length = text.partition("/")
    error = FunctionError(
        f"invalid CIDR expression: invalid CIDR address: {text}; expected such as 10.0.0.0/16", argument
    )
    if not slash or not (length.isascii() and length.isdigit()):
        raise error
    if _IPV4.fullmatch(address):
        # leading zeros do not make a number octal here
        address = ".".join(str(int(octet)) for octet in address.split("."))
    try:
        network = ipaddress.ip_network(f"{address}/{int(length)}", strict=False)
    except ValueError:
        raise error from None
    return _Network(int(network.network_address), network.prefixlen, network.max_prefixlen)


def _address(value: int, bits: int) -> str:
    if bits == 32:
        return str(ipaddress.IPv4Address(value))
    address = ipaddress.IPv6Address(value)
    return str(address.ipv4_mapped or address)


def _whole(value: Number, argument: int) -> int:
    if not isinstance(value, int):
        raise FunctionError("value must be a whole number", argument)
    return value


def _insert(network: _Network, number: int, prefix: int) -> int:
    """The address with ``number`` in the bits that end at ``prefix``."""
    address = abs(network.address | (number << (network.bits - prefix)))
    if address >> network.bits:
        raise FunctionError("the address is too long")
    return address


@FUNCTIONS.add("cidrhost", STR, NUM)
def _cidrhost(prefix: str, hostnum: Number) -> str:
    number = _whole(hostnum, 1)
    network = _parse(prefix)
    highest = (1 << (network.bits - network.prefix)) - 1
    asked = abs(number) & _UINT64
    asked = asked - 2**64 if asked >> 63 else asked
    if number < 0:
        asked = -number - 1
        number = highest - asked
    if asked > highest:
        raise FunctionError(f"prefix of {network.prefix} does not accommodate a host numbered {number}", 1)
    return _address(_insert(network, number, network.bits), network.bits)


@FUNCTIONS.add("cidrnetmask", STR)
def _cidrnetmask(prefix: str) -> str:
    network = _parse(prefix)
    if network.bits != 32:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}", 0)
    return _address(2**32 - (1 << (32 - network.prefix)), 32)


@FUNCTIONS.add("cidrsubnet", STR, INT, NUM)
def _cidrsubnet(prefix: str, newbits: int, netnum: Number) -> str:
    number = _whole(netnum, 2)
    network = _parse(prefix)
    length = network.prefix + newbits
    if length > network.bits:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefix} by {newbits}", 1)
    if length < 0:
        raise FunctionError(f"cannot shorten a prefix of {network.prefix} by {-newbits}", 1)
    highest = 2**newbits - 1 if 0 <= newbits < 64 else _UINT64
    if abs(number) & _UINT64 > highest:
        raise FunctionError(f"prefix extension of {newbits} does not accommodate a subnet numbered {number}", 2)
    return str(_Network(_insert(network, number, length), length, network.bits))


@FUNCTIONS.add("cidrsubnets", STR, rest=INT)
def _cidrsubnets(prefix: str, *newbits: int) -> ListValue:
    network = _parse(prefix)
    results: list[str] = []
    current: _Network | None = None
    for argument, extra in enumerate(newbits, 1):
        if extra < 1:
            raise FunctionError("must extend prefix by at least one bit", argument)
        if extra > 32:
            raise FunctionError("may not extend prefix by more than 32 bits", argument)
        length = network.prefix + extra
        if length > network.bits:
            protocol = "IPv4" if network.bits == 32 else "IPv6"
            raise FunctionError(
                f"would extend prefix to {length} bits, which is too long for an {protocol} address", argument
            )
        if current is None:
            current = _Network(_mask(network.address - 1, length, network.bits), length, network.bits)
        following = _next(current, length)
        if following is None or not network.address <= following.address <= network.last:
            raise FunctionError(
                f"not enough remaining address space for a subnet with a prefix of {length} bits after {current}",
                argument,
            )
        current = following
        results.append(str(current))
    return ListValue(results, STRING)


def _mask(address: int, prefix: int, bits: int) -> int:
    host = bits - prefix
    return (address % (1 << bits)) >> host << host


def _next(network: _Network, prefix: int) -> _Network | None:
    """The first network of that length after this one; None past the last address."""
    holding = _Network(_mask(network.last, prefix, network.bits), prefix, network.bits)
    start = (holding.last + 1) % (1 << network.bits)
    return _Network(_mask(start, prefix, network.bits), prefix, network.bits) if start else None
