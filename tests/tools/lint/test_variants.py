"""What rules make of the ways in which the same thing is written in Terraform."""

import pytest

from tests.tools.lint.conftest import Make
from tests.tools.lint.finding import rules_find


def count(make: Make, rule: str, text: str) -> int:
    return len(rules_find(make({"modules/x/main.tf": text}), rule))


@pytest.mark.parametrize(
    ("versions", "terraform", "provider"),
    [
        (">= 1.11", 0, 1),
        ("~> 1.11", 0, 0),
        ("< 2.0, >= 1.11", 0, 0),
        ("> 1, != 1.5, <= 3", 0, 0),
        ("1.11.4", 1, 1),
        ("= 1.11.4", 1, 1),
        ("< 2.0", 1, 1),
    ],
)
def test_bounds_of_versions(make: Make, versions: str, terraform: int, provider: int) -> None:
    text = f"""terraform {{
  required_version = "{versions}"
  required_providers {{
    aws = {{ version = "{versions}" }}
  }}
}}
"""
    assert (count(make, "GP013", text), count(make, "GP014", text)) == (terraform, provider)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("var.a ? 1 : 0", 0),
        ("var.a ? (var.b ? 1 : 0) : 0", 0),
        ('"${var.a ? 1 : 0}"', 0),
        ("local.switch", 0),
        ("local.number", 1),
        ("local.itself", 1),
        ("var.many ? 2 : var.a ? 1 : 0", 1),
        ("length(var.l)", 1),
        ("1", 1),
    ],
)
def test_count_is_for_one_or_none(make: Make, expression: str, expected: int) -> None:
    locals_ = "locals {\n  switch = var.a ? 0 : 1\n  number = length(var.l)\n  itself = local.itself\n}\n"
    assert count(make, "GP015", f'resource "a" "b" {{\n  count = {expression}\n}}\n{locals_}') == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("deletion_protection = var.protected", 0),
        ("deletion_protection = local.on", 0),
        ("deletion_protection = null", 1),
        ('deletion_protection = "false"', 1),
        ("deletion_protection = !true", 1),
        ("deletion_protection = local.off", 1),
        ("deletion_protection = true\n  skip_final_snapshot = true", 1),
        ("deletion_protection = true\n  skip_final_snapshot = !var.keep", 0),
    ],
)
def test_a_protection_that_is_off_however_it_is_written(make: Make, line: str, expected: int) -> None:
    locals_ = "locals {\n  off = !local.on\n  on  = true\n}\n"
    assert count(make, "GP021", f'resource "aws_db_instance" "a" {{\n  {line}\n}}\n{locals_}') == expected


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([("a.one", "a.two"), ("a.two", "a.now")], 0),
        ([("a.now", "a.now[0]")], 0),
        ([("a.old", 'a.now["x]y.z"]')], 0),
        ([('a.other["x"]', "a.now")], 0),
        ([("module.m.a.now", "a.now")], 0),
        ([("a.old", "a.nowhere")], 1),
        ([("a.other", "a.now")], 1),
    ],
)
def test_moves(make: Make, moves: list[tuple[str, str]], expected: int) -> None:
    there = 'resource "a" "now" {\n}\nresource "a" "other" {\n}\nmodule "m" {\n  source = "./m"\n}\n'
    blocks = "".join(f"moved {{\n  from = {origin}\n  to   = {target}\n}}\n" for origin, target in moves)
    assert count(make, "GP025", there + blocks) == expected
