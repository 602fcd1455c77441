from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from packaging.version import Version

from tools.assume.schemas import BUILTIN, read_schemas
from tools.errors import GroundplanError
from tools.terraform import Terraform
from tools.terraform.binary import Binary

LOCK = 'provider "registry.example/x/thing" {{\n  version = "{version}"\n}}\n'
DOCUMENT = {
    "provider_schemas": {
        "registry.example/x/thing": {
            "resource_schemas": {
                "thing_box": {
                    "version": 2,
                    "block": {
                        "attributes": {
                            "id": {"type": "string", "computed": True, "description": "long"},
                            "size": {"type": "number", "required": True},
                        },
                        "block_types": {
                            "lid": {
                                "nesting_mode": "list",
                                "block": {"attributes": {"any": {"type": "dynamic", "optional": True}}},
                            }
                        },
                    },
                }
            }
        }
    }
}


class Asked:
    """Stands for Terraform, and counts how often it is asked."""

    def __init__(self) -> None:
        self.binary = Binary(Path("terraform"), "terraform", Version("1.11.4"), "test")
        self.times = 0

    def schemas(self, folder: Path) -> dict[str, Any]:
        self.times += 1
        return DOCUMENT


def test_schemas_are_asked_for_once_for_each_version(tmp_path: Path) -> None:
    asked = Asked()
    lock, cache = tmp_path / ".terraform.lock.hcl", tmp_path / "cache"
    for version, times in (("1.0.0", 1), ("1.0.0", 1), ("1.1.0", 2), ("1.0.0", 2)):
        lock.write_text(LOCK.format(version=version))
        schemas = read_schemas(tmp_path, cast(Terraform, asked), cache)
        assert asked.times == times
        block = schemas.resource("registry.example/x/thing", "thing_box")
        assert (block.attributes["id"].computed, block.attributes["id"].configurable) == (True, False)
        assert block.attributes["size"].configurable
        assert block.nested["lid"].mode == "list" and block.is_open
    for path in cache.iterdir():
        path.write_text("{ half")
    read_schemas(tmp_path, cast(Terraform, asked), cache)
    assert asked.times == 3, "a file that cannot be read is made anew"


def test_terraforms_own_resource_is_known_and_others_are_not(tmp_path: Path) -> None:
    schemas = read_schemas(tmp_path, cast(Terraform, Asked()), tmp_path / "cache")
    assert schemas.resource(BUILTIN, "terraform_data").is_open
    with pytest.raises(GroundplanError, match="tells of no resource thing_other"):
        schemas.resource("registry.example/x/thing", "thing_other")
