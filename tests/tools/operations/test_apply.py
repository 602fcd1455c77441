"""The workflow that applies: its stages, what they wait for, and what stops them."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest

from tests.tools.operations.github import ACCOUNTS, GITHUB, WORKFLOWS, Shell, action, jobs, needs_jq, step, uses
from tools.ci.expressions import FUNCTIONS, answer
from tools.ci.runner import wanted


def test_a_change_goes_through_five_stages_in_order() -> None:
    found = WORKFLOWS["apply"]["jobs"]
    stages = [job["name"][0] for job in found.values() if job["name"][0].isdigit()]
    assert stages == ["1", "2", "3", "4", "5", "5"]
    names = [name for name, job in found.items() if job["name"][0].isdigit()]
    assert names == ["emulator", "dev", "integration", "staging", "show", "prod"]
    for before, after in itertools.pairwise(names):
        assert before in found[after]["needs"]
    for number, name in enumerate(names[:-1]):
        assert name in ("dev", "integration") or set(names[:number]) <= set(found[name]["needs"])


@pytest.mark.parametrize("result", ["success", "skipped", "failure", "cancelled"])
@pytest.mark.parametrize("name", ["staging", "show", "prod"])
def test_a_stage_comes_after_what_is_green_or_had_nothing_to_do(name: str, result: str) -> None:
    """A job that gave way to a newer run, or whose time was over, is cancelled while its run goes on."""
    job = WORKFLOWS["apply"]["jobs"][name]
    state = {"cancelled": lambda: False, "failure": lambda: result == "failure", "success": lambda: True}

    def runs(ended: str) -> bool:
        needs: dict[str, Any] = {each: {"result": result if each == ended else "success"} for each in job["needs"]}
        needs["affected"]["outputs"] = {"staging": "{}", "prod": "{}"}
        return wanted(job["if"], lambda inner: answer(inner, "if", {"needs": needs}, {**FUNCTIONS, **state}))

    for ended in set(job["needs"]) - {"affected"}:
        assert runs(ended) is (result == "success" or (result == "skipped" and name != "prod")), ended


def test_credentials_last_as_long_as_the_longest_job_that_applies() -> None:
    unit = (GITHUB.parent / "live" / "units" / "security" / "ci-roles.hcl").read_text(encoding="utf-8")
    [allowed] = map(int, re.findall(r"session_seconds = (\d+)", unit))
    [asked] = [
        each["with"]["role-duration-seconds"]
        for each in action("account")["runs"]["steps"]
        if "aws-actions/configure-aws-credentials" in each.get("uses", "")
    ]
    for role, seconds in (("deploy", allowed), ("plan", 3600)):
        answered = answer(asked[3:-2], "action.yml", {"inputs": {"role": role}}, FUNCTIONS)
        assert answered == str(seconds)
        longest = max(
            job["timeout-minutes"]
            for _, _, job in (each.values for each in jobs())
            for used in uses(job, "account")
            if used["role"] == role
        )
        assert longest * 60 <= seconds


def test_applying_is_never_cancelled_and_one_at_a_time_in_a_region() -> None:
    for name in ("dev", "staging", "prod"):
        job = WORKFLOWS["apply"]["jobs"][name]
        assert job["concurrency"] == {"group": f"apply-{name}-${{{{ matrix.region }}}}", "cancel-in-progress": False}
        shards = f"fromJSON(needs.affected.outputs.{name})"
        assert job["strategy"] == {
            "fail-fast": f"${{{{ {shards}.parallel == 1 }}}}",
            "max-parallel": f"${{{{ {shards}.parallel }}}}",
            "matrix": f"${{{{ {shards}.matrix }}}}",
        }
    assert "concurrency" not in WORKFLOWS["apply"], "of a queue of runs GitHub keeps only the newest"


def test_prod_gets_the_saved_plan_that_was_approved() -> None:
    show, prod = (WORKFLOWS["apply"]["jobs"][name] for name in ("show", "prod"))
    shown = "\n".join(step.get("run", "") for step in show["steps"])
    assert './inv changes --plans "$PLANS" --format json > approved/changes.json' in shown
    runs = [step["run"] for step in prod["steps"] if "run" in step]
    saving = next(number for number, run in enumerate(runs) if "-- plan" in run and "--out-dir" in run)
    assert './inv changes --plans "$PLANS" --approved approved/changes.json' in runs[saving]
    applying = [number for number, run in enumerate(runs) if "-- apply" in run]
    assert applying == [saving + 1]
    assert runs[saving + 1] == 'terragrunt run --all --out-dir "$PLANS" -- apply'
    assert [each["read-only"] for each in uses(prod, "smoke")] == ["true"]


@pytest.mark.parametrize("name", ["dev", "staging", "show"])
def test_nothing_goes_on_that_the_review_does_not_say(name: str) -> None:
    runs = [step["run"] for step in WORKFLOWS["apply"]["jobs"][name]["steps"] if "run" in step]
    held = next(number for number, run in enumerate(runs) if "./inv ci surprises" in run)
    assert './inv ci surprises --plans "$PLANS" --reviewed review/review.json' in runs[held]
    assert runs[held].index("-- plan") < runs[held].index("./inv ci surprises")
    assert [number for number, run in enumerate(runs) if "-- apply" in run] == ([] if name == "show" else [held + 1])
    assert name != "show" or runs[held].index("./inv ci surprises") < runs[held].index("approved/changes.json")


AFFECTED = """
include = [{"account": "dev", "region": "us-east-1", "units": ["accounts/dev/us-east-1/network"]},
           {"account": "prod", "region": "us-east-1", "units": ["accounts/prod/us-east-1/security/ci-roles"]},
           {"account": "prod", "region": "us-west-2",
            "units": ["accounts/prod/us-west-2/dns", "accounts/prod/us-west-2/security/state-backend"]},
           {"account": "staging", "region": "us-east-1", "units": ["accounts/staging/us-east-1/network"]}]
units = [{"path": path, "status": "changed"} for each in include for path in each["units"]]
units += [{"path": "accounts/dev/us-east-1/old", "status": "removed"}]
if sys.argv[1:3] == ["ci", "shards"]:
    given = json.loads(pathlib.Path(sys.argv[4]).read_text())["include"]
    found = [job for job in given if job["account"] == sys.argv[-1]]
    print(json.dumps({"matrix": {"include": found}, "parallel": len(found)}) if found else "")
elif "matrix" in sys.argv:
    print(json.dumps({"include": include}))
elif "json" in sys.argv:
    print(json.dumps({"units": units}))
else:
    print(" ".join(sys.argv[1:]))
"""


@needs_jq
def test_what_a_change_touches_is_cut_by_account(shell: Shell) -> None:
    steps = WORKFLOWS["apply"]["jobs"]["affected"]["steps"]
    [people] = [each["env"]["BY_PEOPLE"] for each in steps if each.get("id") == "find"]
    shell.program("inv", AFFECTED)
    done = shell.run(step(steps, "find"), ACCOUNTS='["dev", "prod"]', BASE="abc", BY_PEOPLE=people)
    assert done.returncode == 0, done.stderr
    said = shell.said("output")
    assert json.loads(said["dev"])["matrix"]["include"][0]["units"] == ["accounts/dev/us-east-1/network"]
    assert said["staging"] == "", "an account that is not there yet"
    assert json.loads(said["prod"])["matrix"] == {
        "include": [{"account": "prod", "region": "us-west-2", "units": ["accounts/prod/us-west-2/dns"]}]
    }
    assert "affected --base abc" in (shell.folder / "summary").read_text()
    assert "::warning::accounts/dev/us-east-1/old is gone from the tree" in done.stdout
    assert "::notice::accounts/prod/us-east-1/security/ci-roles is applied by people" in done.stdout


@needs_jq
def test_all_accounts_are_applied_and_a_misspelt_one_is_told(shell: Shell) -> None:
    found = WORKFLOWS["apply"]["jobs"]
    assert {job["environment"] for job in found.values() if "environment" in job} == ACCOUNTS
    assert set(found["affected"]["outputs"]) == ACCOUNTS
    shell.program("inv", AFFECTED)
    script = step(found["affected"]["steps"], "find")
    assert f"for account in {' '.join(found['affected']['outputs'])}; do" in script
    done = shell.run(script, ACCOUNTS='["dev", "porod"]', BASE="abc", BY_PEOPLE="x")
    assert done.returncode != 0
    assert "ACCOUNTS names what is no account" in done.stderr


def test_what_people_apply_are_modules_that_there_are() -> None:
    steps = WORKFLOWS["apply"]["jobs"]["affected"]["steps"]
    [people] = [each["env"]["BY_PEOPLE"] for each in steps if each.get("id") == "find"]
    names = re.findall(r"[a-z-]{3,}", people)
    assert len(names) == 4
    assert [name for name in names if not (GITHUB.parent / "modules" / "security" / name).is_dir()] == []


@pytest.mark.parametrize(
    ("asked", "last", "base"),
    [("", '[{"headSha": "last"}]', "last"), ("mine", "[]", "mine"), ("mine", '[{"headSha": "last"}]', "mine")],
)
@needs_jq
def test_a_run_starts_where_the_last_one_that_applied_everything_ended(
    shell: Shell, asked: str, last: str, base: str
) -> None:
    answer = f"""import subprocess
subprocess.run(["jq", "--raw-output", sys.argv[-1]], input={last!r}, text=True, check=True)"""
    shell.program("bin/gh", answer)
    script = step(WORKFLOWS["apply"]["jobs"]["affected"]["steps"], "since")
    assert shell.run(script, ASKED=asked).returncode == 0
    assert shell.said("output") == {"base": base}


@needs_jq
def test_the_first_run_is_told_where_the_accounts_stand(shell: Shell) -> None:
    """What a first run that fails has left would be nobody's, if each began where its own push did."""
    shell.program("bin/gh", "print()")
    done = shell.run(step(WORKFLOWS["apply"]["jobs"]["affected"]["steps"], "since"), ASKED="")
    assert done.returncode == 1
    assert "start one by hand, with the commit that the accounts stand at" in done.stdout


@needs_jq
@pytest.mark.parametrize(
    ("deployed", "stops"),
    [([], False), (["old", "mine"], False), (["mine", "newer", "old"], True), (["old", "newer"], True)],
)
def test_an_older_run_takes_nothing_back(shell: Shell, deployed: list[str], stops: bool) -> None:
    runs = [
        {"number": number, "headSha": sha} for number, sha in ((9, "newest"), (8, "newer"), (7, "mine"), (6, "old"))
    ]
    runs.append({"number": 10, "headSha": "mine"})
    answer = f"""import subprocess
given = {runs} if sys.argv[1] == "run" else [{{"sha": sha}} for sha in {deployed}]
assert sys.argv[1] == "run" or "deployments?environment=dev&" in sys.argv[2]
subprocess.run(["jq", "--raw-output", sys.argv[-1]], input=json.dumps(given), text=True, check=True)"""
    shell.program("bin/gh", answer)
    [guard] = [each for each in action("account")["runs"]["steps"] if each.get("if") == "inputs.role == 'deploy'"]
    assert guard == action("account")["runs"]["steps"][0], "before anything is done"
    done = shell.run(guard["run"], ACCOUNT="dev", NUMBER="7", SHA="mine", GH_REPO="o/r")
    assert done.returncode == stops, done.stderr
    assert ("a newer run, of newer, has been at dev" in done.stdout) is stops
