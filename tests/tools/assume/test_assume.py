"""Assumed states of compositions: kept by content, moved, advanced. Terraform's built-in provider is all they need."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tools.assume import Assumed, Store, Unsettled, advance, assume, cut_state, quiet, relocate, unit_keys, write_state
from tools.compose import Composition, Plan, compose, cut
from tools.compose.initialising import initialise
from tools.compose.snapshot import after
from tools.live import Options, load
from tools.terraform import Terraform, TerraformError

MODULE = """
variable "name" { type = string }
variable "needs" {
  type    = any
  default = null
}
resource "terraform_data" "this" {
  for_each = toset(["a", "b"])
  input    = { name = "${var.name}-${each.key}", needs = var.needs, module = path.module }
}
resource "terraform_data" "all" {
  input = { for key, each in terraform_data.this : key => each.id }
}
output "ids" { value = terraform_data.all.output }
"""

UNIT = """
terraform {
  source = "${get_repo_root()}/modules//box"
}
%s
inputs = {
  name = %s
%s}
"""
NEEDS = 'dependency "first" {\n  config_path = "../first"\n}\n'


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def unit(project: Path, name: str, value: str = '"x"', dependency: str = "", more: str = "") -> None:
    write(project / f"live/dev/{name}/terragrunt.hcl", UNIT % (dependency, value, more))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    write(project / "modules/box/main.tf", MODULE)
    unit(project, "first", '"${get_repo_root()}/first.zip"')
    unit(project, "second", '"two"', NEEDS, "  needs = dependency.first.outputs.ids\n")
    unit(project, "third", '"three"')
    return project


def composed(project: Path) -> Composition:
    return compose(load(project / "live", Options(outputs="reference", env={})))


def assumed(project: Path, terraform: Terraform, store: Store | None = None) -> Assumed:
    return assume(composed(project), project / ".groundplan/base", terraform, store=store)


def absent(terraform: Terraform) -> Terraform:
    """The same Terraform, as it seems, but there is no program to run."""
    return replace(terraform, binary=replace(terraform.binary, path=Path("/nowhere/terraform")))


def planned(project: Path, state: dict[str, Any], terraform: Terraform, name: str = "head") -> Plan:
    """The composition planned on a state."""
    composition, folder = composed(project), project / ".groundplan" / name
    composition.write(folder)
    initialise(folder, terraform)
    write_state(state, folder)
    terraform.plan(folder, folder / "plan", options=("-refresh=false",))
    return cut(terraform.show(folder, folder / "plan"), composition.members)


def attributes(state: dict[str, Any], unit: str, key: str) -> dict[str, Any]:
    (resource,) = (
        each for each in cut_state(state, [unit])["resources"] if each["name"] == "this" and each["mode"] == "managed"
    )
    (found,) = (each["attributes"] for each in resource["instances"] if each["index_key"] == key)
    return dict(found)


def test_a_composition_settles_with_all_its_references_resolved(project: Path, terraform: Terraform) -> None:
    result = assumed(project, terraform)
    assert result.unsettled == ()
    assert cut(result.document, composed(project).members).counts == {}
    values = after(result.document).resources['module.dev--second.terraform_data.this["a"]'].values
    ids = {key: attributes(result.state, "dev/first", key)["id"] for key in "ab"}
    assert values["input"]["needs"] == ids
    assert {result.placeholders[text].full_address for text in ids.values()} == {
        f'module.dev--first.terraform_data.this["{key}"]' for key in "ab"
    }
    assert result.rounds == 2


def test_what_is_known_needs_no_terraform(project: Path, terraform: Terraform, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = assumed(project, terraform, store)
    again = assumed(project, absent(terraform), store)
    assert again.rounds == 0
    assert again.state == first.state
    assert again.placeholders == first.placeholders
    for part in ("planned_values", "configuration", "resource_changes", "checks"):
        assert _sorted(again.document.get(part) or []) == _sorted(first.document.get(part) or []), part
    assert (
        again.document["prior_state"]["values"]["root_module"] == first.document["prior_state"]["values"]["root_module"]
    )


def _sorted(value: Any) -> Any:
    """A value without what the order of units makes different."""
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return {key: _sorted(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_only_what_changed_and_what_needs_it_is_made_anew(project: Path, terraform: Terraform, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = assumed(project, terraform, store)
    before = unit_keys(composed(project), terraform)
    unit(project, "second", '"changed"', NEEDS, "  needs = dependency.first.outputs.ids\n")
    now = unit_keys(composed(project), terraform)
    assert {path for path in now if now[path] != before[path]} == {"dev/second"}
    second = assumed(project, terraform, store)
    assert second.rounds > 0
    others = ["dev/first", "dev/third"]
    assert cut_state(second.state, others) == cut_state(first.state, others)
    assert attributes(second.state, "dev/second", "a")["input"]["value"]["name"] == "changed-a"
    assert attributes(second.state, "dev/second", "a")["id"] == attributes(first.state, "dev/second", "a")["id"]


@pytest.mark.parametrize(
    ("change", "affected"),
    [
        (lambda project: unit(project, "first", '"y"'), {"dev/first", "dev/second"}),
        (lambda project: unit(project, "third", '"y"'), {"dev/third"}),
        (lambda project: unit(project, "fourth"), {"dev/fourth"}),
        (lambda project: shutil.rmtree(project / "live/dev/third"), set()),
        (lambda project: write(project / "modules/box/note.txt", "x"), {"dev/first", "dev/second", "dev/third"}),
        (lambda project: write(project / "first.zip", "other"), {"dev/first", "dev/second"}),
        (lambda project: write(project / "modules/other/main.tf", "locals {}"), set()),
    ],
    ids=["needed", "alone", "added", "removed", "module", "package", "elsewhere"],
)
def test_a_key_is_made_of_the_units_content_and_its_needs(
    project: Path, terraform: Terraform, change: Any, affected: set[str]
) -> None:
    write(project / "first.zip", "package")
    before = unit_keys(composed(project), terraform)
    change(project)
    now = unit_keys(composed(project), terraform)
    assert {path for path in now if now[path] != before.get(path)} == affected


def test_keys_do_not_depend_on_where_the_project_lies_or_on_the_emulators_port(
    project: Path, terraform: Terraform, tmp_path: Path
) -> None:
    def provider(port: int) -> None:
        body = f'{{"provider": {{"aws": {{"region": "us-east-1", "endpoints": {{"s3": "http://127.0.0.1:{port}"}}}}}}}}'
        head = 'generate "provider" {\n  path = "p.tf.json"\n  if_exists = "overwrite"\n'
        generate = f"{head}  contents = <<-E\n{body}\nE\n}}\n"
        for name in ("first", "second", "third"):
            path = project / f"live/dev/{name}/terragrunt.hcl"
            path.write_text(path.read_text().partition("generate")[0] + generate)

    def keys(project: Path, port: int) -> dict[str, str]:
        environment = {**terraform.environment, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        return unit_keys(composed(project), replace(terraform, environment=environment))

    provider(1111)
    before = keys(project, 1111)
    provider(2222)
    moved = shutil.move(project, tmp_path / "elsewhere" / "deeper")
    assert keys(moved, 2222) == before


def test_what_is_kept_serves_the_project_in_another_folder(project: Path, terraform: Terraform, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = assumed(project, terraform, store)
    moved = Path(shutil.copytree(project, tmp_path / "elsewhere" / "deeper" / "project"))
    composition, folder = composed(moved), moved / "work"
    second = assume(composition, folder, absent(terraform), store=store)
    assert str(project) not in json.dumps([second.state, second.document])
    assert f"{moved}/first.zip-a" in json.dumps(second.state)
    assert attributes(second.state, "dev/first", "a")["input"]["value"]["module"] == "../modules/box"
    assert attributes(first.state, "dev/first", "a")["input"]["value"]["module"] == "../../modules/box"
    composition.write(folder)
    initialise(folder, terraform)
    write_state(second.state, folder)
    terraform.plan(folder, folder / "plan", options=("-refresh=false",))
    assert cut(terraform.show(folder, folder / "plan"), composition.members).counts == {}


def test_a_state_can_be_moved_by_hand(project: Path, terraform: Terraform, tmp_path: Path) -> None:
    state = assumed(project, terraform).state
    moved = relocate(state, project, tmp_path / "new")
    assert f"{tmp_path}/new/first.zip-a" in json.dumps(moved)
    assert str(project) not in json.dumps(moved)
    assert f"{project}/first.zip-a" in json.dumps(state), "the state that was given is as it was"


def test_relative_paths_move_along_where_the_folders_are_known(tmp_path: Path) -> None:
    old, new = tmp_path / "work/trees/1", tmp_path
    state = {"resources": ["../trees/1/modules/box/a.zip", f"{old}/b.zip", "../x"]}
    moved = relocate(state, old, new, old_folder=tmp_path / "work/base", new_folder=tmp_path / "work/head")
    assert moved == {"resources": ["../../modules/box/a.zip", f"{new}/b.zip", "../x"]}


def test_a_state_is_cut_by_unit(project: Path, terraform: Terraform) -> None:
    state = assumed(project, terraform).state
    part = cut_state(state, ["dev/first"])
    assert {each["module"] for each in part["resources"]} == {"module.dev--first"}
    plan = planned(project, part, terraform)
    assert {path: dict(each.counts) for path, each in plan.units.items()} == {
        "dev/first": {},
        "dev/second": {"add": 3},
        "dev/third": {"add": 3},
    }


def test_the_head_is_what_its_plan_says_where_nothing_waits(
    project: Path, terraform: Terraform, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    base = assumed(project, terraform, store)
    write(
        project / "modules/box/main.tf", MODULE.replace('["a", "b"]', '["a"]').replace("terraform_data.all.output", "1")
    )
    unit(project, "second", '"two"')
    text = (project / "modules/box/main.tf").read_text()
    write(project / "modules/box/main.tf", text.partition('resource "terraform_data" "all"')[0])
    plan = planned(project, base.state, terraform)
    assert dict(plan.counts) == {"change": 1, "destroy": 6}
    head = advance(composed(project), project / ".groundplan/head", terraform, plan, store=store)
    assert head.rounds == 0
    assert cut(head.document, composed(project).members).counts == {}
    snapshot = after(head.document).resources
    assert list(snapshot) == [f'module.dev--{name}.terraform_data.this["a"]' for name in ("first", "second", "third")]
    assert snapshot['module.dev--second.terraform_data.this["a"]'].values["output"]["needs"] is None


def test_the_head_is_settled_where_what_changes_feeds_others(
    project: Path, terraform: Terraform, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    base = assumed(project, terraform, store)
    write(project / "modules/box/main.tf", MODULE.replace('["a", "b"]', '["a", "c"]'))
    plan = planned(project, base.state, terraform)
    head = advance(composed(project), project / ".groundplan/head", terraform, plan, store=store)
    assert head.rounds == 1, "one plan, which proves it"
    assert cut(head.document, composed(project).members).counts == {}
    scratch = assume(composed(project), project / ".groundplan/scratch", terraform)
    assert head.state == scratch.state, "as if nothing had been before"
    kept = ('module.dev--first.terraform_data.this["a"]', "module.dev--first.terraform_data.all")
    then, now = after(base.document).resources, after(head.document).resources
    assert [then[address].values["id"] for address in kept] == [now[address].values["id"] for address in kept]
    again = advance(composed(project), project / ".groundplan/head", absent(terraform), plan, store=store)
    assert (again.rounds, again.state) == (0, head.state)


def test_what_does_not_plan_is_told_with_terraforms_words(project: Path, terraform: Terraform) -> None:
    write(project / "modules/box/main.tf", MODULE.replace("var.needs,", "var.nothing,"))
    with pytest.raises(TerraformError) as caught:
        assumed(project, terraform)
    assert "nothing" in str(caught.value)


def test_what_never_settles_is_named_and_kept_still(project: Path, terraform: Terraform, tmp_path: Path) -> None:
    restless = MODULE + 'resource "terraform_data" "now" {\n  input = timestamp()\n}\n'
    write(project / "modules/box/main.tf", restless)
    store = Store(tmp_path / "store")
    base = assumed(project, terraform, store)
    expected = [f"module.dev--{name}.terraform_data.now" for name in ("first", "second", "third")]
    assert [(each.full_address, each.action) for each in base.unsettled] == [(each, "update") for each in expected]
    assert all(set(each.attributes) == {"input", "output"} for each in base.unsettled)
    assert cut(base.document, composed(project).members).counts == {}
    assert assumed(project, absent(terraform), store).unsettled == base.unsettled
    unit(project, "third", '"changed"')
    plan = planned(project, base.state, terraform)
    assert plan.counts["change"] == 5
    calm = cut(quiet(plan.document, base.unsettled), plan.units)
    assert sorted(each.full_address for each in calm.changes if each.action != "none") == [
        f'module.dev--third.terraform_data.this["{key}"]' for key in "ab"
    ]


def test_what_no_made_up_value_can_meet_does_not_stop_the_rest(project: Path, terraform: Terraform) -> None:
    demanding = """
        resource "terraform_data" "demanding" {
          input = terraform_data.all.id
          lifecycle {
            precondition {
              condition     = startswith(terraform_data.all.id, "real-")
              error_message = "Only AWS knows such an id."
            }
          }
        }
    """
    shutil.copytree(project / "modules/box", project / "modules/demanding")
    write(project / "modules/demanding/more.tf", demanding)
    unit(project, "third", '"three"')
    path = project / "live/dev/third/terragrunt.hcl"
    path.write_text(path.read_text().replace("modules//box", "modules//demanding"))
    result = assumed(project, terraform)
    assert {each.full_address.split(".")[1] for each in result.unsettled} == {"dev--third"}
    assert {each.action for each in result.unsettled} == {"create"}
    assert cut(result.document, composed(project).members).counts == {}
    plan = planned(project, result.state, terraform)
    assert {path: dict(each.counts) for path, each in plan.units.items()}["dev/second"] == {}
    assert cut(quiet(plan.document, result.unsettled), plan.units).counts == {}


def test_a_change_of_something_restless_is_still_seen() -> None:
    change = {
        "address": "module.a.x.y",
        "mode": "managed",
        "change": {"actions": ["update"], "before": {"a": 1, "b": 1}, "after": {"a": 2, "b": 2}, "after_unknown": {}},
    }
    document = {"resource_changes": [change]}
    assert quiet(document, [Unsettled("module.a.x.y", ("a",), "update")])["resource_changes"] == [change]
    assert quiet(document, [Unsettled("module.a.x.y", ("a", "b"), "replace")])["resource_changes"] == [change]
    (silent,) = quiet(document, [Unsettled("module.a.x.y", ("a", "b"), "update")])["resource_changes"]
    assert silent["change"]["actions"] == ["no-op"]
