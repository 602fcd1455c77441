"""Units with their states, composed: what cannot be is left out; nothing of the states outlives the run."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from tools.compose.composition import LOCK_NAME
from tools.drift.backend import Stored
from tools.drift.gather import Failures, Gathered, gather, without
from tools.drift.planning import private
from tools.errors import GroundplanError
from tools.estate import Selection, select
from tools.live import Tree
from tools.terraform import Binary

BINARY = Binary(Path("/bin/terraform"), "terraform", Version("1.11.4"), "PATH")

MODULE = """
variable "after" {
  type    = string
  default = ""
}
resource "terraform_data" "this" {
  input = var.after
}
output "id" {
  value = terraform_data.this.id
}
"""
PROVIDER = """
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = "provider \\"aws\\" {\\n  region = \\"%s\\"\\n}\\n"
}
"""
UNIT = 'terraform {\n  source = "${get_repo_root()}/modules//box"\n}\n%s'
NEEDS = """
dependency "first" {
  config_path  = "../first"
  mock_outputs = { id = "mock" }
}
inputs = { after = dependency.first.outputs.id }
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    aws = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'
    write(tmp_path / "modules/box/main.tf", aws + MODULE)
    write(tmp_path / "live/dev/first/terragrunt.hcl", UNIT % (PROVIDER % "us-east-1"))
    write(tmp_path / "live/dev/second/terragrunt.hcl", UNIT % (NEEDS + PROVIDER % "us-east-1"))
    write(tmp_path / "live/dev/third/terragrunt.hcl", UNIT % (PROVIDER % "eu-north-1"))
    return tmp_path


def tree(project: Path) -> Tree:
    return select(project / "live", Selection("dev"), {})


def state(id: str) -> dict[str, Any]:
    resource = {
        "mode": "managed", "type": "terraform_data", "name": "this", "instances": [{"attributes": {"id": id}}],
        "provider": 'provider["terraform.io/builtin/terraform"]',
    }  # fmt: skip
    return {"version": 4, "outputs": {"id": {"value": id, "type": "string"}}, "resources": [resource]}


def gathered(project: Path, *applied: str, failed: Failures | None = None) -> Gathered:
    stored = {f"dev/{name}": Stored(state(name), "s3://b/k") for name in applied}
    return gather(tree(project), stored, failed or {}, BINARY)


def addresses(found: Gathered) -> list[str]:
    return [f"{each['module']}.{each['type']}" for each in found.state["resources"]]


def second(found: Gathered) -> Any:
    return found.composition.document["module"]["dev--second"]["after"]


def test_states_are_joined_and_references_are_real(project: Path) -> None:
    found = gathered(project, "first", "second")
    assert addresses(found) == ["module.dev--first.terraform_data", "module.dev--second.terraform_data"]
    assert second(found) == "${module.dev--first.id}"
    assert (found.failed, found.unsure) == ({}, {})


def test_what_needs_a_unit_that_was_never_applied_is_sure_all_the_same(project: Path) -> None:
    assert gathered(project, "second").unsure == {}


def test_what_needs_a_unit_whose_state_cannot_be_read_is_not(project: Path) -> None:
    found = gathered(project, "second", failed={"dev/first": GroundplanError("its state is empty")})
    assert addresses(found) == ["module.dev--second.terraform_data"]
    assert found.unsure == {"dev/second": "it needs dev/first, of which not enough is known"}


def test_a_unit_that_is_wrong_leaves_the_others_its_last_outputs(project: Path) -> None:
    write(project / "live/dev/first/terragrunt.hcl", UNIT % "inputs = { after = { not = 1 } }\n")
    found = gathered(project, "first", "second")
    assert "dev/first" in found.failed and "dev/first" not in found.composition.members
    assert second(found) == "first"
    assert found.unsure == {}


def test_without_a_state_its_mocks_stand_in_and_that_is_said(project: Path) -> None:
    write(project / "live/dev/first/terragrunt.hcl", UNIT % "inputs = { after = { not = 1 } }\n")
    found = gathered(project, "second")
    assert second(found) == "mock"
    assert found.unsure == {"dev/second": "it needs dev/first, of which not enough is known"}


def test_a_unit_that_does_not_evaluate_hides_no_other(project: Path) -> None:
    write(project / "live/dev/third/terragrunt.hcl", "inputs = {\n")
    found = gathered(project, "first", "second")
    assert found.failed.keys() == {"dev/third"}
    assert len(addresses(found)) == 2


def test_a_provider_that_nobody_configures_any_more_is_that_units_failure(project: Path) -> None:
    own = state("first")
    own["resources"][0]["provider"] = 'provider["registry.terraform.io/hashicorp/aws"].replica'
    stored = {"dev/first": Stored(own, "p"), "dev/second": Stored(state("second"), "p")}
    found = gather(tree(project), stored, {}, BINARY)
    assert "no longer configures" in str(found.failed["dev/first"])
    assert addresses(found) == ["module.dev--second.terraform_data"]


def test_what_is_left_out_of_a_tree_is_not_asked_for(project: Path) -> None:
    part = without(tree(project), ["dev/first"], {"dev/first": state("first")})
    assert part.units.keys() == {"dev/second", "dev/third"}
    assert part.units["dev/second"].dependencies["first"].mock_outputs == {"id": "first"}


def test_states_and_plans_do_not_outlive_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "work"

    def run() -> None:
        with private(folder) as mine:
            assert mine.stat().st_mode & 0o777 == 0o700
            for name in ("terraform.tfstate", "terraform.tfstate.backup", "plan.tfplan", "main.tf.json", LOCK_NAME):
                write(mine / "plan" / name, "secret")
            raise GroundplanError("it fails")

    with pytest.raises(GroundplanError):
        run()
    assert [path.name for path in (folder / "plan").iterdir()] == [".terraform.lock.hcl"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whoever_ends_the_run_leaves_no_state_behind(tmp_path: Path, number: signal.Signals) -> None:
    usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    before = signal.signal(number, usual)  # in the background, and under nohup, it would be ignored
    try:
        with pytest.raises((SystemExit, KeyboardInterrupt)), private(tmp_path / "work") as mine:
            write(mine / "plan" / "terraform.tfstate", "secret")
            os.kill(os.getpid(), number)
        assert list((tmp_path / "work/plan").iterdir()) == []
        assert signal.getsignal(number) == usual
    finally:
        signal.signal(number, before)


def test_what_a_state_keeps_secret_is_secret_where_it_stands_for_its_unit(project: Path) -> None:
    write(project / "live/dev/first/terragrunt.hcl", UNIT % "inputs = { after = { not = 1 } }\n")
    own = state("first")
    own["outputs"]["id"]["sensitive"] = True
    found = gather(tree(project), {"dev/first": Stored(own, "p")}, {}, BINARY)
    assert second(found) == '${sensitive("first")}'


def test_outputs_that_are_fractions_stand_for_their_unit_too(project: Path) -> None:
    write(project / "live/dev/first/terragrunt.hcl", UNIT % "inputs = { after = { not = 1 } }\n")
    own = state("first")
    own["outputs"]["id"] = {"value": 2.5, "type": "number"}
    assert second(gather(tree(project), {"dev/first": Stored(own, "p")}, {}, BINARY)) == 2.5
