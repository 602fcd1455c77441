"""Files that units rest on without reading them: the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_Applies = Callable[[re.Match[str], str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """Changed files whose path in the project matches ``pattern`` touch the units to which it ``applies``."""

    kind: str
    pattern: re.Pattern[str]
    step: str
    """What the chain says between the file and the unit."""
    applies: _Applies
    """Given the match and the path of a unit's folder in the project."""


def _everywhere(_: re.Match[str], __: str) -> bool:
    return True


def _of_platform(match: re.Match[str], folder: str) -> bool:
    return match["platform"] in folder.split("/")[:-1]


def _below(match: re.Match[str], folder: str) -> bool:
    return f"{folder}/".startswith(match["folder"] or "")


RULES = (
    Rule("policy", re.compile(r"accepted\.yaml|\.checkov\.yaml|review\.toml"), "policy of every unit", _everywhere),
    Rule("prices", re.compile(r"prices/.+|usage\.yaml"), "prices of every unit", _everywhere),
    Rule("model", re.compile(r"models/(?P<platform>[^/]+)\.arc"), "model of the platform", _of_platform),
    Rule(
        "providers", re.compile(r"(?P<folder>(?:.+/)?)\.terraform\.lock\.hcl"), "providers of the units below", _below
    ),
)
