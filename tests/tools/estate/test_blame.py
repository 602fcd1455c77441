"""Terraform's errors find the units that they are about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.files import write
from tools.compose import Composition, compose
from tools.estate import Selection, select
from tools.estate.blame import by_unit
from tools.terraform import Diagnostic, TerraformError

PROVIDER = """
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = "provider \\"aws\\" {\\n  region = \\"%s\\"\\n}\\n"
}
"""
UNIT = 'terraform {\n  source = "${get_repo_root()}/modules//box"\n}\ninputs = {\n  after = "%s"\n}\n' + PROVIDER
MODULE = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
variable "after" {
  type = string
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return write(
        tmp_path,
        {
            "modules/box/main.tf": MODULE,
            "live/dev/first/terragrunt.hcl": UNIT % ("a", "us-east-1"),
            "live/dev/second/terragrunt.hcl": UNIT % ("b", "us-east-1"),
            "live/dev/third/terragrunt.hcl": UNIT % ("c", "eu-north-1"),
        },
    )


def diagnostic(summary: str = "It fails", detail: str = "", **given: Any) -> Diagnostic:
    place = {"address": None, "filename": None, "line": None, "context": None, **given}
    return Diagnostic("error", summary, detail, **place)


def line_of(found: Composition, text: str, after: str = "") -> int:
    lines = json.dumps(found.document, indent=2, ensure_ascii=False).splitlines()
    start = next((number for number, line in enumerate(lines) if after in line), 0)
    return next(number for number, line in enumerate(lines[start:], start + 1) if text in line)


def test_terraforms_errors_find_their_units(project: Path) -> None:
    found = compose(select(project / "live", Selection("dev"), {}))
    region = line_of(found, '"region": "us-east-1"')
    newer = "The current state of module.dev--second.terraform_data.this was created by a newer …"
    given = {
        "address": diagnostic(address="module.dev--second.terraform_data.this"),
        "context": diagnostic(context='module "dev--second"'),
        "line": diagnostic(filename="main.tf.json", line=line_of(found, '"after"', after='"dev--second"')),
        "words": diagnostic(detail=newer),
        "provider": diagnostic(filename="main.tf.json", line=region),
        "module": diagnostic(filename="../modules/box/main.tf", line=3),
        "nobody": diagnostic("Out of memory"),
    }
    blame = {name: list(by_unit(TerraformError("x", [each]), found, project / "work")) for name, each in given.items()}
    assert blame == {
        "address": ["dev/second"],
        "context": ["dev/second"],
        "line": ["dev/second"],
        "words": ["dev/second"],
        "provider": ["dev/first", "dev/second"],
        "module": ["dev/first", "dev/second", "dev/third"],
        "nobody": [None],
    }
