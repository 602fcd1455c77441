"""A plan of gathered units in a folder of this machine: nothing of it, and nothing of their states, stays there."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..compose import Composition, Plan, cut
from ..compose.initialising import initialise
from ..errors import GroundplanError
from ..estate import states
from ..estate.blame import by_unit
from ..estate.planning import PLAN_FILE, explain
from ..estate.progress import Progress
from ..estate.states import State
from ..files import locked
from ..terraform import Terraform, TerraformError
from .backend import Stored
from .gather import Failures, Gathered, gather, without

_STATE = "terraform.tfstate"
_PARALLEL = "-parallelism=20"  # a refresh is one question for each resource, and most of it is waiting
_REFRESH_ONLY = ("-refresh-only",)
_SOURCE = re.compile(r"[Pp]rovider (?:[\w.-]+\.[\w.-]+/)?([\w-]+/[\w-]+)")
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
                guilty = _guilty(error, composition, folder, own)
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
                guilty = _guilty(error, gathered.composition, folder, gathered.held)
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
            initialise(folder, self.terraform, _sources(state))
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


def _guilty(error: TerraformError, composition: Composition, folder: Path, held: Mapping[str, State]) -> Failures:
    """The units that an error is about, each with what is said of it."""
    found = by_unit(error, composition, folder)
    guilty = {
        path: explain(TerraformError("Terraform cannot plan it", diagnostics), composition)
        for path, diagnostics in found.items()
        if path
    }
    if guilty:
        return guilty
    # What is said of a provider that cannot be had names that alone. Where all units have it, none is to blame.
    said = [*map(str, found.get(None, ())), *re.split(r"\n\s*(?=Error: )", error.hint or "")]
    named = {text: set(_SOURCE.findall(" ".join(text.split()))) for text in said}
    lacking = {
        path: [text for text, sources in named.items() if sources & _sources(held[path])]
        for path in composition.members.keys() & held.keys()
    }
    if all(lacking.values()):
        return {}
    words = "a provider of resources in its state is not to be had"
    return {path: GroundplanError(words, hint="\n".join(texts)) for path, texts in lacking.items() if texts}


def _sources(state: State) -> set[str]:
    """The providers of a state's resources, without the registry: ``hashicorp/aws``."""
    addresses = [each["provider"].partition('provider["')[2].partition('"')[0] for each in state["resources"]]
    return {address.partition("/")[2] for address in addresses}


@contextmanager
def private(folder: Path) -> Iterator[Path]:
    """A folder that only the user can look into; what is of the states is gone from it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with locked(folder.with_name(f"{folder.name}.lock")), _signals_raise():
        try:
            yield folder
        finally:
            # The generated root goes too: outputs of units that are no part of it stand there as they are.
            for path in folder.glob("*/*"):
                if not path.name.startswith(".terraform"):
                    path.unlink(missing_ok=True)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Let a kill, or the end of the terminal, end the run as Ctrl-C does: Python's way would leave all where it is."""

    def end(number: int, _: object) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # what is begun is cleaned up, however often it is asked for
        raise SystemExit(128 + number)

    wanted = (signal.SIGTERM, signal.SIGHUP) if threading.current_thread() is threading.main_thread() else ()
    before = {each: signal.getsignal(each) for each in wanted if signal.getsignal(each) not in (signal.SIG_IGN, None)}
    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _write_privately(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
