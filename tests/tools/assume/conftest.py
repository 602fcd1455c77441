"""Terraform for the tests of assumed states: without keys, and without a way to ask AWS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.assume.assembly import Assembly
from tools.assume.schemas import read_schemas
from tools.assume.settle import Settling
from tools.files import work_folder
from tools.terraform import Terraform, base_environment, find_terraform


@pytest.fixture(scope="session")
def terraform(repository: Path) -> Terraform:
    binary = find_terraform()
    environment = base_environment(repository, binary)
    return Terraform(binary, {key: value for key, value in environment.items() if not key.startswith("AWS_")})


@pytest.fixture(scope="session")
def initialised(terraform: Terraform, repository: Path) -> Callable[[Path], Settling]:
    """Initialises a root with the tree's lock file, so that it can be settled."""

    def initialise(folder: Path) -> Settling:
        terraform.init(folder, lock=repository / "live" / ".terraform.lock.hcl")
        schemas = read_schemas(folder, terraform, work_folder(repository) / "schemas")
        return Settling(folder, terraform, Assembly(folder, schemas))

    return initialise
