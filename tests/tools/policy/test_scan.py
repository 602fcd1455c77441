import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from tools.errors import GroundplanError
from tools.policy import Finding, open_findings, report, scan

TODAY = datetime.date(2026, 6, 1)


def ours(plan: Path | dict[str, Any], root: Path, accepted: Path | None = None) -> list[Finding]:
    """A scan with our own rules only, which take no time."""
    return scan(plan, root, accepted_file=accepted, today=TODAY, with_checkov=False)


def by_address(findings: list[Finding], rule: str) -> dict[str, Finding]:
    return {finding.address: finding for finding in findings if finding.rule == rule}


def accept(folder: Path, **changes: Any) -> Path:
    entry = {
        "rule": "GP_AWS_1",
        "unit": "dev/*",
        "address": "aws_vpc_security_group_ingress_rule.ssh",
        "owner": "platform-team",
        "reason": "until the bastion is gone",
        "expires": "2026-12-31",
    } | changes
    path = folder / "accepted.yaml"
    path.write_text("\n".join(f"{'- ' if n == 0 else '  '}{key}: {entry[key]}" for n, key in enumerate(entry)) + "\n")
    return path


def test_a_finding_names_unit_address_and_the_line_of_the_module(estate: Path) -> None:
    found = by_address(ours(estate / "plan.json", estate), "GP_AWS_1")
    ssh = found["aws_vpc_security_group_ingress_rule.ssh"]
    assert (ssh.unit, ssh.state, ssh.severity) == ("dev/network", "open", "high")
    assert ssh.path is not None
    assert ssh.path.endswith("trees/estate/modules/network/main.tf")
    assert (
        (estate.parent / "modules/network/main.tf")
        .read_text()
        .splitlines()[(ssh.line or 0) - 1]
        .startswith('resource "aws_vpc_security_group_ingress_rule" "ssh"')
    )
    assert ssh.instances == ("module.dev--network.aws_vpc_security_group_ingress_rule.ssh",)


def test_a_comment_in_the_block_explains_it(estate: Path) -> None:
    found = by_address(ours(estate / "plan.json", estate), "GP_AWS_1")
    public = found["aws_vpc_security_group_ingress_rule.public"]
    assert (public.state, public.reason) == ("skipped", "The public site.")


def test_instances_of_one_block_are_one_finding(estate: Path, document: dict[str, Any]) -> None:
    for child in document["planned_values"]["root_module"]["child_modules"]:
        for module in [child, *child.get("child_modules", [])]:
            for resource in module.get("resources", []):
                if resource["type"] == "aws_cloudwatch_log_group":
                    resource["values"]["retention_in_days"] = 0
    logs = by_address(ours(document, estate), "GP_AWS_6")["module.logs.aws_cloudwatch_log_group.this"]
    assert logs.instances == (
        'module.dev--lake.module.logs["odd key/1"].aws_cloudwatch_log_group.this',
        'module.dev--lake.module.logs["raw"].aws_cloudwatch_log_group.this',
    )
    assert logs.path is not None
    assert logs.path.endswith("modules/storage/parts/logs/main.tf")


def test_a_comment_in_a_module_call_covers_what_it_makes(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m/main.tf").write_text('resource "aws_iam_access_key" "k" {\n  user = "x"\n}\n')
    (tmp_path / "main.tf").write_text('module "m" {\n  # checkov:skip=GP_AWS_3: A robot.\n  source = "./m"\n}\n')
    key = {"address": "module.m.aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "name": "k"}
    document = {
        "planned_values": {"root_module": {"child_modules": [{"resources": [key]}]}},
        "configuration": {"root_module": {"module_calls": {"m": {"source": "./m", "module": {}}}}},
    }
    (found,) = ours(document, tmp_path)
    assert (found.state, found.reason, found.path) == ("skipped", "A robot.", "m/main.tf")


def test_a_comment_that_came_since_the_last_scan_is_read(tmp_path: Path) -> None:
    main = tmp_path / "main.tf"
    key = {"address": "aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "name": "k"}
    document = {"planned_values": {"root_module": {"resources": [key]}}}
    main.write_text('resource "aws_iam_access_key" "k" {\n}\n')
    assert [found.state for found in ours(document, tmp_path)] == ["open"]
    main.write_text('resource "aws_iam_access_key" "k" {\n  #checkov:skip=GP_AWS_3:A robot.\n}\n')
    assert [found.state for found in ours(document, tmp_path)] == ["skipped"]


def test_a_module_that_is_not_here_still_has_findings(estate: Path, document: dict[str, Any], tmp_path: Path) -> None:
    found = by_address(ours(document, tmp_path), "GP_AWS_3")["aws_iam_access_key.robot"]
    assert (found.path, found.place, found.state) == (None, "aws_iam_access_key.robot", "open")


def test_an_accepted_finding_is_not_open_until_it_expires(estate: Path, tmp_path: Path) -> None:
    def state(**changes: Any) -> tuple[str, str]:
        findings = ours(estate / "plan.json", estate, accept(tmp_path, **changes))
        ssh = by_address([f for f in findings if f.state != "warning"], "GP_AWS_1")[
            "aws_vpc_security_group_ingress_rule.ssh"
        ]
        return ssh.state, ssh.reason

    assert state() == ("accepted", "until the bastion is gone (platform-team, until 2026-12-31)")
    assert state(expires="2026-06-01")[0] == "accepted"
    assert state(expires="2026-05-31") == ("open", "the acceptance by platform-team expired on 2026-05-31")
    assert state(unit="prod/*") == ("open", "")
    assert state(rule="GP_AWS_2") == ("open", "")


def test_an_explanation_that_explains_nothing_is_a_warning(estate: Path, tmp_path: Path) -> None:
    path = accept(tmp_path, address="aws_instance.none")
    (warning,) = [f for f in ours(estate / "plan.json", estate, path) if f.state == "warning"]
    assert (warning.path, warning.line, warning.rule) == (str(path), 1, "GP_AWS_1")
    assert ours(estate / "plan.json", estate, tmp_path / "none.yaml") == ours(estate / "plan.json", estate)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"owner": "''"}, "lacks owner"),
        ({"expires": "soon"}, "no date"),
        ({"expires": "2027-12-31"}, "more than a year"),
        ({"exipres": "2026-01-01"}, "exipres means nothing"),
    ],
)
def test_an_acceptance_is_complete_or_refused_at_its_line(
    estate: Path, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    path = accept(tmp_path, **changes)
    with pytest.raises(GroundplanError, match=words) as caught:
        ours(estate / "plan.json", estate, path)
    assert caught.value.where == f"{path}:1"


@pytest.mark.parametrize("text", ["a: 1\n", "- x\n", "- [\n", "- \udcff\n"])
def test_a_file_of_acceptances_that_is_none(estate: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "accepted.yaml"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(GroundplanError):
        ours(estate / "plan.json", estate, path)


def test_a_rule_can_be_left_out_for_good(estate: Path, document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / ".checkov.yaml").write_text("skip-check: CKV_AWS_7, GP_AWS_3\n")
    rules = {finding.rule for finding in ours(document, tmp_path)}
    assert "GP_AWS_3" not in rules
    assert "GP_AWS_2" in rules


def test_what_is_no_plan_is_told(tmp_path: Path) -> None:
    for text in ("{}", "[]", "x"):
        (tmp_path / "plan.json").write_text(text)
        with pytest.raises(GroundplanError, match="no plan document"):
            ours(tmp_path / "plan.json", tmp_path)
    with pytest.raises(GroundplanError, match="no plan document"):
        ours(tmp_path / "none.json", tmp_path)


def test_the_report_shows_open_findings_and_counts_the_rest(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings = ours(estate / "plan.json", estate)
    assert report(findings) == 1
    out, err = capsys.readouterr()
    assert "modules/network/main.tf:25: GP_AWS_1 high: lets ::/0 in on ports 22-22" in out
    assert "    dev/network: aws_vpc_security_group_ingress_rule.ssh\n" in out
    assert "The public site." not in out
    assert f"{len(open_findings(findings))} open, 0 accepted, 1 skipped with a reason" in out
    assert "#checkov:skip=RULE:reason" in err


def test_the_report_for_programs(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained = [finding for finding in ours(estate / "plan.json", estate) if finding.state == "skipped"]
    assert report(explained, "json") == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["rule"] == "GP_AWS_1"
    assert entry["reason"] == "The public site."


def test_a_finding_of_ours_says_why_and_how_to_mend_it(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ssh = by_address(ours(estate / "plan.json", estate), "GP_AWS_1")["aws_vpc_security_group_ingress_rule.ssh"]
    report([ssh])
    out = capsys.readouterr().out
    assert "    why: checkov looks for single ports" in out
    assert "    fix: name the ranges or the security group that need it" in out


def test_an_acceptance_for_another_account_is_no_warning(estate: Path, tmp_path: Path) -> None:
    findings = ours(estate / "plan.json", estate, accept(tmp_path, unit="prod/*", address="aws_instance.none"))
    assert [f for f in findings if f.state == "warning" and f.path == str(tmp_path / "accepted.yaml")] == []


def test_the_report_for_code_scanning(estate: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings = ours(estate / "plan.json", estate, accept(tmp_path))
    assert report(findings, "sarif", "dev") == 1
    document = json.loads(capsys.readouterr().out)
    (run,) = document["runs"]
    assert run["automationDetails"]["id"] == "groundplan/security/dev/"
    rules = run["tool"]["driver"]["rules"]
    results = {each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: each for each in run["results"]}
    ssh = results["dev/network: aws_vpc_security_group_ingress_rule.ssh"]
    assert rules[ssh["ruleIndex"]]["id"] == ssh["ruleId"] == "GP_AWS_1"
    assert "Fix: name the ranges" in rules[ssh["ruleIndex"]]["help"]["text"]
    assert ssh["suppressions"][0]["justification"].startswith("until the bastion is gone")
    key = results["dev/old: aws_iam_access_key.robot"]
    assert (key["level"], key["suppressions"]) == ("error", [])
    place = key["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("trees/estate/modules/legacy/main.tf")
    assert "warning" not in {each.state for each in findings} or len(run["results"]) < len(findings)
    fingerprints = [each["partialFingerprints"]["groundplan/v1"] for each in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
