"""A look as a whole, with a Terraform that answers what it is told to."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from tools.drift import look, plan
from tools.drift.model import Look
from tools.drift.place import Place, find_place
from tools.drift.s3 import Buckets
from tools.errors import GroundplanError
from tools.estate import Selection, select
from tools.estate.progress import Progress
from tools.live.options import real_environment
from tools.terraform import Binary, Diagnostic, TerraformError

TODAY = datetime.date(2026, 11, 22)
UNIT = """
terraform {
  source = "${get_repo_root()}/modules//box"
}
remote_state {
  backend = "local"
  config = {
    path = "${get_repo_root()}/states/${basename(get_terragrunt_dir())}"
  }
}
"""
STATE = {
    "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {},
    "resources": [
        {
            "mode": "managed", "type": "terraform_data", "name": "this",
            "provider": 'provider["terraform.io/builtin/terraform"]', "instances": [{"attributes": {"id": "1"}}],
        }
    ],
}  # fmt: skip


class Scripted:
    """A Terraform that plans what it is told to, in order, and keeps what it was asked."""

    def __init__(self, *answers: Mapping[str, Any] | TerraformError) -> None:
        self.binary = Binary(Path("/bin/terraform"), "terraform", Version("1.11.4"), "PATH")
        self.answers = list(answers)
        self.asked: list[tuple[tuple[str, ...], set[str]]] = []
        self.document: Mapping[str, Any] = {}
        self.lacks = ""
        self.initialised: list[str] = []

    def init(self, folder: Path, **_: Any) -> None:
        state = (folder / "terraform.tfstate").read_text()
        self.initialised.append(folder.name)
        if self.lacks and self.lacks in state:
            text = f"\nError: Failed to query available provider packages\n\nfor\nprovider {self.lacks}: no such host"
            raise TerraformError("terraform init failed", hint=f"{text}\n  see what ./inv doctor says")

    def plan(self, folder: Path, out: Path, *, options: Sequence[str] = (), on_event: Any = None) -> None:
        state = json.loads((folder / "terraform.tfstate").read_text())
        self.asked.append((tuple(options), {each["module"] for each in state["resources"]}))
        answer = self.answers.pop(0)
        if isinstance(answer, TerraformError):
            raise answer
        self.document = answer

    def show(self, folder: Path, plan: Path) -> dict[str, Any]:
        return dict(self.document)

    def schemas(self, folder: Path) -> dict[str, Any]:
        return {}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for name in ("one", "two"):
        (tmp_path / f"live/dev/{name}").mkdir(parents=True)
        (tmp_path / f"live/dev/{name}/terragrunt.hcl").write_text(UNIT)
        (tmp_path / "states").mkdir(exist_ok=True)
        (tmp_path / f"states/{name}").write_text(json.dumps(STATE))
    (tmp_path / "modules/box").mkdir(parents=True)
    (tmp_path / "modules/box/main.tf").write_text('resource "terraform_data" "this" {}\n')
    return tmp_path


def gone(unit: str) -> dict[str, Any]:
    change = {"actions": ["delete"], "before": {"id": "1"}, "after": None}
    address = f"module.dev--{unit}.terraform_data.this"
    return {"address": address, "mode": "managed", "type": "terraform_data", "name": "this", "change": change}


def failing(**given: Any) -> TerraformError:
    place = {"address": None, "filename": None, "line": None, "context": None, **given}
    return TerraformError("terraform plan failed", [Diagnostic("error", "Access denied", "", **place)])


def place(terraform: Scripted) -> Place:
    return Place(terraform, Buckets(), {}, "aws")  # type: ignore[arg-type]


def looked(project: Path, terraform: Scripted) -> Look:
    tree = select(project / "live", Selection(), {})
    return look(tree, place(terraform), project / "work", Progress(), [], TODAY)


def test_one_plan_refreshes_only_and_the_other_does_not_refresh(project: Path) -> None:
    terraform = Scripted({"resource_drift": [gone("one")]}, {})
    found = looked(project, terraform)
    assert [options[-1] for options, _ in terraform.asked] == ["-refresh-only", "-refresh=false"]
    assert all("-lock=false" in options for options, _ in terraform.asked)
    assert [each.kind for each in found.units["dev/one"].drift] == ["gone"]
    assert found.exit_code() == 1


def test_a_unit_that_cannot_be_refreshed_is_left_out_and_the_others_are_looked_at(project: Path) -> None:
    refused = failing(address="module.dev--two.terraform_data.this")
    terraform = Scripted(refused, {"resource_drift": [gone("one")]}, {})
    found = looked(project, terraform)
    assert [modules for _, modules in terraform.asked] == [
        {"module.dev--one", "module.dev--two"}, {"module.dev--one"}, {"module.dev--one", "module.dev--two"},
    ]  # fmt: skip
    assert "Access denied" in str(found.units["dev/two"].error)
    assert found.units["dev/one"].drift
    assert found.exit_code() == 2


def of_null(project: Path, unit: str) -> None:
    """Let a unit's state have resources of one more provider."""
    resource = {**STATE["resources"][0], "provider": 'provider["registry.terraform.io/hashicorp/null"]'}  # type: ignore[index]
    (project / f"states/{unit}").write_text(json.dumps({**STATE, "resources": [resource]}))


def test_a_provider_that_is_not_to_be_had_is_the_failure_of_those_who_need_it(project: Path) -> None:
    of_null(project, "two")
    terraform = Scripted({"resource_drift": [gone("one")]}, {})
    terraform.lacks = "hashicorp/null"
    found = looked(project, terraform)
    assert "no such host" in str(found.units["dev/two"].error)
    assert found.units["dev/one"].drift
    assert found.exit_code() == 2


def test_a_provider_that_nobody_can_have_ends_the_look(project: Path) -> None:
    for name in ("one", "two"):
        of_null(project, name)
    terraform = Scripted()
    terraform.lacks = "hashicorp/null"
    with pytest.raises(GroundplanError, match="init failed"):
        looked(project, terraform)


def test_a_provider_that_has_come_into_a_state_is_installed(project: Path) -> None:
    for expected in (["refresh", "plan"], []):
        terraform = Scripted({}, {})
        looked(project, terraform)
        assert terraform.initialised == expected
    of_null(project, "two")
    terraform = Scripted({}, {})
    looked(project, terraform)
    assert terraform.initialised == ["refresh", "plan"]


@pytest.mark.parametrize("given", [{}, {"address": "module.dev--two.terraform_data.this"}])
def test_code_that_cannot_be_planned_hides_no_drift(project: Path, given: dict[str, str]) -> None:
    terraform = Scripted({"resource_drift": [gone("two")]}, failing(**given), {})
    found = looked(project, terraform)
    assert found.units["dev/two"].drift
    assert "the code cannot be planned" in (found.units["dev/two"].untold or "")
    assert (found.exit_code(), found.exit_code(pending=True)) == (1, 2)


def test_an_error_that_is_nobodys_ends_the_look(project: Path) -> None:
    with pytest.raises(GroundplanError, match="Access denied"):
        looked(project, Scripted(failing()))
    left = [path.name for path in (project / "work").rglob("*")]
    assert not [name for name in left if "tfstate" in name or "tfplan" in name]


def test_terraform_is_not_asked_where_no_state_can_be_read(project: Path) -> None:
    for name in ("one", "two"):
        (project / f"states/{name}").write_text("")
    terraform = Scripted()
    found = looked(project, terraform)
    assert (terraform.asked, found.exit_code()) == ([], 2)


@pytest.mark.parametrize(("refresh", "option"), [(True, "-parallelism=20"), (False, "-refresh=false")])
def test_a_plan_from_the_states_asks_aws_unless_told_otherwise(project: Path, refresh: bool, option: str) -> None:
    terraform = Scripted({})
    tree = select(project / "live", Selection(), {})
    found = plan(tree, place(terraform), project / "work", Progress(), refresh=refresh)
    assert terraform.asked[0][0][-1] == option
    assert found.exit_code() == 0


def test_the_real_aws_is_looked_at_with_the_role_that_reads(project: Path) -> None:
    found = find_place(project / "live", {"PATH": "/usr/bin:/bin:/usr/local/bin", "LOCALSTACK": "false"})
    assert (found.name, found.evaluation["GROUNDPLAN_ROLE"]) == ("aws", "plan")
    own = find_place(project / "live", {"PATH": "/usr/bin:/bin:/usr/local/bin", "GROUNDPLAN_ROLE": "own"})
    assert own.evaluation["GROUNDPLAN_ROLE"] == "own"
    assert real_environment(own.evaluation) == own.evaluation


@pytest.mark.parametrize("switch", ["LOCALSTACK", "GROUNDPLAN_EMULATOR"])
def test_the_emulator_has_to_run(project: Path, switch: str) -> None:
    with pytest.raises(GroundplanError, match="no emulator is running"):
        find_place(project / "live", {switch: "true"})
