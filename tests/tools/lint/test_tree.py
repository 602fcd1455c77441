from collections.abc import Callable

import pytest

from tests.tools.lint.finding import rules_find
from tools.lint.model import Project

Make = Callable[..., Project]

MODULE = """\
variable "name" {
  type = string
}

variable "size" {
  type    = object({ days = optional(number, 1) })
  default = {}
}
"""
ROOT = """\
inputs = {
  name   = "n"
  shared = "only the second module takes it"
}
"""
UNIT = """\
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_terragrunt_dir()}/../../modules/a"
}

inputs = {
  size = { days = 2 }
}
"""
TREE = {
    "modules/a/main.tf": MODULE,
    "modules/b/main.tf": MODULE + 'variable "shared" {\n  type = string\n}\n',
    "live/root.hcl": ROOT,
    "live/a/terragrunt.hcl": UNIT,
    "live/b/terragrunt.hcl": UNIT.replace("modules/a", "modules/b"),
}


def test_a_tree_that_fits(make: Make) -> None:
    assert rules_find(make(TREE), "inputs") == []


def test_a_unit_of_a_function_needs_no_package(make: Make) -> None:
    built = 'jsondecode(file("${get_terragrunt_dir()}/../../.groundplan/packages/api.json"))'
    unit = UNIT.replace("days = 2", f"days = {built}.runtime")
    files = TREE | {"live/a/terragrunt.hcl": unit, "functions/api/requirements.txt": ""}
    assert [found.rule for found in rules_find(make(files), "inputs")] == ["GP201"]
    platform = {"functions/api/platform.json": '{"architecture": "arm64", "python": "3.11"}'}
    assert [found.rule for found in rules_find(make(files | platform), "inputs")] == ["GP205"]


OUTPUT = 'output "id" {\n  value = aws_x.y.id\n}\n'
DEPENDENCY = """
dependency "b" {
  config_path                             = "../b"
  mock_outputs                            = { other = "x" }
  mock_outputs_allowed_terraform_commands = ["plan"]
}
"""


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("dependency.b.outputs.id", 'the mock of "b" has no id'),
        ('dependency.b.outputs["id"]', 'the mock of "b" has no id'),
        ("dependency.b.outputs.idd", 'the unit uses idd of "b", which modules/b does not give (Did you mean "id"?)'),
        ('try(dependency.b.outputs.idd, "x")', "which modules/b does not give"),
    ],
)
def test_outputs_that_a_unit_uses(make: Make, use: str, words: str) -> None:
    unit = UNIT.replace("days = 2", f"days = {use}") + DEPENDENCY
    files = TREE | {"live/a/terragrunt.hcl": unit, "modules/b/outputs.tf": OUTPUT}
    (found,) = rules_find(make(files), "GP208")
    assert words in str(found)


TAKES = """\
variable "cfg" {
  type = object({
    days = optional(number, 1)
    many = optional(map(object({ arn = string })), {})
    list = optional(list(object({ arn = string })), [])
  })
}
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{ many = { for k in dependency.b.outputs.ids : k => { arn = k } } }", ""),
        ('dependency.b.outputs.id == "" ? { days = 1 } : {}', ""),
        ("{ list = [for k in dependency.b.outputs.ids : { arn = k, on = true }] }", "cfg.list[…].on"),
        ("{ many = { for k in dependency.b.outputs.ids : k => { arm = k } } }", "cfg.many[…].arm"),
        ('merge({ days = 1 }, dependency.b.outputs.id == "" ? { day = 1 } : { days = 2 })', "cfg.day"),
    ],
)
def test_attributes_of_what_other_units_decide(make: Make, value: str, expected: str) -> None:
    unit = UNIT.replace("size = { days = 2 }", f"cfg = {value}") + DEPENDENCY
    files = TREE | {"live/a/terragrunt.hcl": unit, "modules/a/main.tf": TAKES}
    messages = [each.message for each in (*rules_find(make(files), "GP204"), *rules_find(make(files), "GP205"))]
    assert [f"knows no attribute {expected}. " in message for message in messages] == ([True] if expected else [])


@pytest.mark.parametrize(
    ("unit", "files", "words"),
    [
        (UNIT.replace("modules/a", "modules/gone"), {}, "there is no module in modules/gone"),
        ("inputs = {}\n", {"live/a/main.tf": ""}, "its module is beside it"),
    ],
)
def test_a_module_that_is_not_in_the_library(make: Make, unit: str, files: dict[str, str], words: str) -> None:
    (found,) = rules_find(make(TREE | {"live/a/terragrunt.hcl": unit} | files), "GP212")
    assert words in found.message


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("size = { days", "sise = { days", 10, 'no module takes the input "sise" (Did you mean "size"?)'),
        ("days = 2", "day = 2", 10, "knows no attribute size.day"),
        ("days = 2", 'days = "x"', 10, "does not fit"),
        ('  path = find_in_parent_folders("root.hcl")', "  path = nothing()", 2, "nothing"),
    ],
)
def test_a_mistake_in_a_unit_is_told_at_its_line(make: Make, old: str, new: str, line: int, words: str) -> None:
    files = TREE | {"live/a/terragrunt.hcl": UNIT.replace(old, new)}
    (found,) = rules_find(make(files), "inputs")
    assert (found.path, found.line) == ("live/a/terragrunt.hcl", line)
    assert words in str(found)
    assert str(make({}).root) not in str(found)


def test_what_a_module_needs_and_nobody_gives(make: Make) -> None:
    found = rules_find(make(TREE | {"live/root.hcl": 'inputs = {\n  shared = ""\n}\n'}), "inputs")
    assert {f.path for f in found} == {"live/a/terragrunt.hcl", "live/b/terragrunt.hcl"}
    assert all('needs an input "name"' in f.message for f in found)


def test_a_shared_input_that_no_module_takes(make: Make) -> None:
    files = TREE | {"live/root.hcl": ROOT.replace("shared =", "sharde =").replace("}", '  shared = "x"\n}')}
    (found,) = rules_find(make(files), "inputs")
    assert (found.path, found.line) == ("live/root.hcl", 3)


def test_a_project_without_a_tree(make: Make) -> None:
    assert rules_find(make({"a.txt": "x"}), "inputs") == []
