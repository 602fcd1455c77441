"""A plan of gathered units in a folder of this machine: nothing of it, and nothing of their states, stays there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..compose import Composition, Plan, cut
from ..compose.initialising import initialise
from ..estate import states
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
_REFRESH_ONLY = ("-refresh-only",)
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

    def refresh(self, gathered: Gathered) -> tuple[State, Failures]:
        """What AWS has in place of what the states say: the document of a plan that only refreshes, and whom it lacks.

        The root has the units' providers and none of their modules, so that no code stands in the way that does not
        fit what was applied. Terraform refreshes what no configuration has as well.

        Raises:
            GroundplanError: Terraform fails, and nothing says because of which unit.
        """
        composition, failed = gathered.composition, dict(gathered.failed)
        providers = {key: value for key, value in composition.document.items() if key not in ("module", "output")}
        root = replace(composition, document={**providers, "module": {}})
        while True:
            own = {
                path: gathered.held[path] for path in composition.members.keys() & gathered.held.keys() - failed.keys()
            }
            if not own:
                return {}, failed
            folder = self.folder / "refresh"
            state = {**states.join(composition, own, self.terraform.binary), "outputs": {}}
            try:
                return self._run(root, state, folder, "terraform plan, refresh only", _REFRESH_ONLY), failed
            except TerraformError as error:
                guilty = blamed(error, composition, folder)
                if not guilty.keys() & own.keys():
                    raise explain(error, composition) from error
                failed = guilty | failed

    def plan(self, gathered: Gathered, stored: Mapping[str, Stored], options: Sequence[str]) -> Told:
        """Plan what was gathered; units that Terraform cannot plan are left out, and told among the failed ones.

        Raises:
            GroundplanError: Terraform fails, and nothing says because of which unit.
        """
        folder = self.folder / "plan"
        while True:
            if not gathered.composition.members.keys() - gathered.failed.keys():
                return Told(cut({}, []), gathered)
            try:
                document = self._run(gathered.composition, gathered.state, folder, "terraform plan", options)
            except TerraformError as error:
                guilty = blamed(error, gathered.composition, folder)
                if not guilty:
                    raise explain(error, gathered.composition) from error
                gathered = self._less(gathered, stored, guilty)
                continue
            return Told(cut(document, gathered.composition.members), gathered)

    def _run(
        self, composition: Composition, state: State, folder: Path, label: str, options: Sequence[str]
    ) -> dict[str, Any]:
        composition.write(folder)
        _write_privately(folder / _STATE, json.dumps(state))
        with self.progress.step("terraform init"):
            initialise(folder, self.terraform)
        out = folder / PLAN_FILE
        with self.progress.step(f"{label}{', without refresh' if options == STATES_ONLY else ''}", total=None):
            self.terraform.plan(
                folder, out, options=("-lock=false", _PARALLEL, *options), on_event=self.progress.on_event
            )
        with self.progress.step("terraform show"):
            return self.terraform.show(folder, out)

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
            for path in folder.glob("*/*.tf*"):
                if path.name.startswith((_STATE, PLAN_FILE, f".{_STATE}")):
                    path.unlink(missing_ok=True)


def _write_privately(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
