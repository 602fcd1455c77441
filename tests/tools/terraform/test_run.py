"""Terraform as a process of ours: it ends when we are ended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from tools.terraform import Binary, Terraform

WAITING = """#!/bin/sh
echo $$ > pid
echo '{"type": "version"}'
exec sleep 60
"""


def test_a_plan_ends_with_the_run_that_is_ended(tmp_path: Path) -> None:
    program = tmp_path / "terraform"
    program.write_text(WAITING)
    program.chmod(0o755)
    terraform = Terraform(Binary(program, "terraform", Version("1.11.4"), "PATH"), dict(os.environ))

    def end(_: dict[str, Any]) -> None:
        raise SystemExit(143)

    with pytest.raises(SystemExit):
        terraform.plan(tmp_path, tmp_path / "plan", on_event=end)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
