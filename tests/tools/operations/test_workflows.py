"""The workflows: what they may do, in what order, and the shell in them, run with stand-ins for what it calls."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from invoke.parser import Parser

from tests.tools.operations.github import ACCOUNTS, GITHUB, WORKFLOWS, Shell, action, jobs, needs_jq, step, uses
from tools.cli.program import namespace, spell_out
from tools.testing import LAYERS


@pytest.mark.parametrize("workflow", sorted(WORKFLOWS))
def test_a_workflow_may_nothing_by_itself(workflow: str) -> None:
    document = WORKFLOWS[workflow]
    assert document["permissions"] == {}
    events = document[True]  # which is how YAML 1.1 reads `on`
    assert not {"pull_request_target", "issue_comment"} & set(events)
    assert ("workflow_run" in events) == (workflow == "report")


@pytest.mark.parametrize(("workflow", "name", "job"), list(jobs()))
def test_a_job_says_what_it_may_and_how_long(workflow: str, name: str, job: dict[str, Any]) -> None:
    assert 0 < job["timeout-minutes"] <= 120
    permissions = job["permissions"]
    assert set(permissions.values()) <= {"read", "write"}
    writes = {scope for scope, level in permissions.items() if level == "write"}
    runs_our_code = any(step.get("uses", "").startswith("./") for step in job["steps"])
    assert not runs_our_code or writes <= {"id-token", "issues"}, "what runs the project's code writes nothing to it"
    assert ("id-token" in writes) == bool(uses(job, "account")), "only who signs in to an account gets a token for it"
    for each in job["steps"]:
        if each.get("uses", "").startswith("actions/checkout@"):
            assert each["with"]["persist-credentials"] is False


def test_expressions_reach_the_shell_by_the_environment_only() -> None:
    for path in GITHUB.rglob("*.yml"):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = [document["runs"]] if "runs" in document else list(document.get("jobs", {}).values())
        assert [step["run"] for each in found for step in each["steps"] if "${{" in step.get("run", "")] == [], path


@pytest.mark.parametrize("name", sorted(path.parent.name for path in GITHUB.glob("actions/*/action.yml")))
def test_an_action_uses_the_inputs_that_it_declares(name: str) -> None:
    """GitHub takes an empty text for any other, and actionlint looks into workflows only."""
    used = set(re.findall(r"\binputs\.([\w-]+)", json.dumps(action(name)["runs"])))
    assert used == set(action(name).get("inputs", {}))


def test_all_accounts_are_planned_and_scanned() -> None:
    for workflow, name in (("pull-request", "plan"), ("security", "scan")):
        assert set(WORKFLOWS[workflow]["jobs"][name]["strategy"]["matrix"]["account"]) == ACCOUNTS


def test_an_artifact_can_be_made_and_got_when_a_run_is_run_again() -> None:
    """Each attempt leaves one of the same name, and `gh run download` takes any of them."""
    for _, name, job in (each.values for each in jobs()):
        for each in job["steps"]:
            if each.get("uses", "").startswith("actions/upload-artifact@"):
                assert each["with"]["overwrite"] is True, name
            assert "gh run download" not in each.get("run", ""), name


@pytest.mark.parametrize(("workflow", "name", "job"), list(jobs()))
def test_only_an_environment_gives_the_role_that_applies(workflow: str, name: str, job: dict[str, Any]) -> None:
    for each in uses(job, "account"):
        if each["role"] == "deploy":
            assert job["environment"] == each["account"]
            assert {"actions": "read", "deployments": "read"}.items() <= job["permissions"].items()
        else:
            assert each["role"] == "plan"
            assert "environment" not in job
            assert not [step for step in job["steps"] if "apply" in step.get("run", "")]


COMMANDS = sorted(
    {
        command.strip()
        for path in GITHUB.rglob("*.yml")
        for command in re.findall(r"^\s*[^#\n]*?\./inv ([^|>&;)#\n`]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_task_takes_what_the_workflows_hand_it(command: str) -> None:
    Parser(contexts=namespace.to_contexts()).parse_argv(spell_out(shlex.split(command)))


def test_main_asks_for_the_checks_that_there_are() -> None:
    rules = json.loads((GITHUB / "rulesets" / "main.json").read_text(encoding="utf-8"))
    parameters = {rule["type"]: rule.get("parameters", {}) for rule in rules["rules"]}
    assert parameters["pull_request"]["require_code_owner_review"] is True
    assert rules["bypass_actors"] == []
    assert {"deletion", "non_fast_forward"} <= set(parameters)
    checks = parameters["required_status_checks"]["required_status_checks"]
    assert {each["integration_id"] for each in checks} == {15368}, (
        "GitHub Actions; anybody who may push can set a status"
    )
    asked = {each["context"] for each in checks}
    names = set()
    for job in WORKFLOWS["pull-request"]["jobs"].values():
        matrix = job.get("strategy", {}).get("matrix") or {"": [""]}
        names |= {job["name"].replace(f"${{{{ matrix.{key} }}}}", value) for key in matrix for value in matrix[key]}
    # Red where somebody has to decide; the approval of a code owner is that decision.
    assert asked == names - {"Decision"}


def test_ci_runs_every_layer_of_tests_whole() -> None:
    job = WORKFLOWS["pull-request"]["jobs"]["test"]
    named = [layer for layers in job["strategy"]["matrix"]["layers"] for layer in layers.split()]
    assert sorted(named) == sorted(LAYERS)
    assert job["env"] == {"LAYERS": "${{ matrix.layers }}"}
    assert job["steps"][-1]["run"].split()[:3] == ["./inv", "test", "$LAYERS"]


@needs_jq
def test_drift_is_looked_for_in_the_accounts_that_there_are(shell: Shell) -> None:
    script = step(WORKFLOWS["drift"]["jobs"]["accounts"]["steps"], "find")
    for place in ("dev/us-east-1", "prod/us-east-1", "prod/us-west-2", "staging/us-east-1"):
        shell.files(**{f"live/accounts/{place}/security/state-backend/terragrunt.hcl": ""})
    done = shell.run(script, ACCOUNTS='["dev", "prod"]')
    assert done.returncode == 0, done.stderr
    assert json.loads(shell.said("output")["matrix"]) == {
        "include": [{"account": "dev", "region": "us-east-1"}, {"account": "prod", "region": "us-east-1"}]
    }
    assert shell.run(script, ACCOUNTS='["dve"]').returncode != 0, "a misspelt account is not an account without drift"


ENVIRONMENTS = """
values = lambda dev, prod: {"dev": dev, "prod/us-east-1": prod, "prod/us-west-2": prod}
settings = {"account_id": values("111111111111", "333333333333"), "deploy_role": values("x-deploy", "x-deploy")}
print(json.dumps({"settings": [{"setting": name, "values": each} for name, each in settings.items()]}))
"""


@needs_jq
@pytest.mark.parametrize(
    ("role", "units", "filters"),
    [
        ("plan", "", ["./accounts/prod/us-west-2/dns", "./accounts/prod/us-west-2/security/kms"]),
        ("deploy", '["accounts/prod/us-west-2/dns"]', ["./accounts/prod/us-west-2/dns"]),
    ],
)
def test_an_account_is_entered_by_its_role_for_units_that_there_are(
    shell: Shell, role: str, units: str, filters: list[str]
) -> None:
    script = step(action("account")["runs"]["steps"], "chosen")
    shell.program("inv", ENVIRONMENTS)
    for unit in ("prod/us-west-2/security/kms", "prod/us-west-2/dns", "prod/us-east-1/dns"):
        shell.files(**{f"live/accounts/{unit}/terragrunt.hcl": ""})
    where = {"ACCOUNT": "prod", "REGION": "us-west-2", "ROLE": role}
    done = shell.run(script, UNITS=units, **where)
    assert done.returncode == 0, done.stderr
    assert shell.said("output") == {"role": f"arn:aws:iam::333333333333:role/x-{role}"}
    assert shell.said("env")["GROUNDPLAN_ROLE"] == role
    assert Path(shell.said("env")["TG_FILTERS_FILE"]).read_text().splitlines() == filters
    for other in ({"UNITS": '["accounts/prod/us-west-2/gone"]'}, {"UNITS": "[]"}, {"UNITS": "", "REGION": "eu-west-1"}):
        assert shell.run(script, **(where | other)).returncode != 0, "nothing to do is a mistake"
    assert shell.run(script, **(where | {"UNITS": units, "ACCOUNT": "test"})).returncode != 0


@needs_jq
def test_a_placeholder_is_told_before_aws_is_asked(shell: Shell) -> None:
    script = step(action("account")["runs"]["steps"], "chosen")
    shell.program("inv", ENVIRONMENTS.replace("333333333333", "000000000000"))
    done = shell.run(script, ACCOUNT="prod", REGION="us-west-2", ROLE="plan", UNITS="")
    assert done.returncode == 1
    assert "set it in live/accounts/prod/account.hcl" in done.stdout


OUTPUTS = """
outputs = {"cluster_name": "c", "service_name": "s", "task_definition_arn": "td:2", "fqdn": "api.example.com"}
print(outputs[sys.argv[-1]], end="")
"""


@pytest.mark.parametrize(
    ("desired", "serves", "read_only", "code", "tried"),
    [
        ("1", "td:2", "false", 0, "smoke --url https://api.example.com"),
        ("3", "td:2", "true", 0, "smoke --url https://api.example.com --read-only"),
        ("0", "td:2", "false", 0, ""),
        ("1", "td:1", "false", 1, ""),
    ],
)
def test_the_smoke_test_is_of_what_was_applied(
    shell: Shell, desired: str, serves: str, read_only: str, code: int, tried: str
) -> None:
    shell.program("bin/terragrunt", OUTPUTS)
    answers = f"{{'services[0].desiredCount': {desired!r}, 'services[0].taskDefinition': {serves!r}}}"
    shell.program("bin/aws", f"print({answers}.get(sys.argv[-1], ''))")
    shell.program("inv", "pathlib.Path('tried').write_text(' '.join(sys.argv[1:]))")
    shell.files(**{"live/accounts/dev/us-east-1/services/sarcng-api/dns/record/terragrunt.hcl": ""})
    (script,) = (each["run"] for each in action("smoke")["runs"]["steps"])
    done = shell.run(script, ACCOUNT="dev", REGION="us-east-1", READ_ONLY=read_only)
    assert done.returncode == code, done.stderr
    found = shell.folder / "tried"
    assert (found.read_text() if found.exists() else "") == tried


def test_a_region_without_an_api_has_nothing_to_be_tried(shell: Shell) -> None:
    (script,) = (each["run"] for each in action("smoke")["runs"]["steps"])
    done = shell.run(script, ACCOUNT="dev", REGION="eu-north-1", READ_ONLY="false")
    assert done.returncode == 0, done.stderr
    assert "::notice::dev has no API in eu-north-1" in done.stdout


@needs_jq
@pytest.mark.parametrize(
    ("result", "number", "expected"),
    [
        ("failure", "", "issue create"),
        ("failure", "7", "issue comment 7"),
        ("success", "7", "issue close 7"),
        ("success", "", None),
    ],
)
def test_one_issue_is_open_as_long_as_it_fails(shell: Shell, result: str, number: str, expected: str | None) -> None:
    ended = {"Plan dev": "failure", "Look at dev": "cancelled", "Look at prod": "success", "Tell": ""}
    found = json.dumps({"jobs": [{"name": name, "conclusion": how} for name, how in ended.items()]})
    shell.program(
        "bin/gh",
        f"asked = sys.argv[1:3]\nif asked == ['issue', 'list']: print({number!r})\n"
        "elif asked == ['run', 'view']:\n"
        "    import subprocess\n"
        f"    subprocess.run(['jq', '--raw-output', sys.argv[-1]], input={found!r}, text=True, check=True)\n"
        "else: pathlib.Path('told').write_text(' '.join(sys.argv[1:]))",
    )
    (script,) = (each["run"] for each in action("tell")["runs"]["steps"])
    done = shell.run(script, RESULT=result, TITLE="t", HINT="do this", URL="https://example.com/1", RUN="1")
    assert done.returncode == 0, done.stderr
    told = shell.folder / "told"
    assert (told.read_text() if told.exists() else "").startswith(expected or "")
    assert told.exists() == (expected is not None)
    if result == "failure":
        assert (shell.folder / "body.md").read_text() == (
            "do this\n\nhttps://example.com/1\n\n- Plan dev (failure)\n- Look at dev (cancelled)\n"
        )


@pytest.mark.parametrize("code", [0, 1, 2])
def test_drift_fails_the_run(shell: Shell, code: int) -> None:
    (script,) = (each["run"] for each in WORKFLOWS["drift"]["jobs"]["look"]["steps"] if "run" in each)
    shell.program("inv", f"print('what differs of', *sys.argv[1:])\nsys.exit({code})")
    done = shell.run(script, ACCOUNT="dev")
    assert done.returncode == code
    assert "what differs of drift --account dev --json drift.json" in (shell.folder / "summary").read_text()
