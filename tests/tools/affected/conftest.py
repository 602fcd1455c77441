"""A small estate in a git repository, to be changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools.affected import Affected, affected

ROOT = """
locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}
"""


def unit(module: str, inputs: str = "", *needs: str) -> str:
    """A unit of the estate."""
    blocks = "".join(
        f'dependency "{path.rpartition("/")[2]}" {{\n  config_path  = "{path}"\n  mock_outputs = {{ id = "x" }}\n}}\n'
        for path in needs
    )
    return (
        'include "root" {\n  path   = find_in_parent_folders("root.hcl")\n  expose = true\n}\n'
        f'terraform {{\n  source = "${{get_repo_root()}}/modules//{module}"\n}}\n{blocks}inputs = {{\n{inputs}\n}}\n'
    )


ESTATE = {
    ".gitignore": ".groundplan/\n*.ignored\n",
    "README.md": "An estate.\n",
    "live/root.hcl": ROOT,
    "live/env.hcl": "locals { size = 1 }\n",
    "live/accounts/dev/account.hcl": 'locals { name = "dev" }\n',
    "live/accounts/dev/env.hcl": "locals { size = 2 }\n",
    "live/accounts/prod/account.hcl": 'locals { name = "prod" }\n',
    "live/accounts/dev/eu-west-1/network/terragrunt.hcl": unit("network"),
    "live/accounts/dev/eu-west-1/database/terragrunt.hcl": unit("database", "", "../network"),
    "live/accounts/dev/eu-west-1/shop/app/terragrunt.hcl": unit(
        "app", 'package = "${get_repo_root()}/.groundplan/packages/api.zip"', "../../database"
    ),
    "live/accounts/prod/eu-west-1/network/terragrunt.hcl": unit("network"),
    "modules/network/main.tf": 'resource "aws_vpc" "this" {}\n',
    "modules/network/README.md": "A network.\n",
    "modules/network/examples/minimal/main.tf": "",
    "modules/network/tests/network.tftest.hcl": "",
    "modules/database/main.tf": 'module "key" {\n  source = "../parts/key"\n}\n',
    "modules/parts/key/main.tf": 'module "alias" {\n  source = "./alias"\n}\n',
    "modules/parts/key/alias/main.tf": 'resource "aws_kms_alias" "this" {}\n',
    "modules/parts/other/main.tf": "",
    "modules/app/main.tf": (
        'locals {\n  shared = "${path.module}/../shared"\n'
        '  policy = templatefile("${path.module}/templates/policy.json.tftpl", {})\n'
        '  text   = file("${local.shared}/banner.txt")\n'
        '  all    = [for name in ["a"] : file("${path.module}/../texts/${name}.md")]\n}\n'
    ),
    "modules/app/templates/policy.json.tftpl": "{}\n",
    "modules/shared/banner.txt": "hello\n",
    "modules/texts/a.md": "a\n",
    "functions/api/requirements.txt": "",
    "functions/api/api/__init__.py": "",
    "functions/api/tests/test_api.py": "",
    "functions/web/requirements.txt": "",
    "functions/web/web/__init__.py": "",
}

DEV = "accounts/dev/eu-west-1"
NETWORK, DATABASE, APP = f"{DEV}/network", f"{DEV}/database", f"{DEV}/shop/app"
PROD = "accounts/prod/eu-west-1/network"


class Repository:
    """A git repository with a tree in it."""

    def __init__(self, root: Path, tree: str = "live") -> None:
        self.root = root
        self.tree = tree
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """Run git here."""
        identity = {
            f"GIT_{who}_{what}": "test@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1", **identity}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files; None takes one away."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def append(self, name: str, text: str = "\n# changed\n") -> None:
        """Change a file a little."""
        self.write({name: (self.root / name).read_text(encoding="utf-8") + text})

    def commit(self, files: Mapping[str, str | None] | None = None) -> str:
        """Write files and commit all that is there; the commit."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def affected(self, base: str = "HEAD", **options: object) -> Affected:
        """What is affected."""
        options = {"environment": {"PATH": os.environ["PATH"]}, **options}
        return affected(self.root / self.tree, base, **options)  # type: ignore[arg-type]

    def statuses(self, base: str = "HEAD") -> dict[str, str]:
        """The affected units with their status."""
        return {path: unit.status for path, unit in self.affected(base).units.items()}

    def chains(self, path: str, base: str = "HEAD") -> list[tuple[str, ...]]:
        """The chains to a unit."""
        return [chain.steps for chain in self.affected(base).units[path].chains]


@pytest.fixture
def empty(tmp_path: Path) -> Repository:
    """A repository without a commit, in a path with a space and more."""
    return Repository(tmp_path / "a [b] ö")


@pytest.fixture
def estate(empty: Repository) -> Repository:
    """The estate, committed."""
    empty.commit(ESTATE)
    return empty


Estate = Callable[[], Repository]
