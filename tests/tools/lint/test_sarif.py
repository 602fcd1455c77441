"""Findings as SARIF: what code scanning requires of it is there, and a finding keeps its fingerprint."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.files import write
from tools.lint import lint
from tools.lint.model import Finding, Outcome, Project
from tools.lint.sarif import document

Make = Callable[..., Project]


def run(project: Project, *findings: Finding, status: Any = "failed") -> dict[str, Any]:
    log = document([Outcome("modules", status, findings), Outcome("ruff", "passed")], project.root)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    assert log["$schema"].endswith("sarif-2.1.0.json")
    found: dict[str, Any] = log["runs"][0]
    return found


COUNT = Finding("modules/a b/main.tf", 3, "count = 2: é", "for_each", rule="GP015")


def test_what_the_format_requires_is_there(make: Make) -> None:
    found = run(make({}), COUNT)
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    assert {"GP001", "GP015", "ruff"} <= {rule["id"] for rule in rules}
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] == "error"
    (result,) = found["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "GP015"
    assert result["message"]["text"] == "count = 2: é (for_each)"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "modules/a%20b/main.tf", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3}
    assert "%SRCROOT%" in found["originalUriBaseIds"]
    assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["groundplan/v1"])


def test_a_finding_of_another_program_is_under_the_name_of_its_check(make: Make) -> None:
    project = make({})
    log = document([Outcome("ruff", "failed", (Finding("a.py", 1, "F401 unused"),))], project.root)
    assert log["runs"][0]["results"][0]["ruleId"] == "ruff"


def test_what_is_fixed_is_left_out_and_what_is_in_no_file_has_no_place(make: Make) -> None:
    fixed = Finding("a.txt", 1, "not formatted", fixed=True)
    found = run(make({}), fixed, Finding("", 1, "somewhere", rule="GP201"))
    (result,) = found["results"]
    assert "locations" not in result


def test_a_check_that_could_not_run_is_no_success(make: Make) -> None:
    assert run(make({}), status="broken")["invocations"] == [{"executionSuccessful": False}]
    assert run(make({}), status="passed")["invocations"] == [{"executionSuccessful": True}]


def test_a_fingerprint_stays_when_lines_come_and_go_above(make: Make) -> None:
    def prints(text: str, *lines: int) -> list[str]:
        write(project.root, {"a.tf": text})
        result = run(project, *(Finding("a.tf", line, "count", rule="GP015") for line in lines))
        return [each["partialFingerprints"]["groundplan/v1"] for each in result["results"]]

    project = make({})
    first = prints("count = 2\n", 1)
    assert prints("# more\n\ncount = 2\n", 3) == first
    assert prints("count = 3\n", 1) != first
    twice = prints("count = 2\ncount = 2\n", 1, 2)
    assert twice[0] == first[0]
    assert twice[1] != twice[0]


def test_the_whole_of_stdout_is_the_log(worktree: Any, capsys: pytest.CaptureFixture[str]) -> None:
    write(worktree, {"a.md": "x \n", "modules/a/main.tf": 'resource "a" "b" {\n  count = 2\n}\n'})
    assert lint(worktree, ["GP015", "whitespace"], output="sarif") == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["GP301", "GP015"]
