"""The findings of a review as SARIF 2.1.0, for code scanning.

New findings have ``baselineState`` ``new``, those that are still there ``unchanged``, fixed ones ``absent``. Accepted
ones are suppressed with their reason; one whose acceptance has expired is not. The fingerprint is the review's own: it
stays when a file is moved or its lines shift.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ..model import FindingChange, Review
from .values import visible
from .words import by_state

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The format's own name for itself, which readers of SARIF expect."""
_BASELINE = {"new": "new", "expired": "unchanged", "remaining": "unchanged", "accepted": "unchanged", "fixed": "absent"}
_GRADES: Mapping[str, tuple[str, str]] = {
    "critical": ("error", "9.5"),
    "high": ("error", "8.0"),
    "medium": ("warning", "5.5"),
    "low": ("note", "3.0"),
    "info": ("note", "1.0"),
}
"""Severity -> (level, ``security-severity``), the score within the band that GitHub shows under the same name."""
_OTHERWISE = "medium"


def text(review: Review) -> str:
    """The document as text: pure ASCII."""
    return json.dumps(document(review), indent=2) + "\n"


def document(review: Review) -> dict[str, Any]:
    """The SARIF log with one run."""
    findings = sorted(review.findings, key=by_state)
    rules = {finding.rule: finding for finding in reversed(findings)}
    index = {rule: number for number, rule in enumerate(sorted(rules))}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "groundplan", "rules": [_rule(rules[rule]) for rule in sorted(rules)]}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
                "automationDetails": {"id": "groundplan/review/"},
                "results": [_result(finding, index[finding.rule]) for finding in findings],
            }
        ],
    }


def _grade(finding: FindingChange) -> tuple[str, str]:
    return _GRADES.get((finding.severity or _OTHERWISE).lower(), _GRADES[_OTHERWISE])


def _rule(finding: FindingChange) -> dict[str, Any]:
    level, score = _grade(finding)
    title = visible(finding.name) or finding.rule
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": f"{title} {finding.guideline or ''}".strip()},
        "defaultConfiguration": {"level": level},
        "properties": {"security-severity": score, "tags": ["security"]},
    }
    if finding.guideline and re.match(r"https://[^\s\"<>\\]+$", finding.guideline):
        rule["helpUri"] = finding.guideline
    return rule


def _result(finding: FindingChange, index: int) -> dict[str, Any]:
    where = f"{visible(finding.unit)}: {visible(finding.address)}"
    message = f"{visible(finding.message or finding.name)} ({where})"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _grade(finding)[0],
        "message": {"text": message},
        "baselineState": _BASELINE[finding.state],
        "partialFingerprints": {"groundplan/v1": finding.fingerprint},
        "locations": [_location(finding, where)],
        "suppressions": _suppressions(finding),
    }
    if finding.attribute:
        result["properties"] = {"attribute": finding.attribute}
    return result


def _location(finding: FindingChange, where: str) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}]}
    if finding.path and not finding.path.startswith("/") and ".." not in finding.path.split("/"):
        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(finding.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
        }
        if finding.line and finding.line > 0:
            physical["region"] = {"startLine": finding.line}
        location["physicalLocation"] = physical
    return location


def _suppressions(finding: FindingChange) -> Sequence[dict[str, Any]]:
    """Empty says that somebody looked, and nothing is suppressed."""
    if finding.state != "accepted":
        return []
    return [{"kind": "external", "status": "accepted", "justification": visible(finding.reason) or "accepted"}]
