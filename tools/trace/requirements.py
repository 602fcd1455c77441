"""The requirement file of a platform: what is asked for, and how each row is checked.

    platform: sarcng
    units: accounts/dev/us-east-1     # what checks look at, unless they say `at`: a folder of the tree
    requirements:
      - id: SNG-080
        says: Dev's VPC has the range 10.0.0.0/16.
        checks:
          - {unit: network, plan: "aws_vpc[].values.cidr_block", equals: ["10.0.0.0/16"]}
      - id: SNG-086
        says: Prod's VPC has the range 10.0.0.0/16.
        checks:
          - {at: accounts/prod/us-east-1, unit: network, plan: "aws_vpc[].values.cidr_block", equals: ["10.0.0.0/16"]}

A row has checks, or says in ``later`` what is missing, or both where a part of it is there. Kinds of checks:

``plan``      a JMESPath expression over the unit's part of the plan (see document.py), or over all of the folder's
              units without ``unit``; ``at`` names another folder than the file does, such as an account. Compared
              by one of ``equals`` (lists in any order), ``contains`` (all of these, among others), ``each`` (every
              element is this), ``matches`` (every element is a text with this pattern in it), ``count``, ``at_least``
              (so many elements) or ``empty``; alone, the answer has to be true.
``file``      a glob below the repository that finds something; ``matches``: a pattern that each of the files holds,
              ``lacks``: one that none holds. ``absent: true``: it finds nothing.
``test``      the test that proves it, as ``path::name``.
``rule``      a rule of ``./inv lint`` that finds nothing in the repository, as ``GP008``.
``decision``  the folder that carries out a decision: docs/decisions.md has a line for it and the requirement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jmespath
import yaml

from ..errors import GroundplanError

COMPARISONS = ("equals", "contains", "each", "matches", "count", "at_least", "empty")
_KEYS = {
    "plan": {"at", "unit", *COMPARISONS},
    "file": {"matches", "lacks", "absent"},
    "test": set[str](),
    "rule": set[str](),
    "decision": set[str](),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One way to see whether a requirement is met."""

    kind: str
    """``plan``, ``file``, ``test``, ``rule`` or ``decision``."""
    subject: str
    options: Mapping[str, Any]

    def __str__(self) -> str:
        """The check in a form to be read."""
        details = "".join(f", {key}: {value!r}" for key, value in self.options.items())
        return f"{self.kind}: {self.subject}{details}"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row: what is asked for, how it is checked, and what of it is still to come."""

    id: str
    says: str
    checks: tuple[Check, ...]
    later: str | None


@dataclass(frozen=True, slots=True)
class Requirements:
    """A platform's requirements in the order of their file."""

    platform: str
    units: str
    rows: tuple[Requirement, ...]


def load_requirements(path: Path) -> Requirements:
    """Read a requirement file.

    Raises:
        GroundplanError: a row is not as it should be; the first one is named.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise GroundplanError(f"the requirements cannot be read: {error}", where=str(path)) from error
    if not isinstance(content, dict) or set(content) != {"platform", "units", "requirements"}:
        raise GroundplanError("a requirement file has platform, units and requirements", where=str(path))
    rows = [_requirement(row, path) for row in content["requirements"]]
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise GroundplanError(f"{row.id} is there twice", where=str(path), hint="merge the two rows")
        seen.add(row.id)
    return Requirements(content["platform"], content["units"], tuple(rows))


def _requirement(row: Any, path: Path) -> Requirement:
    if not isinstance(row, dict) or not {"id", "says"} <= set(row) <= {"id", "says", "checks", "later"}:
        raise GroundplanError(f"a row has id, says, checks and later; this one is {row!r}", where=str(path))
    where = f"{path}: {row['id']}"
    checks = tuple(_check(check, where) for check in row.get("checks", []))
    later = row.get("later")
    if not checks and not later:
        raise GroundplanError("nothing checks it", where=where, hint="add a check, or say in `later` what is missing")
    return Requirement(row["id"], row["says"], checks, later)


def _check(check: Any, where: str) -> Check:
    kinds = [kind for kind in _KEYS if isinstance(check, dict) and kind in check]
    if len(kinds) != 1:
        raise GroundplanError(f"a check is one of {', '.join(_KEYS)}; this is {check!r}", where=where)
    [kind] = kinds
    options = {key: value for key, value in check.items() if key != kind}
    unknown = sorted(set(options) - _KEYS[kind])
    if unknown:
        raise GroundplanError(f"a check of kind {kind} takes no {unknown[0]}", where=where)
    if kind == "plan":
        if len(set(options) & set(COMPARISONS)) > 1:
            raise GroundplanError("a check compares in one way; make it two checks", where=where)
        _compiled(check[kind], where)
    for key in ("matches", "lacks"):
        if key in options:
            _pattern(options[key], where)
    return Check(kind, check[kind], options)


def _compiled(expression: str, where: str) -> None:
    try:
        jmespath.compile(expression)
    except jmespath.exceptions.JMESPathError as error:
        raise GroundplanError(f"{expression!r} is no JMESPath expression: {error}", where=where) from error


def _pattern(pattern: str, where: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        raise GroundplanError(f"{pattern!r} is no regular expression: {error}", where=where) from error
