"""Addresses of resources, taken apart."""

from __future__ import annotations

import re

_STEP = re.compile(r'[^.\[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?')
_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


def steps(address: str) -> tuple[str, ...]:
    """The parts of an address: ``module.a["x"].aws_vpc.b[0]`` is ``module.a["x"]``, ``aws_vpc.b``, ``[0]``."""
    names = _STEP.findall(address)
    found = []
    while len(names) > 2 and names[0] == "module":
        found.append(f"module.{names[1]}")
        names = names[2:]
    resource = ".".join(names)
    key = _KEY.search(resource)
    if key and resource.endswith(key[0]):
        return (*found, resource.removesuffix(key[0]), key[0])
    return (*found, resource)


def joined(parts: tuple[str, ...]) -> str:
    """The address that :func:`steps` took apart."""
    return "".join(part if index == 0 or part.startswith("[") else f".{part}" for index, part in enumerate(parts))


def modules(address: str) -> str:
    """The modules at the head of an address; empty where there are none."""
    return ".".join(part for part in steps(address) if part.startswith("module."))


def without_keys(address: str) -> str:
    """An address as it is in the configuration: without instance keys."""
    return _KEY.sub("", address)
