"""Judging requirements: what holds, what does not and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jmespath

from ..lint.model import open_project
from ..lint.rules import BY_ID
from ..lint.running import apply_rules
from ..lint.view import View
from .document import within
from .requirements import COMPARISONS, Check, Requirement, Requirements


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a requirement."""

    requirement: Requirement
    faults: tuple[str, ...]
    """What its checks found wrong, in words."""

    @property
    def status(self) -> str:
        """``met``, ``partly`` (what is there is right, the rest comes later), ``later`` or ``broken``."""
        if self.faults:
            return "broken"
        if not self.requirement.later:
            return "met"
        return "partly" if self.requirement.checks else "later"


def judge(requirements: Requirements, document: Mapping[str, Any], repository: Path) -> list[Verdict]:
    """Try every check of every requirement on a plan (see document.py) and on the files of a repository."""
    return [
        Verdict(
            row,
            tuple(
                f"{check}: {fault}"
                for check in row.checks
                if (fault := _fault(check, row, requirements.units, document, repository))
            ),
        )
        for row in requirements.rows
    ]


def _fault(check: Check, row: Requirement, units: str, document: Mapping[str, Any], repository: Path) -> str | None:
    match check.kind:
        case "plan":
            return _plan_fault(check, units, document)
        case "file":
            return _file_fault(check, repository)
        case "test":
            return _test_fault(check.subject, repository)
        case "rule":
            return _rule_fault(check.subject, repository)
        case _:
            return _decision_fault(row.id, check.subject, repository)


def _decision_fault(id: str, place: str, repository: Path) -> str | None:
    """Whether the table of decisions has no line for the requirement that names the folder."""
    path = repository / "docs" / "decisions.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = any(line.startswith(f"| {id} | [{place}](") for line in lines)
    return None if found else f"docs/decisions.md has no line for {place}"


def _plan_fault(check: Check, units: str, document: Mapping[str, Any]) -> str | None:
    folder = check.options.get("at", units)
    subject: Any = within(document, folder)
    if not subject["units"]:
        return f"there is no unit below {folder}"
    if unit := check.options.get("unit"):
        path = f"{folder}/{unit}" if folder else unit
        subject = document["units"].get(path)
        if subject is None:
            return f"there is no unit {path}"
    found = jmespath.search(check.subject, subject)
    [(comparison, expected)] = [(key, value) for key, value in check.options.items() if key in COMPARISONS] or [
        ("true", True)
    ]
    return None if _holds(comparison, expected, found) else f"found {_short(found)}"


def _holds(comparison: str, expected: Any, found: Any) -> bool:
    items = found if isinstance(found, list) else []
    match comparison:
        case "equals":
            return bool(found == expected or _sorted(found) == _sorted(expected))
        case "contains":
            return all(each in items for each in expected)
        case "each":
            return bool(items) and all(each == expected for each in items)
        case "matches":
            texts = items if isinstance(found, list) else [found]
            return bool(texts) and all(isinstance(each, str) and re.search(expected, each) for each in texts)
        case "count":
            return isinstance(found, list) and len(items) == int(expected)
        case "at_least":
            return len(items) >= int(expected)
        case "empty":
            return (not found) is bool(expected)
        case _:
            return found is True


def _sorted(value: Any) -> Any:
    """Lists compare whatever their order: a plan's lists are often sets."""
    return sorted(value, key=repr) if isinstance(value, list) else value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 300 else text[:300] + "…"


def _file_fault(check: Check, repository: Path) -> str | None:
    found = [path for path in sorted(repository.glob(check.subject)) if ".terragrunt-cache" not in path.parts]
    if check.options.get("absent"):
        return f"there is {found[0].relative_to(repository)}" if found else None
    if not found:
        return "there is no such file"
    for key, wanted in (("matches", True), ("lacks", False)):
        pattern = check.options.get(key)
        for path in found:
            if pattern and path.is_file() and bool(re.search(pattern, _text(path), re.MULTILINE)) != wanted:
                return f"{path.relative_to(repository)} {'does not hold' if wanted else 'holds'} it"
    return None


def _test_fault(subject: str, repository: Path) -> str | None:
    path, _, name = subject.partition("::")
    text = _text(repository / path) if (repository / path).is_file() else ""
    return None if re.search(rf"^\s*def {re.escape(name)}\(", text, re.MULTILINE) else "there is no such test"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _rule_fault(id: str, repository: Path) -> str | None:
    """What a rule of ``./inv lint`` finds."""
    if id not in BY_ID:
        return "there is no such rule"
    found = apply_rules([BY_ID[id]], _view(repository))
    return f"it finds {found[0].path}:{found[0].line}, of {len(found)}" if found else None


@cache
def _view(repository: Path) -> View:
    """The files of the repository, read once for all rules."""
    return View(open_project(repository))
