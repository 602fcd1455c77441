from __future__ import annotations

from pathlib import Path

import pytest

from tools.drift.code import Code, names_of

MODULE = """
resource "aws_ecs_service" "this" {
  lifecycle {
    ignore_changes = [
      desired_count, # the scaling policy's
      tags["a, b"], load_balancer[0].target_group_arn,
    ]
  }
}
resource "aws_db_instance" "this" {
  lifecycle {
    ignore_changes = all
  }
}
resource "aws_vpc" "this" {}
"""


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("engine", ("engine",)),
        ("tags.Owner", ("tags", "Owner")),
        ('tags["a, b"]', ("tags", "a, b")),
        ("ingress[0].cidr_blocks", ("ingress", "cidr_blocks")),
        ("policy.Statement[Sid=Read].Action", ("policy", "Statement", "Action")),
    ],
)
def test_the_names_in_a_path(path: str, names: tuple[str, ...]) -> None:
    assert names_of(path) == names


@pytest.mark.parametrize(
    ("address", "path", "ignored"),
    [
        ("module.app.aws_ecs_service.this", "desired_count", True),
        ('module.app.aws_ecs_service.this["x"]', 'tags["a, b"]', True),
        ("module.app.aws_ecs_service.this", "tags.other", False),
        ("module.app.aws_ecs_service.this", "load_balancer[2].target_group_arn", True),
        ("module.app.aws_ecs_service.this", "load_balancer[2].container_port", False),
        ("module.app.aws_db_instance.this", "anything.at.all", True),
        ("module.app.aws_vpc.this", "desired_count", False),
        ("module.app.module.inner.aws_ecs_service.this", "desired_count", False),
        ('module.app.module.own["k"].aws_ecs_service.this[0]', "desired_count", True),
    ],
)
def test_what_the_code_leaves_to_others(tmp_path: Path, address: str, path: str, ignored: bool) -> None:
    (tmp_path / "main.tf").write_text(MODULE)
    code = Code({("app",): tmp_path, ("app", "own"): tmp_path})
    assert code.ignores(address, path) is ignored
