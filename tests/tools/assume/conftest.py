"""Terraform for the tests of assumed states: without keys, and without a way to ask AWS."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.terraform import Terraform, base_environment, find_terraform


@pytest.fixture(scope="session")
def terraform(repository: Path) -> Terraform:
    binary = find_terraform()
    environment = base_environment(repository, binary)
    return Terraform(binary, {key: value for key, value in environment.items() if not key.startswith("AWS_")})
