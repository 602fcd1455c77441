"""Plans of trees whose modules need no provider but the one that is built into Terraform."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.estate import Planned, Selection, planning, select
from tools.estate.progress import Progress
from tools.terraform import Terraform, base_environment, find_terraform

MODULE = """
variable "size" {
  type = number
  validation {
    condition     = var.size < 10
    error_message = "size must be below 10, and is ${var.size}."
  }
}
variable "after" {
  type    = string
  default = ""
}
resource "terraform_data" "this" {
  count = var.size
  input = var.after
}
output "id" {
  value = terraform_data.this[0].id
}
"""

UNIT = """
terraform {
  source = "${get_repo_root()}/modules//box"
}
%s
inputs = {
  size = %s
%s}
"""

NEEDS = 'dependency "first" {\n  config_path = "../first"\n}\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "modules/box/main.tf", MODULE)
    write(tmp_path / "live/dev/first/terragrunt.hcl", UNIT % ("", 2, ""))
    write(tmp_path / "live/dev/second/terragrunt.hcl", UNIT % (NEEDS, 1, "  after = dependency.first.outputs.id\n"))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def plan(project: Path) -> Planned:
    binary = find_terraform()
    terraform = Terraform(binary, base_environment(project, binary, os.environ))
    selection = Selection("dev")
    return planning.plan(select(project / "live", selection, {}), selection, terraform, Progress())


def test_a_plan_is_cut_by_unit_and_wired_with_real_references(project: Path) -> None:
    planned = plan(project)
    assert {path: dict(unit.counts) for path, unit in planned.plan.units.items()} == {
        "dev/first": {"add": 2},
        "dev/second": {"add": 1},
    }
    (second,) = planned.plan.units["dev/second"].changes
    assert second.address == "terraform_data.this[0]"
    assert second.unknown["input"] is True


def test_what_is_planned_alone_lies_in_its_unit(project: Path) -> None:
    write(project / "modules/own/main.tf", 'provider "terraform" {}\nresource "terraform_data" "this" {}\n')
    write(project / "live/dev/own/terragrunt.hcl", (UNIT % ("", 2, "")).replace("//box", "//own"))
    planned = plan(project)
    assert "dev/own" in planned.composition.apart
    assert [(change.unit, change.address) for change in planned.plan.units["dev/own"].changes] == [
        ("dev/own", "terraform_data.this")
    ]


def test_planning_again_needs_no_new_init(project: Path) -> None:
    first = plan(project)
    stamp = (first.folder / ".terraform" / "groundplan-init").stat().st_mtime_ns
    assert dict(plan(project).plan.counts) == {"add": 3}
    assert (first.folder / ".terraform" / "groundplan-init").stat().st_mtime_ns == stamp


def test_what_terraform_refuses_is_told_at_the_line_of_the_unit(project: Path) -> None:
    write(project / "live/dev/first/terragrunt.hcl", UNIT % ("", 12, ""))
    with pytest.raises(GroundplanError) as caught:
        plan(project)
    text = str(caught.value)
    assert "size must be below 10, and is 12." in text
    assert "live/dev/first/terragrunt.hcl:7:3" in text
    assert "  7 |   size = 12" in text


def test_a_unit_that_cannot_be_composed_is_planned_alone(project: Path) -> None:
    extra = (
        'generate "more" {\n  path = "more.tf"\n  if_exists = "overwrite"\n  contents = "locals {\\n a = 1 \\n}"\n}\n'
    )
    write(project / "live/dev/third/terragrunt.hcl", UNIT % (extra, 3, ""))
    planned = plan(project)
    assert "holds more than providers" in planned.composition.apart["dev/third"]
    assert dict(planned.plan.units["dev/third"].counts) == {"add": 3}
    assert dict(planned.plan.counts) == {"add": 6}
    assert not planned.failed


def test_a_source_that_is_not_here_is_named_and_the_rest_is_planned(project: Path) -> None:
    write(project / "live/dev/far/terragrunt.hcl", 'terraform {\n  source = "git::https://x.invalid/m.git"\n}\n')
    planned = plan(project)
    assert "is not on this machine" in str(planned.failed["dev/far"])
    assert dict(planned.plan.counts) == {"add": 3}


def test_machines_get_the_changes_by_unit(project: Path) -> None:
    answer = planning.as_json(plan(project))
    assert answer["totals"] == {"add": 3}
    units = answer["units"]
    assert isinstance(units, dict)
    assert [each["address"] for each in units["dev/second"]["resource_changes"]] == ["terraform_data.this[0]"]


def test_a_module_that_calls_another_one_now_is_initialised_again(project: Path) -> None:
    plan(project)
    write(project / "modules/inner/main.tf", 'resource "terraform_data" "inner" {}\n')
    write(project / "modules/box/more.tf", 'module "inner" {\n  source = "../inner"\n}\n')
    assert dict(plan(project).plan.counts) == {"add": 5}
    write(project / "modules/inner/more.tf", 'module "deeper" {\n  source = "./deeper"\n}\n')
    write(project / "modules/inner/deeper/main.tf", 'resource "terraform_data" "deepest" {}\n')
    assert dict(plan(project).plan.counts) == {"add": 7}
