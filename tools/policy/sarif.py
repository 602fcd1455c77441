"""Findings as SARIF 2.1.0, for code scanning: what is explained is suppressed, with its reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .model import Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GRADES = {
    "critical": ("error", "9.5"),
    "high": ("error", "8.0"),
    "medium": ("warning", "5.5"),
    "low": ("note", "3.0"),
}
"""Severity -> (level, ``security-severity``), the score within the band that GitHub shows under the same name."""
_OTHERWISE = ("warning", "5.5")


def text(findings: Sequence[Finding], category: str = "") -> str:
    """The document as text: pure ASCII."""
    return json.dumps(document(findings, category), indent=2) + "\n"


def document(findings: Sequence[Finding], category: str = "") -> dict[str, Any]:
    """The SARIF log with one run, called ``groundplan/security/<category>/``; warnings are no part of it."""
    shown = [finding for finding in findings if finding.state != "warning"]
    rules = {finding.rule: finding for finding in shown}
    index = {rule: number for number, rule in enumerate(sorted(rules))}
    run = "/".join(filter(None, ("groundplan", "security", category)))
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "groundplan", "rules": [_rule(rules[rule]) for rule in sorted(rules)]}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "automationDetails": {"id": f"{run}/"},
                "results": [_result(finding, index[finding.rule]) for finding in shown],
            }
        ],
    }


def _grade(finding: Finding) -> tuple[str, str]:
    return _GRADES.get((finding.severity or "").lower(), _OTHERWISE)


def _rule(finding: Finding) -> dict[str, Any]:
    level, score = _grade(finding)
    words = " ".join(filter(None, (finding.name, finding.why, finding.fix and f"Fix: {finding.fix}")))
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": finding.name},
        "fullDescription": {"text": words},
        "help": {"text": f"{words} {finding.guideline or ''}".strip()},
        "defaultConfiguration": {"level": level},
        "properties": {"security-severity": score, "tags": ["security"]},
    }
    if (finding.guideline or "").startswith("https://"):
        rule["helpUri"] = finding.guideline
    return rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    where = f"{finding.unit}: {finding.address}" if finding.unit else finding.address
    explained = finding.state in ("skipped", "accepted")
    kind = "inSource" if finding.state == "skipped" else "external"
    identity = "\n".join((finding.unit, finding.address, finding.rule, finding.message))
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}]}
    if finding.path and not finding.path.startswith("/"):
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(finding.path), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": finding.line or 1},
        }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _grade(finding)[0],
        "message": {"text": f"{finding.message} ({where})"},
        # Neither file nor line: moving a module hides and invents nothing.
        "partialFingerprints": {"groundplan/v1": hashlib.sha256(identity.encode()).hexdigest()},
        "locations": [location],
        "suppressions": [{"kind": kind, "status": "accepted", "justification": finding.reason}] if explained else [],
    }
