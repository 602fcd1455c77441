"""References are worked out from the code: however deep they go, the second plan is empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

from tests.files import write
from tools.assume.settle import Settling

ROOT = """
    module "app" {
      source   = "./app"
      settings = { name = "app" }
    }
    resource "terraform_data" "after" {
      input = module.app.last
    }
"""

APP = """
    variable "settings" {
      type = object({
        name = string
        size = optional(number, 3)
        more = optional(object({ x = optional(string, "y") }), {})
      })
    }
    variable "unset" {
      type     = string
      nullable = false
      default  = "default"
    }
    locals {
      ids = { for key, each in terraform_data.each : key => each.id }
    }
    resource "terraform_data" "first" {
      input = var.settings.name
    }
    resource "terraform_data" "counted" {
      count = 2
      input = "${count.index}-${terraform_data.first.id}"
    }
    resource "terraform_data" "none" {
      count = 0
      input = terraform_data.first.id
    }
    resource "terraform_data" "each" {
      for_each = { a = "one", b = "two" }
      input = {
        key   = each.key
        value = each.value
        size  = var.settings.size
        more  = var.settings.more.x
        all   = terraform_data.counted[*].output
        none  = one(terraform_data.none[*].id)
      }
      triggers_replace = [terraform_data.counted[each.key == "a" ? 0 : 1].id]
    }
    module "inner" {
      source   = "../inner"
      for_each = toset(["x", "y.z"])
      id       = jsonencode(local.ids)
      name     = "${each.value}-${path.module}-${var.unset}"
    }
    resource "terraform_data" "last" {
      input            = [for key, each in module.inner : upper(each.id)]
      triggers_replace = module.inner["x"].id
    }
    output "last" { value = terraform_data.last.output }
"""

INNER = """
    variable "id" { type = string }
    variable "name" { type = string }
    resource "terraform_data" "this" {
      input            = "${var.name}: ${var.id}"
      triggers_replace = md5(var.id)
    }
    output "id" { value = terraform_data.this.output }
"""


def root(folder: Path, **files: str) -> Path:
    names = {name: "main.tf" if name == "root" else f"{name}/main.tf" for name in files}
    return write(folder, {names[name]: dedent(text) for name, text in files.items()})


def test_a_chain_of_any_depth_settles_in_two_plans(initialised: Callable[[Path], Settling], tmp_path: Path) -> None:
    settling = initialised(root(tmp_path, root=ROOT, app=APP, inner=INNER))
    assert settling.run(None) == ()
    assert settling.rounds == 2
    values = {address: entry.attributes for address, entry in settling.assembly.entries.items()}
    first = values["module.app.terraform_data.first"]["id"]
    assert values['module.app.terraform_data.each["a"]']["input"] == {
        "key": "a",
        "value": "one",
        "size": 3,
        "more": "y",
        "all": [f"0-{first}", f"1-{first}"],
        "none": None,
    }
    inner = values['module.app.module.inner["y.z"].terraform_data.this']
    assert inner["input"].startswith('y.z-app-default: {"a":"')
    assert values["terraform_data.after"]["input"][1] == inner["output"].upper()


def test_what_the_code_does_not_tell_takes_another_plan(
    initialised: Callable[[Path], Settling], tmp_path: Path
) -> None:
    code = """
        resource "terraform_data" "first" {}
        resource "terraform_data" "second" {
          input = plantimestamp() == "" ? "" : "${terraform_data.first.id}${substr(plantimestamp(), 0, 0)}"
        }
        resource "terraform_data" "third" {
          input = terraform_data.second.output
        }
    """
    settling = initialised(root(tmp_path, root=code))
    assert settling.run(None) == ()
    values = {address: entry.attributes for address, entry in settling.assembly.entries.items()}
    assert values["terraform_data.third"]["input"] == values["terraform_data.first"]["id"]
