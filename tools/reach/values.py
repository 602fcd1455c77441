"""Reading a resource's values, where a missing key means: not known yet.

``terraform show -json`` leaves out what is not known in an object and puts null into a list; null in an object
means that the attribute is not set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class Unknown:
    """A value that is not known."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Texts:
    """The strings that were found at a path."""

    values: tuple[str, ...]
    complete: bool
    """False where something there is not known."""


def texts(values: Mapping[str, Any], *paths: str) -> Texts:
    """The strings at some paths such as ``network_configuration.subnets``; lists and sets on the way are flattened."""
    found: list[str] = []
    complete = True
    for path in paths:
        for leaf in _leaves(values, path.split(".")):
            if isinstance(leaf, Unknown):
                complete = False
            elif leaf != "":
                found.append(str(leaf))
    return Texts(tuple(dict.fromkeys(found)), complete)


def alternatives(values: Mapping[str, Any], *paths: str) -> Texts:
    """The strings at paths of which one is used.

    What is not used may be computed, so not known: that says something only where none of them has a string.
    """
    found = [texts(values, path) for path in paths]
    used = [one for one in found if one.values]
    strings = dict.fromkeys(string for one in used for string in one.values)
    return Texts(tuple(strings), all(one.complete for one in used or found))


def text(values: Mapping[str, Any], path: str) -> str | None:
    """The first string at a path; None where there is none or it is not known."""
    return next(iter(texts(values, path).values), None)


def flag(values: Mapping[str, Any], path: str) -> bool | None:
    """The first truth value at a path; None where it is not set or not known."""
    for leaf in _leaves(values, path.split(".")):
        if not isinstance(leaf, Unknown):
            return str(leaf).lower() in ("true", "enabled")
    return None


def blocks(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The blocks of a name; none where they are not known."""
    found = values.get(name)
    if isinstance(found, Mapping):
        return [found]
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _leaves(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from [UNKNOWN] if item is None else _leaves(item, path)
    elif isinstance(value, Unknown):
        yield value
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Mapping):
        inner = value.get(path[0], UNKNOWN)
        if inner is not None:
            yield from _leaves(inner, path[1:])
