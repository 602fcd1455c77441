"""Version constraints as hashicorp/go-version checks them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERSION = re.compile(
    r"v?(\d+(?:\.\d+)*)(?:-([0-9]+[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*|[A-Za-z~-][0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*))?"
    r"(?:\+([0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*))?"
)
_CONSTRAINT = re.compile(r"\s*(=|!=|>=|<=|>|<|~>|)\s*(\S+)\s*")


class VersionError(ValueError):
    """The text is no version, or no constraint."""


@dataclass(frozen=True, slots=True)
class Version:
    """``1.2.3-beta.1``: numbers, the count of those that were written, and the pre-release."""

    numbers: tuple[int, ...]
    given: int
    prerelease: str = ""

    @property
    def key(self) -> tuple[tuple[int, ...], tuple[int, tuple[tuple[int, int, str], ...]]]:
        """What versions are ordered by: a pre-release comes before its release."""
        parts = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.prerelease.split(".") if part
        )
        return self.numbers, (0 if parts else 1, parts)


def parse_version(text: str) -> Version:
    """Read a version.

    Raises:
        VersionError: it is none.
    """
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        raise VersionError(f"malformed version: {text}")
    numbers = [int(part) for part in found[1].split(".")]
    given = len(numbers)
    numbers += [0] * (3 - given)
    return Version(tuple(numbers), given, found[2] or "")


def satisfies(version: str, constraint: str) -> bool:
    """Whether a version satisfies all parts of a constraint such as ``>= 1.2, < 2.0``.

    Raises:
        VersionError: one of the two cannot be read.
    """
    have = parse_version(version)
    parts = []
    for part in constraint.split(","):
        found = _CONSTRAINT.fullmatch(part)
        if found is None:
            raise VersionError(f"malformed constraint: {part.strip() or constraint}")
        parts.append((found[1] or "=", parse_version(found[2])))
    return all(_check(have, operator, wanted) for operator, wanted in parts)


def _check(have: Version, operator: str, wanted: Version) -> bool:
    match operator:
        case "=":
            return have.key == wanted.key
        case "!=":
            return have.key != wanted.key
        case "~>":
            return _pessimistic(have, wanted)
    if not _prereleases_agree(have, wanted):
        return False
    match operator:
        case ">":
            return have.key > wanted.key
        case ">=":
            return have.key >= wanted.key
        case "<":
            return have.key < wanted.key
        case _:
            return have.key <= wanted.key


def _prereleases_agree(have: Version, wanted: Version) -> bool:
    """A pre-release is only compared with a pre-release of the same numbers."""
    if have.prerelease and wanted.prerelease:
        return have.numbers == wanted.numbers
    return not have.prerelease or bool(wanted.prerelease)


def _pessimistic(have: Version, wanted: Version) -> bool:
    if not _prereleases_agree(have, wanted) or (wanted.prerelease and not have.prerelease):
        return False
    if have.key < wanted.key or len(wanted.numbers) > len(have.numbers):
        return False
    fixed, last = wanted.given - 1, len(wanted.numbers) - 1
    return have.numbers[:fixed] == wanted.numbers[:fixed] and wanted.numbers[last] <= have.numbers[last]
