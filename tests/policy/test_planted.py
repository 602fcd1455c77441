"""Faults of every kind, planted in a small tree: composed, planned and scanned as an account is, each is found."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from tests.files import write
from tools.cli.planned import plan_tree
from tools.estate import Selection
from tools.policy import RULES, Finding, scan

ROOT = """
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOF
    terraform {
      required_providers {
        aws = { source = "hashicorp/aws", version = "5.100.0" }
      }
    }
    provider "aws" {
      region                      = "us-east-1"
      access_key                  = "test"
      secret_key                  = "test"
      skip_credentials_validation = true
      skip_requesting_account_id  = true
      skip_metadata_api_check     = true
      default_tags {
        tags = { Environment = "prod", ManagedBy = "terraform", Owner = "x", Project = "x", CostCenter = "x" }
      }
    }
  EOF
}
"""

NETWORK = """
resource "aws_security_group" "open" {
  name        = "open"
  description = "open"
  vpc_id      = "vpc-mock"
}

resource "aws_vpc_security_group_ingress_rule" "world" {
  security_group_id = aws_security_group.open.id
  description       = "half the world, on no port that checkov knows"
  cidr_ipv4         = "0.0.0.0/1"
  from_port         = 8443
  to_port           = 8443
  ip_protocol       = "tcp"
}

output "group" {
  value = aws_security_group.open.id
}
"""

DATA = """
variable "group" {
  type = string
}

resource "aws_s3_bucket" "plain" {
  bucket        = "planted-plain"
  force_destroy = true
}

resource "aws_db_instance" "this" {
  identifier             = "planted"
  engine                 = "mysql"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "admin"
  password               = "not-a-real-one" # pragma: allowlist secret
  publicly_accessible    = true
  vpc_security_group_ids = [var.group]
}

resource "aws_cloudwatch_log_group" "endless" {
  name = "/planted"
}

resource "aws_kms_key" "still" {
  description = "no rotation"
}

resource "aws_iam_user" "robot" {
  name = "robot"
}

resource "aws_iam_access_key" "robot" {
  user = aws_iam_user.robot.name
}

resource "aws_iam_policy" "everything" {
  name   = "everything"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_autoscaling_group" "untagged" {
  name               = "untagged"
  min_size           = 0
  max_size           = 1
  availability_zones = ["us-east-1a"]
  launch_template {
    id = "lt-0123456789abcdef0"
  }
}
"""

ACCEPTED = """
- {rule: CKV_AWS_7, unit: prod/data, address: aws_kms_key.still, owner: me, reason: tried out, expires: 2026-12-01}
- {rule: GP_AWS_6, unit: prod/data, address: "*", owner: me, reason: was for a month, expires: 2026-10-01}
"""

NETWORK_UNIT = """
include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "${get_repo_root()}/modules/network"
}
"""
DATA_UNIT = """
include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "${get_repo_root()}/modules/data"
}
dependency "network" {
  config_path = "../network"
}
inputs = {
  group = dependency.network.outputs.group
}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> dict[tuple[str, str], Finding]:
    """What a scan of the tree finds, by rule and ``unit:address``."""
    folder = write(
        tmp_path_factory.mktemp("planted tree"),
        {
            "live/root.hcl": ROOT,
            "live/prod/network/terragrunt.hcl": NETWORK_UNIT,
            "live/prod/data/terragrunt.hcl": DATA_UNIT,
            "modules/network/main.tf": NETWORK,
            "modules/data/main.tf": DATA,
            "accepted.yaml": ACCEPTED,
        },
    )
    subprocess.run(["git", "init", "-q", folder], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    planned = plan_tree(folder / "live", Selection(), None)
    findings = scan(
        planned.plan.document,
        planned.folder,
        accepted_file=folder / "accepted.yaml",
        today=datetime.date(2026, 11, 1),
        project=repository,
    )
    return {(each.rule, f"{each.unit}:{each.address}"): each for each in findings}


@pytest.mark.thorough
def test_each_rule_of_ours_finds_what_is_planted_for_it(found: dict[tuple[str, str], Finding]) -> None:
    planted = {
        "GP_AWS_1": "prod/network:aws_vpc_security_group_ingress_rule.world",
        "GP_AWS_2": "prod/data:aws_autoscaling_group.untagged",
        "GP_AWS_3": "prod/data:aws_iam_access_key.robot",
        "GP_AWS_4": "prod/data:aws_s3_bucket.plain",
        "GP_AWS_5": "prod/data:aws_db_instance.this",
        "GP_AWS_6": "prod/data:aws_cloudwatch_log_group.endless",
        "GP_AWS_7": "prod/network:aws_security_group.open",
        "GP_AWS_8": "prod/data:aws_db_instance.this",
    }
    assert planted.keys() == {rule.id for rule in RULES}
    assert [item for item in planted.items() if item not in found or found[item].state != "open"] == []
    assert ("GP_AWS_8", "prod/data:aws_s3_bucket.plain") in found
    assert all(found[item].fix and found[item].path for item in planted.items())


@pytest.mark.thorough
def test_checkov_finds_what_is_planted_for_it(found: dict[tuple[str, str], Finding]) -> None:
    planted = {
        ("CKV_AWS_16", "prod/data:aws_db_instance.this"): "not encrypted",
        ("CKV_AWS_17", "prod/data:aws_db_instance.this"): "public",
        ("CKV_AWS_63", "prod/data:aws_iam_policy.everything"): "every action",
        ("CKV2_AWS_6", "prod/data:aws_s3_bucket.plain"): "no public access block: a rule over two resources",
    }
    assert [words for key, words in planted.items() if key not in found or found[key].state != "open"] == []
    assert found["CKV_AWS_17", "prod/data:aws_db_instance.this"].path == "modules/data/main.tf"


@pytest.mark.thorough
def test_an_acceptance_holds_until_its_day(found: dict[tuple[str, str], Finding]) -> None:
    still = found["CKV_AWS_7", "prod/data:aws_kms_key.still"]
    assert (still.state, still.reason) == ("accepted", "tried out (me, until 2026-12-01)")
    endless = found["GP_AWS_6", "prod/data:aws_cloudwatch_log_group.endless"]
    assert (endless.state, endless.expired) == ("open", True)
