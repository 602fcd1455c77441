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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("aws_x.y", 1),
        ('aws_x.y["a.b"]', 1),
        ("{ for k, v in aws_x.y : k => v }", 1),
        ("one(aws_x.y)", 1),
        ("{ all = [aws_x.y] }", 1),
        ("local.all", 1),
        ("var.on ? aws_x.y : null", 1),
        ("module.inner", 1),
        ("{ for k, v in aws_x.y : k => v.id }", 0),
        ("aws_x.y[*].id", 0),
        ("keys(aws_x.y)", 0),
        ("length(aws_x.y) > 0", 0),
        ("local.ids", 0),
    ],
)
def test_an_output_is_a_whole_resource(make: Make, value: str, expected: int) -> None:
    locals_ = "locals {\n  all = aws_x.y\n  ids = aws_x.y[*].id\n}\n"
    assert count(make, "GP017", f'output "o" {{\n  value = {value}\n}}\n{locals_}') == expected


@pytest.mark.parametrize(
    ("name", "type_", "expected"),
    [
        ("passwords", "map(string)", 1),
        ("tokens", "set(string)", 1),
        ("database", "object({ user = string, password = optional(string) })", 1),
        ("users", "map(object({ api_key = string, name = string }))", 1),
        ("connection_string", "string", 1),
        ("password", "object({ length = number, secret_arn = string })", 0),
        ("manage_password", "bool", 0),
        ("secrets", "map(string)", 0),
        ("secret_arn", "string", 0),
        ("token_ttl", "string", 0),
    ],
)
def test_inputs_that_are_secrets(make: Make, name: str, type_: str, expected: int) -> None:
    assert count(make, "GP022", f'variable "{name}" {{\n  type = {type_}\n}}\n') == expected
    flags = "  sensitive = true\n  ephemeral = true\n"
    assert count(make, "GP022", f'variable "{name}" {{\n  type = {type_}\n{flags}}}\n') == 0


@pytest.mark.parametrize(
    ("type_", "body", "expected"),
    [
        ("aws_mq_broker", "user {\n    password = var.p\n  }", 1),
        ("aws_redshiftserverless_namespace", "admin_user_password = var.p", 1),
        ("aws_iam_access_key", 'user = "x"', 1),
        ("random_password", "length = 20", 1),
        ("aws_ssm_parameter", 'type = var.s ? "SecureString" : "String"\n  value = var.p', 1),
        ("aws_ssm_parameter", "type = local.kind\n  value = var.p", 1),
        ("aws_ssm_parameter", 'type = "String"\n  value = var.p', 0),
        ("aws_db_instance", "password_wo = var.p\n  manage_master_user_password = true", 0),
        ("aws_iam_account_password_policy", "allow_users_to_change_password = true", 0),
    ],
)
def test_secrets_that_resources_keep(make: Make, type_: str, body: str, expected: int) -> None:
    locals_ = 'locals {\n  kind = "SecureString"\n}\n'
    assert count(make, "GP023", f'resource "{type_}" "a" {{\n  {body}\n}}\n{locals_}') == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('policy = <<-EOT\n    {\n      "Version": "1"\n    }\n  EOT', 1),
        ('inline_policy {\n    policy = "{\\"Version\\": \\"${var.x}\\"}"\n  }', 1),
        ('assume_role_policy = var.x ? "{\\"Version\\": 1}" : null', 1),
        ('policy = jsonencode({ Version = "1" })', 0),
        ('policy = "${local.policy}"', 0),
        ('policy = "simple"', 0),
    ],
)
def test_policies_in_texts(make: Make, body: str, expected: int) -> None:
    assert count(make, "GP027", f'resource "aws_x" "a" {{\n  {body}\n}}\n') == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('a = "eu-west-1"', 1),
        ('a = "eu-west-1a"', 1),
        ('a = "us-gov-west-1"', 1),
        ('a = "com.amazonaws.us-east-1.s3"', 1),
        ('a = "https://sqs.example.com/123456789012/q"', 1),
        ('a = "arn:aws:iam::123456789012:role/x"', 1),
        ('a = "x # y" == "eu-west-1"', 1),
        ("a = <<-EOT\n    # arn:aws:iam::123456789012:role/x\n  EOT", 1),
        ('a = 1 # "eu-west-1"', 0),
        ('a = 1 // "eu-west-1"', 0),
        ('/* "eu-west-1"\n  b = "123456789012" */', 0),
        ('a = "000000000000"', 0),
        ("a = 107374182400", 0),
        ('a = "us-west"', 0),
        ('a = "arn:${var.partition}:iam::${var.account_id}:role/x"', 0),
    ],
)
def test_places_in_modules_and_units(make: Make, line: str, expected: int) -> None:
    assert count(make, "GP026", f'resource "x" "y" {{\n  {line}\n}}\n') == expected
    project = make({"live/a/terragrunt.hcl": f"locals {{\n  {line}\n}}\n"})
    assert len(rules_find(project, "GP211")) == expected
