"""What a scaffold finds in the tree that it adds to: the project, its accounts, and who owns what."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..files import project_root
from ..live import Options
from ..live.functions import functions
from ..live.options import evaluation_environment
from ..live.place import Place, Session

TIERS = ("production", "protected", "disposable")
"""What an account is, for the sizes: it holds the releases, it is built as that one is, or it comes and goes."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the tree."""

    name: str
    account_id: str
    region: str
    """The folder of its primary region, called as the region is."""
    domain: str
    tier: str
    sizes: str
    """Its ``env.hcl``, relative to the project."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A project with a tree, as far as a scaffold has to know it."""

    root: Path
    tree: Path
    project: str
    """The name that every resource begins with."""
    organisation: str
    """GitHub's name of who has the repository."""
    accounts: Mapping[str, Account]

    @property
    def live(self) -> str:
        """The tree's folder, relative to the project."""
        return self.tree.relative_to(self.root).as_posix()


def surroundings(tree: Path) -> Surroundings:
    """Read what a tree says about itself.

    Raises:
        GroundplanError: it has no project.hcl or no accounts, or one of their files says less than it has to.
    """
    tree = tree.resolve()
    session = Session(emulated(), functions)
    project = _locals(session, tree / "project.hcl", "name", "repository", "release_account")
    accounts = {}
    for path in sorted((tree / "accounts").glob("*/account.hcl")):
        about = _locals(session, path, "name", "account_id", "primary_region")
        sizes = path.parent / "env.hcl"
        size = _locals(session, sizes, "domain_name", "protected")
        tier = "production" if about["name"] == project["release_account"] else TIERS[1 if size["protected"] else 2]
        root = project_root(tree)
        accounts[path.parent.name] = Account(
            path.parent.name,
            str(about["account_id"]),
            str(about["primary_region"]),
            str(size["domain_name"]),
            tier,
            sizes.relative_to(root).as_posix(),
        )
    if not accounts:
        raise GroundplanError(
            f"no folder of {tree / 'accounts'} has an account.hcl", hint="name the folder of the tree: --tree live"
        )
    organisation = str(project["repository"]).partition("/")[0]
    return Surroundings(project_root(tree), tree, str(project["name"]), organisation, accounts)


def emulated() -> Options:
    """How the tree is evaluated: for the emulator, because no account has to exist yet."""
    return Options(env=evaluation_environment(os.environ))


def _locals(session: Session, path: Path, *names: str) -> Mapping[str, Any]:
    if not path.is_file():
        raise GroundplanError("there is no such file", where=str(path), hint="the tree's README says what stands in it")
    found = dict(Place(session, str(path), is_reading=True).config().locals or {})
    for name in names:
        if name not in found:
            raise GroundplanError(f"there is no local called {name}", where=str(path))
    return found
