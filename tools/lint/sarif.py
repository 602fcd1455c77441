"""Findings as SARIF 2.1.0, for code scanning.

What was fixed is not in it. The fingerprint is made of the rule, the file and the text of the line, so that a finding
stays the same one when lines above it come and go.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .model import Finding, Outcome
from .rule import Rule
from .rules import BY_ID
from .running import summary

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The format's own name for itself, which readers of SARIF expect."""


def text(outcomes: Sequence[Outcome], root: Path) -> str:
    """The document as text: pure ASCII."""
    return json.dumps(document(outcomes, root), indent=2) + "\n"


def document(outcomes: Sequence[Outcome], root: Path) -> dict[str, Any]:
    """The SARIF log with one run; its rules are those that ran, and the checks of other programs."""
    results = [
        (found.rule or outcome.check, found) for outcome in outcomes for found in outcome.findings if not found.fixed
    ]
    names = sorted({name for outcome in outcomes for name in _names(outcome)} | {name for name, _ in results})
    index = {name: number for number, name in enumerate(names)}
    seen: Counter[str] = Counter()
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "groundplan-lint", "rules": [_rule(name) for name in names]}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "automationDetails": {"id": "groundplan/lint/"},
                "invocations": [{"executionSuccessful": all(outcome.status != "broken" for outcome in outcomes)}],
                "results": [_result(name, index[name], found, root, seen) for name, found in results],
            }
        ],
    }


def _names(outcome: Outcome) -> list[str]:
    rules = [rule.id for rule in BY_ID.values() if outcome.check in (rule.check, rule.id)]
    return rules or [outcome.check]


def _rule(name: str) -> dict[str, Any]:
    rule: Rule | None = BY_ID.get(name)
    title = rule.title if rule else summary(name)
    return {
        "id": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": rule.why if rule else title},
        "help": {"text": rule.fix if rule else f"Found by the check {name}: ./inv lint {name}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [rule.check if rule else name]},
    }


def _result(name: str, index: int, found: Finding, root: Path, seen: Counter[str]) -> dict[str, Any]:
    message = f"{found.message} ({found.hint})" if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": index,
        "level": "error",
        "message": {"text": message},
        "partialFingerprints": {"groundplan/v1": _fingerprint(name, found, root, seen)},
    }
    if found.path and not found.path.startswith(("/", "..")):
        location = {
            "artifactLocation": {"uri": quote(os.fsencode(found.path)), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": max(found.line, 1)},
        }
        result["locations"] = [{"physicalLocation": location}]
    return result


def _fingerprint(name: str, found: Finding, root: Path, seen: Counter[str]) -> str:
    """The same words in the same file are told apart by their order."""
    try:
        line = (root / found.path).read_text(encoding="utf-8", errors="replace").split("\n")[found.line - 1].strip()
    except (OSError, IndexError):
        line = ""
    key = "\0".join((name, found.path, line or found.message))
    seen[key] += 1
    return hashlib.sha256(os.fsencode(f"{key}\0{seen[key]}")).hexdigest()[:32]
