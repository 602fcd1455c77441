"""SARIF of the findings, as code scanning reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tools.review.report import samples
from tools.review.report.sarif import document, text


def run(name: str) -> Any:
    (only,) = json.loads(text(samples.ALL[name]()))["runs"]
    return only


def by_state() -> dict[str, dict[str, Any]]:
    states = {}
    for result in run("dangerous")["results"]:
        key = "accepted" if result["suppressions"] else result["baselineState"]
        states.setdefault(key, result)
    return states


def test_states() -> None:
    states = by_state()
    assert states.keys() == {"new", "unchanged", "absent", "accepted"}
    assert states["accepted"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "scratch data"}
    ]


def test_a_result_names_its_rule_place_and_fingerprint() -> None:
    review = samples.dangerous()
    for result in run("dangerous")["results"]:
        rule = run("dangerous")["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["helpUri"].startswith("https://")
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert place["artifactLocation"]["uri"].startswith("live/")
        assert place["region"] == {"startLine": 12}
        (fingerprint,) = result["partialFingerprints"].values()
        assert fingerprint in {finding.fingerprint for finding in review.findings}


@pytest.mark.parametrize(
    ("severity", "level", "score"),
    [
        ("CRITICAL", "error", 9.0),
        ("HIGH", "error", 7.0),
        ("medium", "warning", 4.0),
        ("LOW", "note", 0.1),
        (None, "warning", 4),
    ],
)
def test_severity(severity: str | None, level: str, score: float) -> None:
    one = samples.finding("new", "R", "t", "u", "a", severity=severity)
    (only,) = document(samples.review(findings=(one,)))["runs"]
    assert only["results"][0]["level"] == level
    # GitHub's bands: critical from 9.0, high from 7.0, medium from 4.0, low below.
    assert score <= float(only["tool"]["driver"]["rules"][0]["properties"]["security-severity"]) < score + 3.9


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.tf", "a/../../b", None])
def test_a_place_outside_the_repository_is_no_place(path: str | None) -> None:
    one = samples.finding("new", "R", "t", "u", "a", path=path)
    (only,) = document(samples.review(findings=(one,)))["runs"]
    assert "physicalLocation" not in only["results"][0]["locations"][0]


def test_a_path_is_a_relative_uri() -> None:
    one = samples.finding("new", "R", "t", "u", "a", path="live/a b/ü#?.tf", line=None)
    (only,) = document(samples.review(findings=(one,)))["runs"]
    place = only["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "live/a%20b/%C3%BC%23%3F.tf"
    assert "region" not in place


def test_hostile_findings_stay_text() -> None:
    for rule in run("hostile")["tool"]["driver"]["rules"]:
        assert "helpUri" not in rule
    assert text(samples.hostile()).isascii()


def test_no_findings_are_a_run_too() -> None:
    assert run("empty")["results"] == []
