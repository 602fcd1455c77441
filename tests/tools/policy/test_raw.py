"""What the rules said of a plan is kept, and for that plan only."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from tools.policy import Finding, checkov, raw, scan


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """checkov finds nothing here; the list says how often it was asked, and with whose settings."""
    asked: list[Path] = []

    def run(_python: Path, _plan: object, settings: Path) -> list[checkov.Failure]:
        asked.append(settings)
        return []

    monkeypatch.setattr(raw, "python_with_checkov", lambda project: project)
    monkeypatch.setattr(checkov, "run", run)
    return asked


def findings(document: dict[str, Any], root: Path, cache: Path, **options: Any) -> list[Finding]:
    return scan(document, root, cache=cache, **options)


def test_the_same_plan_is_looked_at_once(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path]
) -> None:
    first = findings(document, estate, tmp_path)
    assert findings(document | {"timestamp": "2026-01-01T00:00:00Z"}, estate, tmp_path) == first
    assert len(runs) == 1
    assert first


def test_the_port_of_an_emulator_is_no_difference(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path]
) -> None:
    for port in (4566, 4567):
        changed = json.loads(json.dumps(document))
        endpoints = [{"sns": {"constant_value": f"http://127.0.0.1:{port}"}}]
        changed["configuration"]["provider_config"] = {"aws": {"name": "aws", "expressions": {"endpoints": endpoints}}}
        findings(changed, estate, tmp_path)
    assert len(runs) == 1
    changed["configuration"]["provider_config"]["aws"]["expressions"]["region"] = {"constant_value": "eu-west-1"}
    findings(changed, estate, tmp_path)
    assert len(runs) == 2


@pytest.mark.parametrize("part", ["planned_values", "configuration", "after_unknown"])
def test_another_plan_is_looked_at_again(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path], part: str
) -> None:
    findings(document, estate, tmp_path)
    changed = json.loads(json.dumps(document))
    if part == "after_unknown":
        changed["resource_changes"][0]["change"]["after_unknown"] = {"tags_all": True, "x": True}
    else:
        changed[part]["root_module"]["more"] = {}
    findings(changed, estate, tmp_path)
    assert len(runs) == 2


def test_other_settings_and_other_files_are_looked_at_again(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path]
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    findings(document, estate, tmp_path / "cache", files=files)
    (files / ".checkov.yaml").write_text("skip-check: [GP_AWS_3]\n")
    rules = {finding.rule for finding in findings(document, estate, tmp_path / "cache", files=files)}
    assert runs == [files, files]
    assert "GP_AWS_3" not in rules


def test_what_is_accepted_is_no_part_of_what_is_kept(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path]
) -> None:
    findings(document, estate, tmp_path)
    accepted = tmp_path / "accepted.yaml"
    accepted.write_text(
        "- {rule: GP_AWS_3, address: '*', owner: me, reason: because it is so, expires: 2026-05-01}\n", encoding="utf-8"
    )
    found = findings(document, estate, tmp_path, accepted_file=accepted, today=datetime.date(2026, 4, 1))
    assert {finding.state for finding in found if finding.rule == "GP_AWS_3"} == {"accepted"}
    late = findings(document, estate, tmp_path, accepted_file=accepted, today=datetime.date(2026, 6, 1))
    assert {(finding.state, finding.expired) for finding in late if finding.rule == "GP_AWS_3"} == {("open", True)}
    assert len(runs) == 1


def test_a_damaged_file_is_looked_at_again(
    estate: Path, document: dict[str, Any], tmp_path: Path, runs: list[Path]
) -> None:
    first = findings(document, estate, tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(kept.read_text()[:-10])
    assert findings(document, estate, tmp_path) == first
    assert len(runs) == 2
