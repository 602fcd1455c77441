from collections.abc import Callable

import pytest

from tests.tools.lint.finding import rules_find
from tools.lint.model import Project

Make = Callable[..., Project]

VARIABLES = """\
variable "name" {
  description = "Full name."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key for the logs; null means the key of AWS."
  type        = string
  default     = null
}

variable "tags" {
  description = "More tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
"""
VERSIONS = """\
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}
"""
OUTPUTS = """\
output "arn" {
  description = "Its ARN."
  value       = aws_s3_bucket.this.arn
}

output "names" {
  description = "Names by key."
  value       = { for key, bucket in aws_s3_bucket.more : key => bucket.id }
}
"""
MAIN = """\
resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:One region is enough.
  bucket = var.name
}

resource "aws_s3_bucket" "more" {
  for_each = var.tags
}

resource "aws_s3_bucket" "maybe" {
  count = var.kms_key_arn == null ? 0 : 1
}
"""
EXAMPLE = 'module "bucket" {\n  source = "../.."\n\n  name = "x"\n}\n'
GOOD = {
    "modules/data/bucket/variables.tf": VARIABLES,
    "modules/data/bucket/versions.tf": VERSIONS,
    "modules/data/bucket/outputs.tf": OUTPUTS,
    "modules/data/bucket/main.tf": MAIN,
    "modules/data/bucket/README.md": "# x\n",
    "modules/data/bucket/examples/minimal/main.tf": EXAMPLE,
    "modules/data/bucket/examples/complete/main.tf": EXAMPLE,
}


def test_a_module_that_keeps_the_rules(make: Make) -> None:
    project = make(GOOD)
    assert rules_find(project, "modules") == []
    assert rules_find(project, "examples") == []


VARIABLE = 'variable "{name}" {{\n  description = "{description}"\n  type = {type}\n  {rest}\n}}\n'


def variable(name: str, type_: str = "string", description: str = "Text.", rest: str = "nullable = false") -> str:
    return VARIABLE.format(name=name, type=type_, description=description, rest=rest)


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        ("variables.tf", variable("name") + variable("a"), 1, "required first, then A to Z: a belongs here"),
        ("variables.tf", variable("x", "map(any)"), 1, "takes anything"),
        ("variables.tf", 'variable "x" {\n  description = "X."\n  nullable = false\n}\n', 1, "takes anything"),
        ("variables.tf", variable("x", rest='default = ""'), 1, "nullable = false"),
        ("variables.tf", variable("x", description=""), 1, "no description"),
        ("variables.tf", variable("x", description="lower case."), 1, "no sentence"),
        ("variables.tf", "".join(variable(f"a{n:02}") for n in range(26)), 126, "26 inputs"),
        ("main.tf", variable("x"), 1, "variables stand in variables.tf"),
        ("outputs.tf", OUTPUTS.replace('"arn"', '"zzz"'), 1, "outputs stand A to Z: names belongs here"),
        ("outputs.tf", OUTPUTS.replace("aws_s3_bucket.this.arn", "aws_s3_bucket.this"), 1, "whole of aws_s3_bucket"),
        ("outputs.tf", OUTPUTS.replace("aws_s3_bucket.this.arn", "module.part"), 1, "whole of module.part"),
        ("versions.tf", VERSIONS.replace(", < 7.0", ""), 1, "upper bound"),
        ("versions.tf", VERSIONS.replace(">= 1.11", "1.11.4"), 1, "lower bound"),
        ("versions.tf", VERSIONS.replace("{\n", '{\n  backend "s3" {}\n', 1), 2, "no backend"),
        ("main.tf", 'provider "aws" {}\n', 1, "configures no provider"),
        ("main.tf", 'resource "a" "b" {\n  count = length(var.zones)\n}\n', 1, "use for_each"),
        ("main.tf", 'data "aws_caller_identity" "this" {}\n', 1, "asks while planning"),
        ("main.tf", "# x\n" * 301, 301, "more than 300"),
        ("main.tf", 'resource "a" "b" {\n  #checkov:skip=CKV_AWS_1\n}\n', 2, "needs its reason"),
        ("main.tf", 'resource "a" {}\n', 1, "label"),
    ],
)
def test_each_rule_names_its_place(make: Make, file: str, text: str, line: int, words: str) -> None:
    found = list(rules_find(make(GOOD | {f"modules/data/bucket/{file}": text}), "modules"))
    here = [f for f in found if (f.path, f.line) == (f"modules/data/bucket/{file}", line)]
    assert any(words in f.message for f in here), found


def test_the_order_holds_within_each_file(make: Make) -> None:
    files = GOOD | {"modules/data/bucket/variables-more.tf": variable("alpha") + variable("beta")}
    assert rules_find(make(files), "modules") == []


def test_a_missing_file_is_named(make: Make) -> None:
    files = {name: text for name, text in GOOD.items() if not name.endswith("outputs.tf")}
    (found,) = rules_find(make(files), "modules")
    assert (found.path, found.message) == ("modules/data/bucket", "there is no outputs.tf")


def test_a_part_of_a_module_needs_no_readme_but_keeps_the_rules_of_the_language(make: Make) -> None:
    part = 'data "aws_vpc" "x" {}\n'
    (found,) = rules_find(make(GOOD | {"modules/data/bucket/parts/x/main.tf": part}), "modules")
    assert found.path == "modules/data/bucket/parts/x/main.tf"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (EXAMPLE + 'provider "aws" {}\n', 6, "no provider block"),
        ("terraform {}\n" + EXAMPLE, 1, "no terraform block"),
        (EXAMPLE + 'variable "x" {}\n', 6, "no variable block"),
        ('module "x" {\n  source = "../../../other"\n}\n', 1, "calls its module"),
    ],
)
def test_examples_only_call(make: Make, text: str, line: int, words: str) -> None:
    file = "modules/data/bucket/examples/minimal/main.tf"
    (found,) = rules_find(make(GOOD | {file: text}), "examples")
    assert (found.path, found.line) == (file, line)
    assert words in found.message


def test_both_examples_are_wanted(make: Make) -> None:
    files = {name: text for name, text in GOOD.items() if "complete" not in name}
    (found,) = rules_find(make(files), "examples")
    assert (found.path, found.message) == ("modules/data/bucket", "there is no examples/complete/main.tf")


def test_readmes_are_mended(make: Make) -> None:
    readme = "# x\n\n<!-- BEGIN INTERFACE -->\n<!-- END INTERFACE -->\n"
    files = GOOD | {"modules/data/bucket/README.md": readme}
    found = rules_find(make(files), "docs")
    assert sorted((f.path, f.fixed) for f in found) == [
        ("modules/README.md", False),
        ("modules/data/bucket/README.md", False),
    ]
    assert all(f.fixed for f in rules_find(make(files, fix=True), "docs"))
    written = {name: text for name, text in files.items() if not name.endswith("README.md")}
    assert rules_find(make(written), "docs") == []
