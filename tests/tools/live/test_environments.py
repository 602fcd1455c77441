from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.files import write
from tools.errors import GroundplanError
from tools.live import Options
from tools.live.environments import environments

FILES = {
    "target.hcl": """
locals {
  name = get_env("WHERE", "aws")
}
""",
    "accounts/dev/account.hcl": """
locals {
  id    = { aws = "0", here = "1" }[local.where]
  where = read_terragrunt_config(find_in_parent_folders("target.hcl")).locals.name
}
""",
    "accounts/dev/env.hcl": """
locals {
  zones    = ["a", "b"]
  database = { class = "small", multi = false }
  tags     = {}
}
""",
    "accounts/dev/east/region.hcl": "",
    "accounts/prod/account.hcl": """
locals {
  id = "2"
}
""",
    "accounts/prod/env.hcl": """
locals {
  zones    = ["a", "b"]
  database = { class = "large", days = 30 }
  tags     = {}
}
""",
    "accounts/prod/east/region.hcl": "",
    "accounts/prod/west/region.hcl": "",
    "accounts/prod/west/env.hcl": """
locals {
  all      = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  zones    = local.all.zones
  database = merge(local.all.database, { days = 1 })
}
""",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def test_environments_are_called_after_what_tells_them_apart(tree: Path) -> None:
    assert environments(tree)[0] == ["dev", "prod/east", "prod/west"]


def test_regions_that_share_their_files_are_one_environment(tree: Path) -> None:
    write(tree, {"accounts/dev/north/region.hcl": "", "accounts/prod/north/region.hcl": ""})
    assert environments(tree)[0] == ["dev", "prod/{east,north}", "prod/west"]


def test_settings_are_compared(tree: Path) -> None:
    settings = {each.name: (each.differs, dict(each.values)) for each in environments(tree, Options(env={}))[1]}
    small, large = {"dev": "small"}, {"prod/east": "large", "prod/west": "large"}
    assert settings["database.class"] == (True, small | large)
    assert settings["database.multi"] == (True, {"dev": False})
    assert settings["database.days"] == (True, {"prod/east": 30, "prod/west": 1})
    assert settings["zones"] == (False, {name: ["a", "b"] for name in ("dev", "prod/east", "prod/west")})
    assert settings["tags"] == (True, {"dev": {}, "prod/east": {}})
    assert settings["id"] == (True, {"dev": "0", "prod/east": "2", "prod/west": "2"})


def test_what_is_only_taken_from_another_of_the_files_is_no_setting(tree: Path) -> None:
    assert not [each.name for each in environments(tree)[1] if each.name.startswith("all")]


def test_the_switch_of_the_tree_holds(tree: Path) -> None:
    [id] = [each for each in environments(tree, Options(env={"WHERE": "here"}))[1] if each.name == "id"]
    assert id.values["dev"] == "1"


def test_settings_of_one_kind_stand_together(tree: Path) -> None:
    groups = [each.name.partition(".")[0] for each in environments(tree)[1]]
    assert groups == sorted(groups, key=groups.index)


def test_a_tree_without_environments_is_told(tmp_path: Path) -> None:
    with pytest.raises(GroundplanError, match=r"has a region\.hcl"):
        environments(tmp_path)


def test_the_live_tree_is_compared(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from invoke import Context

    from tools.cli.read import environments as task

    task(Context(), tree=str(repository / "live"), format="json", differing=True)
    found = json.loads(capsys.readouterr().out)
    prod = ["prod/{eu-north-1,us-east-1}", "prod/us-west-2"]
    assert found["environments"] == ["dev", *prod, "staging"]
    rows = {row["setting"]: row["values"] for row in found["settings"]}
    counts = {"dev": 1, "staging": 2} | dict(zip(prod, (3, 0), strict=True))
    assert rows["api.desired_count"] == counts
    assert "database.backup_window" not in rows
    task(Context(), tree=str(repository / "live"))
    assert "settings," in capsys.readouterr().out
