"""Saved plans: made by hand for what may be in one, and by Terragrunt for what it really writes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.errors import GroundplanError
from tools.operations import as_json, differences, read_approved, read_plans, report


def change(address: str, *actions: str, after: Any = None, **said: Any) -> dict[str, Any]:
    return {"address": address, "mode": "managed", "change": {"actions": list(actions), "after": after}, **said}


def save(folder: Path, unit: str, *changes: dict[str, Any], **said: Any) -> Path:
    path = folder / unit / "tfplan.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    plan = {
        "format_version": "1.2",
        "planned_values": {},
        "timestamp": os.urandom(4).hex(),
        "resource_changes": changes,
    }
    path.write_text(json.dumps(plan | said))
    return path


def test_what_happens_is_named(tmp_path: Path) -> None:
    importing = change("h", "no-op")
    importing["change"]["importing"] = {"id": "x"}
    save(
        tmp_path,
        "accounts/prod/us-east-1/network",
        change("a", "create"),
        change("b", "update"),
        change("c", "delete"),
        change("d", "delete", "create"),
        change("e", "create", "delete"),
        change("f", "forget"),
        change("g", "no-op", previous_address="old"),
        importing,
        change("i", "no-op"),
        change("c", "delete", deposed="0011"),
        change("data.x", "read") | {"mode": "data"},
        output_changes={"kept": {"actions": ["no-op"]}, "vpc_id": {"actions": ["create"]}},
    )
    (plan,) = read_plans(tmp_path)
    assert plan.unit == "accounts/prod/us-east-1/network"
    assert plan.actions == {
        "a": "create",
        "b": "update",
        "c": "destroy",
        "c (deposed 0011)": "destroy",
        "d": "replace",
        "e": "replace",
        "f": "forget",
        "g": "move",
        "h": "import",
        "output.vpc_id": "create",
    }
    text = report([plan])
    assert "  replace d\n" in text
    assert text.endswith(
        "1 unit, 1 with changes: 2 create, 2 destroy, 1 forget, 1 import, 1 move, 2 replace, 1 update\n"
    )


def test_what_is_replaced_because_its_creation_failed_is_told_apart(tmp_path: Path) -> None:
    save(tmp_path, "u", change("a", "delete", "create", action_reason="replace_because_tainted"))
    save(tmp_path, "v", change("a", "delete", "create", action_reason="replace_because_cannot_update"))
    assert [plan.tainted for plan in read_plans(tmp_path)] == [{"a"}, set()]


def test_a_plan_without_changes_says_so(tmp_path: Path) -> None:
    save(tmp_path, "a", change("x", "no-op"))
    save(tmp_path, "b")
    assert report(read_plans(tmp_path)) == "2 units: no changes\n"


def test_only_what_was_approved_passes(tmp_path: Path) -> None:
    shown, now = tmp_path / "shown", tmp_path / "now"
    for folder in (shown, now):
        save(folder, "same", change("x", "update", after={"size": 1}), change("y", "create"))
    save(shown, "other", change("x", "update", after={"size": 1, "key": "of the reader"}))
    save(now, "other", change("x", "update", after={"size": 2, "key": "of the reader"}))
    save(shown, "gone", change("x", "create"))
    save(now, "new", change("x", "delete"))
    written = tmp_path / "approved.json"
    written.write_text(json.dumps(as_json(read_plans(shown))))
    assert "of the reader" not in written.read_text(), "values are not handed on"
    approved = read_approved(written)
    assert differences(approved, read_plans(shown)) == []
    assert differences(approved, read_plans(now)) == [
        "gone: was approved, and is not planned",
        "new: is planned, and was not approved",
        "other: would change in another way than was approved",
    ]


def test_the_order_of_a_plan_does_not_matter(tmp_path: Path) -> None:
    save(tmp_path / "a", "u", change("x", "create"), change("y", "create"))
    save(tmp_path / "b", "u", change("y", "create"), change("x", "create"), change("z", "no-op"))
    assert read_plans(tmp_path / "a")[0].digest == read_plans(tmp_path / "b")[0].digest


def test_inputs_that_a_mock_stands_in_for_are_found(tmp_path: Path) -> None:
    variables = {"subnets": {"value": {"a": ["subnet-mock-a"]}}, "vpc_id": {"value": "vpc-1"}, "port": {"value": 1}}
    save(tmp_path, "u", variables=variables)
    assert read_plans(tmp_path)[0].mocks == ("subnets",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "this is no plan"),
        ("[1]", "this is no plan"),
        ("{", "this cannot be read"),
        ('{"format_version": "1", "planned_values": {}, "resource_changes": [{"address": "a"}]}', "this is no plan"),
        ('{"format_version": "1", "planned_values": {}, "variables": []}', "this is no plan"),
        ('{"format_version": "1", "planned_values": {}, "errored": true}', "ended with an error"),
    ],
)
def test_what_is_no_plan_is_told(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "tfplan.json").write_text(content)
    with pytest.raises(GroundplanError, match=words):
        read_plans(tmp_path)


def test_no_plan_is_not_no_change(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match="there is no saved plan"):
        read_plans(tmp_path)


@pytest.mark.parametrize("content", ["{}", "[]", '{"units": [1]}', '{"units": {"a": 1}}'])
def test_what_says_nothing_about_approval_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "approved.json").write_text(content)
    with pytest.raises(GroundplanError, match="says nothing about approved plans"):
        read_approved(tmp_path / "approved.json")


def task(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(repository / "tasks.py"), "changes", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_task_refuses_by_its_exit_code(repository: Path, tmp_path: Path) -> None:
    plans, approved = tmp_path / "plans", tmp_path / "approved.json"
    save(plans, "u", change("x", "create"))
    shown = task(repository, "--plans", str(plans), "--format", "json")
    approved.write_text(shown.stdout)
    assert task(repository, "--plans", str(plans), "--approved", str(approved)).returncode == 0
    save(plans, "u", change("x", "delete"), variables={"vpc_id": {"value": "vpc-mock"}})
    refused = task(repository, "--plans", str(plans), "--approved", str(approved))
    assert refused.returncode == 1
    assert "u: vpc_id would come from a unit that is not applied" in refused.stderr
    assert "u: would change in another way than was approved" in refused.stderr


@pytest.mark.skipif(shutil.which("terragrunt") is None, reason="terragrunt is not on PATH")
def test_terragrunt_writes_what_is_read(repository: Path, tmp_path: Path) -> None:
    """The way of the workflows: units by a file of filters, one exit code for all, a plan that is applied as it is."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TG_", "TF_VAR_"))},
        "TG_NON_INTERACTIVE": "true",
        "TG_NO_COLOR": "true",
        "TG_TF_PATH": "terraform",
        "TG_WORKING_DIR": str(tmp_path / "live"),
        "TG_FILTERS_FILE": str(tmp_path / "filters"),
    }
    plans = tmp_path / "plans"

    def terragrunt(*arguments: str) -> int:
        return subprocess.run(
            ["terragrunt", "run", "--all", *arguments], env=environment, cwd=tmp_path, capture_output=True
        ).returncode

    def plan() -> int:
        shutil.rmtree(plans, ignore_errors=True)
        options = ("--out-dir", str(plans), "--json-out-dir", str(plans))
        return terragrunt(*options, "--", "plan", "-detailed-exitcode", "-lock=false")

    (tmp_path / "module").mkdir()
    (tmp_path / "module" / "main.tf").write_text(
        'variable "input" {\n  type = string\n}\nresource "terraform_data" "this" {\n  input = var.input\n}\n'
        'output "out" {\n  value = terraform_data.this.output\n}\n'
    )
    for unit, content in {
        "a": 'inputs = { input = "one" }',
        "b": 'dependency "a" {\n  config_path = "../a"\n  mock_outputs = { out = "mock" }\n'
        '  mock_outputs_allowed_terraform_commands = ["plan"]\n}\ninputs = { input = dependency.a.outputs.out }',
        "c": 'inputs = { input = "of nobody" }',
    }.items():
        (tmp_path / "live" / unit).mkdir(parents=True)
        (tmp_path / "live" / unit / "terragrunt.hcl").write_text(
            f'terraform {{\n  source = "{tmp_path}/module"\n}}\nremote_state {{\n  backend = "local"\n'
            '  generate = { path = "backend.tf", if_exists = "overwrite" }\n'
            f'  config = {{ path = "{tmp_path}/{unit}.tfstate" }}\n}}\n{content}\n'
        )
    (tmp_path / "filters").write_text("./a\n./b\n")

    assert plan() == 2
    shown = read_plans(plans)
    assert {each.unit: (dict(each.actions), each.mocks) for each in shown} == {
        "a": ({"terraform_data.this": "create", "output.out": "create"}, ()),
        "b": ({"terraform_data.this": "create", "output.out": "create"}, ("input",)),
    }
    approved = {each.unit: each.digest for each in shown}
    assert plan() == 2
    assert differences(approved, read_plans(plans)) == [], "the same plan, made again"

    (tmp_path / "filters").write_text("./a\n")
    assert plan() == 2
    assert terragrunt("--out-dir", str(plans), "--", "apply") == 0
    assert terragrunt("--out-dir", str(plans), "--", "apply") == 1, "a plan is applied once"

    (tmp_path / "filters").write_text("./a\n./b\n")
    assert plan() == 2
    assert differences(approved, read_plans(plans)) == [
        "a: would change in another way than was approved",
        "b: would change in another way than was approved",
    ]
    assert terragrunt("--out-dir", str(plans), "--", "apply") == 0
    assert plan() == 0
    assert report(read_plans(plans)) == "2 units: no changes\n"

    (tmp_path / "filters").write_text("./nothing\n")
    assert plan() == 0, "Terragrunt takes nothing for fine"
    with pytest.raises(GroundplanError, match="there is no saved plan"):
        read_plans(plans)
