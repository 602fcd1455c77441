"""The estate: a small composition with every fault that the rules are about.

`plan.json` beside its root is `terraform show -json` of `terraform plan`, less what no rule reads. Made again, after a
change in trees/estate, by: terraform init && terraform plan -out=p && terraform show -json p > plan.json
"""

import json
from pathlib import Path
from typing import Any

import pytest

ESTATE = Path(__file__).parent / "trees" / "estate"


@pytest.fixture(scope="session")
def estate() -> Path:
    """The composed root."""
    return ESTATE / "root"


@pytest.fixture
def document() -> dict[str, Any]:
    """Its plan, to be changed at will."""
    loaded: dict[str, Any] = json.loads((ESTATE / "root" / "plan.json").read_text())
    return loaded


@pytest.fixture(scope="session")
def project() -> Path:
    """The repository, whose environment for checkov is used by the tests as well."""
    return Path(__file__).resolve().parents[3]
