"""The same with Terraform's own plans: what it says of a change is read as it is meant.

``terraform_data`` is built in, so no provider and no cloud is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.compose import Plan, cut
from tools.compose.snapshot import after, before
from tools.review.changes import changes, refused_by, with_refused, without
from tools.review.model import ResourceChange
from tools.terraform import Terraform, TerraformError, base_environment, find_terraform

SECRET = "hunter2-hunter2"  # pragma: allowlist secret

BASE = """
variable "password" {
  type      = string
  sensitive = true
}
resource "terraform_data" "same" { input = "same" }
resource "terraform_data" "updated" {
  input = { size = 1, tags = { Owner = "a" }, policy = jsonencode({ Statement = { Sid = "A", Action = "x:One" } }) }
}
resource "terraform_data" "replaced" {
  input            = "x"
  triggers_replace = ["one"]
}
resource "terraform_data" "keyed" {
  for_each = toset(["a", "b"])
  input    = each.key
}
resource "terraform_data" "counted" {
  count = 2
  input = count.index
}
resource "terraform_data" "gone" { input = "a value of its own" }
resource "terraform_data" "old" { input = "moved" }
resource "terraform_data" "before" { input = { name = "renamed", size = 3 } }
resource "terraform_data" "secret" { input = { user = "u", password = var.password } }
resource "terraform_data" "follower" { triggers_replace = [terraform_data.replaced.id] }
module "inner" { source = "./inner" }
output "id" { value = terraform_data.replaced.id }
"""
HEAD = """
variable "password" {
  type      = string
  sensitive = true
}
resource "terraform_data" "same" { input = "same" }
resource "terraform_data" "updated" {
  input = { size = 2, tags = { Owner = "b" }, policy = jsonencode({ Statement = { Sid = "A", Action = "x:Two" } }) }
}
resource "terraform_data" "replaced" {
  input            = "x"
  triggers_replace = ["two"]
}
resource "terraform_data" "keyed" {
  for_each = toset(["a"])
  input    = each.key
}
resource "terraform_data" "counted" {
  count = 1
  input = count.index
}
resource "terraform_data" "new" { input = "moved" }
moved {
  from = terraform_data.old
  to   = terraform_data.new
}
resource "terraform_data" "after" { input = { name = "renamed", size = 3 } }
resource "terraform_data" "secret" { input = { user = "v", password = "${var.password}!" } }
resource "terraform_data" "follower" { triggers_replace = [terraform_data.replaced.id] }
output "id" { value = terraform_data.replaced.id }
"""
ROOT = f"""
module "dev--app" {{
  source   = "./app"
  password = "{SECRET}"
}}
module "dev--user" {{
  source = "./user"
  id     = module.dev--app.id
}}
"""
GONE = """
module "dev--gone" { source = "./app/inner" }
"""
USER = """
variable "id" { type = string }
resource "terraform_data" "this" { input = var.id }
"""


@dataclass(frozen=True)
class Workshop:
    """A folder with a Terraform root."""

    folder: Path
    terraform: Terraform

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def plan(self, name: str = "p") -> dict[str, Any]:
        out = self.folder / name
        self.terraform.plan(self.folder, out, options=("-refresh=false",))
        return self.terraform.show(self.folder, out)

    @property
    def state(self) -> Path:
        return self.folder / "terraform.tfstate"


def workshop(folder: Path, repository: Path, files: Mapping[str, str]) -> Workshop:
    """A root that is applied."""
    binary = find_terraform()
    made = Workshop(folder, Terraform(binary, base_environment(repository, binary)))
    made.write(files)
    made.terraform.init(folder)
    made.terraform.apply(folder)
    return made


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> dict[str, ResourceChange]:
    inner = 'resource "terraform_data" "this" { input = "inner" }\n'
    files = {"main.tf": ROOT + GONE, "app/main.tf": BASE, "app/inner/main.tf": inner, "user/main.tf": USER}
    made = workshop(tmp_path_factory.mktemp("root"), repository, files)
    made.write({"main.tf": ROOT, "app/main.tf": HEAD})
    document = made.plan()
    result = changes(cut(document, ["dev/app", "dev/user"]), before(document), after(document), {})
    assert SECRET not in repr(result)
    assert [each.action for each in result["dev/app"]] == sorted(
        (each.action for each in result["dev/app"]),
        key=["replace", "destroy", "change", "add", "import", "move"].index,
    )
    return {f"{path}:{each.address}": each for path, unit in result.items() for each in unit}


def test_untouched_resources_are_left_out(found: dict[str, ResourceChange]) -> None:
    assert {key.removeprefix("dev/app:terraform_data."): each.action for key, each in found.items()} == {
        "updated": "change",
        "replaced": "replace",
        "follower": "replace",
        'keyed["b"]': "destroy",
        "counted[1]": "destroy",
        "gone": "destroy",
        "before": "destroy",
        "after": "add",
        "new": "move",
        "secret": "change",  # pragma: allowlist secret
        "dev/app:module.inner.terraform_data.this": "destroy",
        "dev/user:terraform_data.this": "change",
        "dev/gone:terraform_data.this": "destroy",
    }


def test_an_update_is_told_leaf_by_leaf(found: dict[str, ResourceChange]) -> None:
    updated = {each.path: each for each in found["dev/app:terraform_data.updated"].attributes}
    assert {path: (each.before, each.after) for path, each in updated.items() if each.kind == "changed"} == {
        "input.size": (1, 2),
        "input.tags.Owner": ("a", "b"),
        "input.policy.Statement[0].Action": (["x:One"], ["x:Two"]),
    }
    assert updated["output"].kind == "unknown"


def test_a_replacement_says_because_of_what(found: dict[str, ResourceChange]) -> None:
    replaced = found["dev/app:terraform_data.replaced"]
    assert (replaced.replaced_because, replaced.reason) == (("triggers_replace",), "it cannot be changed in place")
    (forced, *rest) = replaced.attributes
    assert (forced.path, forced.before, forced.after, forced.forces_replacement) == (
        "triggers_replace",
        ["one"],
        ["two"],
        True,
    )
    assert "id" not in {each.path for each in rest}


def test_a_replacement_spreads_to_what_rests_on_it(found: dict[str, ResourceChange]) -> None:
    follower = found["dev/app:terraform_data.follower"]
    assert follower.replaced_because == ("triggers_replace",)
    assert [each.forces_replacement for each in follower.attributes if each.path == "triggers_replace"] == [True]
    user = found["dev/user:terraform_data.this"]
    assert {each.path: each.kind for each in user.attributes} == {"input": "unknown", "output": "unknown"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ('dev/app:terraform_data.keyed["b"]', 'its key "b" is no longer in for_each'),
        ("dev/app:terraform_data.counted[1]", "its index 1 is no longer within count"),
        ("dev/app:terraform_data.gone", "its resource block is gone"),
        ("dev/app:module.inner.terraform_data.this", "module.inner is no longer called"),
        ("dev/gone:terraform_data.this", "its unit is gone"),
    ],
)
def test_a_destruction_says_why(found: dict[str, ResourceChange], address: str, reason: str) -> None:
    assert found[address].reason == reason


def test_a_move_knows_where_it_came_from(found: dict[str, ResourceChange]) -> None:
    moved = found["dev/app:terraform_data.new"]
    assert moved.previous_address == "terraform_data.old"
    assert moved.attributes == () and moved.hint is None


def test_a_rename_without_moved_gets_its_block(found: dict[str, ResourceChange]) -> None:
    hint = found["dev/app:terraform_data.before"].hint
    assert hint == found["dev/app:terraform_data.after"].hint
    assert hint is not None and "from = terraform_data.before\n  to   = terraform_data.after" in hint


def test_a_secret_is_masked_and_what_stands_beside_it_is_not(found: dict[str, ResourceChange]) -> None:
    attributes = {each.path: each for each in found["dev/app:terraform_data.secret"].attributes}
    assert (attributes["input.user"].before, attributes["input.user"].after) == ("u", "v")
    assert attributes["input.password"].sensitive and attributes["input.password"].after is None


KEPT = """
resource "terraform_data" "kept" {
  for_each         = toset(%s)
  input            = each.key
  triggers_replace = ["%s"]
  lifecycle { prevent_destroy = true }
}
output "id" { value = terraform_data.kept["it's \\"a\\""].id }
"""


def test_what_terraform_refuses_is_shown_as_what_it_would_be(tmp_path: Path, repository: Path) -> None:
    a, b = 'it\'s \\"a\\"', "b"
    files = {
        "main.tf": ROOT.replace(f'  password = "{SECRET}"\n', ""),
        "app/main.tf": KEPT % (f'["{a}", "{b}"]', "one"),
        "user/main.tf": USER,
    }
    made = workshop(tmp_path, repository, files)
    made.write({"app/main.tf": KEPT % (f'["{a}"]', "two")})
    with pytest.raises(TerraformError) as caught:
        made.plan("refused")
    refused = refused_by(caught.value)
    kept = 'module.dev--app.terraform_data.kept["it\'s \\"a\\""]'
    gone = 'module.dev--app.terraform_data.kept["b"]'
    assert refused.keys() == {kept, gone}
    assert "prevent_destroy" in refused[kept] and "app/main.tf:2" in refused[kept]

    errored = cut(made.terraform.show(made.folder, made.folder / "refused"), [])
    state = json.loads(made.state.read_text(encoding="utf-8"))
    base = before(errored.document)
    made.state.write_text(json.dumps(without(state, refused)), encoding="utf-8")
    document = made.plan("again")
    plan = cut(document, ["dev/app", "dev/user"])
    assert plan.counts == {"add": 1, "change": 1}

    def shown(whole: Plan) -> dict[str, ResourceChange]:
        result = changes(whole, base, after(document), {}, refused=refused)
        return {each.full_address: each for unit in result.values() for each in unit}

    exact = shown(with_refused(plan, refused, base, {each.full_address: each for each in errored.changes}))
    assert {key: (each.action, each.refused is not None) for key, each in exact.items()} == {
        kept: ("replace", True),
        gone: ("destroy", True),
        "module.dev--user.terraform_data.this": ("change", False),
    }
    assert exact[kept].replaced_because == ("triggers_replace",)
    assert exact[gone].reason == 'its key "b" is no longer in for_each'
    guessed = shown(with_refused(plan, refused, base))
    assert {key: each.action for key, each in guessed.items()} == {key: each.action for key, each in exact.items()}


def test_other_errors_are_no_refusals(tmp_path: Path, repository: Path) -> None:
    made = workshop(tmp_path, repository, {"main.tf": 'resource "terraform_data" "a" { input = 1 }\n'})
    made.write({"main.tf": 'resource "terraform_data" "a" { input = nothing }\n'})
    with pytest.raises(TerraformError) as caught:
        made.plan()
    assert refused_by(caught.value) == {}
