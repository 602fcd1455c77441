"""The whole estate as if it were up, and a copy of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.assume import Assumed, Store, assume, relocate, write_state
from tools.cli.planned import build_packages
from tools.compose import Composition, Plan, compose, cut
from tools.compose.initialising import initialise
from tools.estate import Selection, select
from tools.estate.session import Session, passing
from tools.files import work_folder


@dataclass
class Settled:
    """All accounts, with the state that they would leave."""

    repository: Path
    session: Session
    composition: Composition
    assumed: Assumed

    def copy(self, folder: Path) -> Path:
        """A copy of the repository that may be changed; its folder."""
        for name in ("live", "modules", "services", ".groundplan/packages"):
            ignored = shutil.ignore_patterns(".terragrunt-cache", ".terraform")
            shutil.copytree(self.repository / name, folder / name, ignore=ignored)
        (folder / ".git").mkdir()
        return folder

    def plan(self, repository: Path, folder: Path) -> Plan:
        """What a changed copy would change."""
        terraform = self.session.terraform
        composition = compose(select(repository / "live", Selection(), terraform.environment))
        composition.write(folder)
        write_state(relocate(self.assumed.state, self.repository, repository), folder)
        initialise(folder, terraform)
        terraform.plan(folder, folder / "plan", options=("-refresh=false",))
        return cut(terraform.show(folder, folder / "plan"), {*composition.members, *self.composition.members})


@pytest.fixture(scope="session")
def settled(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    build_packages(repository / "live")
    with passing(repository / "live") as session:
        composition = compose(select(repository / "live", Selection(), session.terraform.environment))
        store = Store(work_folder(repository) / "settled")  # a second run on this machine settles nothing anew
        assumed = assume(composition, tmp_path_factory.mktemp("settled"), session.terraform, store=store)
        yield Settled(repository, session, composition, assumed)
