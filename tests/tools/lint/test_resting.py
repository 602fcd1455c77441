"""What for_each and count rest on: only what AWS alone knows is told, whatever way it takes."""

import re

import pytest

from tests.tools.lint.conftest import Make
from tests.tools.lint.finding import rules_find

AROUND = """
resource "aws_x" "one" {
  name = var.name
  tags = { a = aws_y.z.id }
}

resource "aws_x" "many" {
  for_each = var.m
  name     = each.key
}

module "inner" {
  source = "./inner"
}

locals {
  named  = { a = { on = true, id = aws_y.z.id } }
  ids    = [aws_y.z.id]
  itself = { for k, v in local.itself : v.id => k }
}
"""
INNER = """
output "ids" {
  value = aws_y.z[*].id
}

output "names" {
  value = keys(var.m)
}
"""


def found(make: Make, line: str) -> list[str]:
    text = f'resource "a" "b" {{\n  {line}\n}}\n{AROUND}'
    project = make({"modules/x/main.tf": text, "modules/x/inner/main.tf": INNER})
    return [re.findall(r"rests? on (\S+),", each.message)[0] for each in rules_find(project, "GP029")]


@pytest.mark.parametrize(
    ("expression", "late"),
    [
        ("toset(aws_y.z[*].id)", "aws_y.z.id"),
        ("toset(local.ids)", "aws_y.z.id"),
        ("{ for k, v in var.m : aws_x.many[k].id => v }", "aws_x.many.id"),
        ("{ for k, v in aws_x.many : v.id => k }", "aws_x.many.id"),
        ("{ for k, v in aws_x.many : k => v if v.on }", "aws_x.many.on"),
        ("{ for x in flatten([for a in var.l : [for b in a : { key = aws_y.z.id }]]) : x.key => x }", "aws_y.z.id"),
        ("{ for k, v in local.named : v.id => k }", "aws_y.z.id"),
        ("zipmap(aws_y.z[*].id, var.l)", "aws_y.z.id"),
        ("merge(var.m, { (aws_y.z.id) = 1 })", "aws_y.z.id"),
        ("toset(values(aws_x.one.tags))", "aws_y.z.id"),
        ("aws_y.z.id == null ? {} : var.m", "aws_y.z.id"),
        ("toset(module.inner.ids)", "aws_y.z.id"),
        ("toset([uuid()])", "uuid()"),
    ],
)
def test_keys_that_only_aws_knows(make: Make, expression: str, late: str) -> None:
    assert found(make, f"for_each = {expression}") == [late]


@pytest.mark.parametrize(
    "expression",
    [
        "aws_x.many",
        "{ for k, v in aws_x.many : k => v.id }",
        "toset([for x in aws_x.many : x.name])",
        "toset([aws_x.one.name])",
        "aws_x.one.tags",
        "toset(keys(aws_x.many))",
        "length(aws_x.many) > 0 ? var.m : {}",
        "{ for k, v in local.named : k => v if v.on }",
        "{ for i, id in aws_y.z[*].id : tostring(i) => id }",
        "{ for x in flatten([for a in var.l : [for b in a : { key = b, id = aws_y.z.id }]]) : x.key => x }",
        "zipmap(var.l, aws_y.z[*].id)",
        "merge(var.m, { a = aws_y.z.id })",
        "toset(module.inner.names)",
        "local.itself",
    ],
)
def test_keys_that_the_caller_gives(make: Make, expression: str) -> None:
    assert found(make, f"for_each = {expression}") == []


def test_count(make: Make) -> None:
    assert found(make, 'count = aws_y.z.id == "" ? 0 : 1') == ["aws_y.z.id"]
    assert found(make, "count = length(aws_x.many) > 0 ? 1 : 0") == []
