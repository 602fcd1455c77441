"""A plan of gathered units in a folder of this machine: nothing of it, and nothing of their states, stays there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..compose import Plan, cut
from ..compose.initialising import initialise
from ..estate.planning import PLAN_FILE, explain
from ..estate.progress import Progress
from ..estate.states import State
from ..files import locked
from ..terraform import Terraform, TerraformError
from .backend import Stored
from .blame import blamed
from .gather import Failures, Gathered, gather, without

_STATE = "terraform.tfstate"
_PARALLEL = "-parallelism=20"  # a refresh is one question for each resource, and most of it is waiting
REFRESH_ONLY = ("-refresh-only",)
STATES_ONLY = ("-refresh=false",)
FULL: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What Terraform said of gathered units."""

    plan: Plan
    gathered: Gathered
    """Without the units that Terraform could not plan."""


@dataclass(frozen=True, slots=True)
class Planner:
    """What planning takes: Terraform, and a folder that is the user's alone for as long as it takes."""

    terraform: Terraform
    folder: Path
    progress: Progress

    def plan(self, gathered: Gathered, stored: Mapping[str, Stored], label: str, options: Sequence[str]) -> Told:
        """Plan what was gathered; units that Terraform cannot plan are left out, and told among the failed ones.

        Raises:
            GroundplanError: Terraform fails, and nothing says because of which unit.
        """
        while True:
            if not gathered.composition.members.keys() - gathered.failed.keys():
                return Told(cut({}, []), gathered)
            try:
                document = self._run(gathered, label, options)
            except TerraformError as error:
                guilty = blamed(error, gathered.composition, self.folder)
                if not guilty:
                    raise explain(error, gathered.composition) from error
                gathered = self._less(gathered, stored, guilty)
                continue
            return Told(cut(document, gathered.composition.members), gathered)

    def _run(self, gathered: Gathered, label: str, options: Sequence[str]) -> State:
        gathered.composition.write(self.folder)
        _write_privately(self.folder / _STATE, json.dumps(gathered.state))
        with self.progress.step("terraform init"):
            initialise(self.folder, self.terraform)
        out = self.folder / PLAN_FILE
        with self.progress.step(label, total=None):
            self.terraform.plan(
                self.folder, out, options=("-lock=false", _PARALLEL, *options), on_event=self.progress.on_event
            )
        with self.progress.step("terraform show"):
            return self.terraform.show(self.folder, out)

    def _less(self, gathered: Gathered, stored: Mapping[str, Stored], guilty: Failures) -> Gathered:
        """Without the guilty units, whose outputs in the state stand for them."""
        tree = without(gathered.tree, guilty, gathered.held)
        return gather(tree, stored, guilty | gathered.failed, self.terraform.binary)


@contextmanager
def private(folder: Path) -> Iterator[Path]:
    """A folder that only the user can look into; states and plans are gone from it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with locked(folder.with_name(f"{folder.name}.lock")):
        try:
            yield folder
        finally:
            for path in folder.glob("*.tf*"):
                if path.name.startswith((_STATE, PLAN_FILE, f".{_STATE}")):
                    path.unlink(missing_ok=True)


def _write_privately(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
