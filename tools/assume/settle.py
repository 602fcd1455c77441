"""The rounds: plan on the state that the last plan would leave, until a plan is empty."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..live import module_files
from ..terraform import Terraform, TerraformError
from .assembly import Assembly, Change, managed, root_module
from .documents import unsettled_by
from .model import Progress, Unsettled
from .modules import code
from .placeholders import placeholders_in
from .state import STATE_NAME, write_state

PLAN_NAME = "assumed.tfplan"

MOST_ROUNDS = 10
"""How many plans are run at most. Most estates take two."""


@dataclass(slots=True)
class Settling:
    """A Terraform root that is initialised, on its way to an empty plan."""

    folder: Path
    terraform: Terraform
    assembly: Assembly
    progress: Progress | None = None
    rounds: int = 0
    """How many plans were run."""

    def run(self, state: dict[str, Any] | None) -> tuple[Unsettled, ...]:
        """Plan until nothing changes, from a state (or nothing); what still wants to change then.

        Raises:
            TerraformError: the root does not plan, whatever is assumed.
        """
        while True:
            if state is None:
                (self.folder / STATE_NAME).unlink(missing_ok=True)
            else:
                write_state(state, self.folder)
            try:
                document = self._plan()
            except TerraformError as error:
                if self.rounds >= MOST_ROUNDS or not self._give_way(error):
                    raise
            else:
                changing = [each for each in managed(document) if each["change"]["actions"] != ["no-op"]]
                before = dict(self.assembly.entries)
                self.assembly.take(document, complete=state is not None)
                if not changing:
                    return ()
                if self.rounds >= MOST_ROUNDS or (before == self.assembly.entries and not self._another(changing)):
                    self.assembly.reset(each["address"] for each in changing)
                    return tuple(each for each in map(unsettled_by, changing) if each)
            state = self.state()

    def state(self) -> dict[str, Any]:
        """What is assumed, as a state."""
        return self.assembly.state(str(self.terraform.binary.version))

    def _plan(self) -> dict[str, Any]:
        self.rounds += 1
        out = self.folder / PLAN_NAME
        label = f"terraform plan (assumed state, round {self.rounds})"
        with self.progress.step(label, total=None) if self.progress else contextlib.nullcontext():
            self.terraform.plan(
                self.folder,
                out,
                options=("-refresh=false", "-lock=false"),
                on_event=self.progress.on_event if self.progress else None,
            )
            return self.terraform.show(self.folder, out)

    def _another(self, changing: list[Change]) -> bool:
        """Fill what does not settle in another way; False where all ways were tried, or nothing can be changed."""
        return self.assembly.refill(
            each["address"] for each in changing if each["address"] not in self.assembly.left_out
        )

    def _give_way(self, error: TerraformError) -> bool:
        """Assume something else where a provider refused what was assumed; False where nothing can be to blame.

        First the values that it names get another shape, or the resources that it names other values. Where that
        does not help, the state goes without them, then without all of their modules: they do not settle then, and
        the rest does.
        """
        if not self.assembly.entries:
            return False
        changed = False
        to_blame: set[str] = set()
        for words, addresses in self._blamed(error):
            named = placeholders_in(words, dict(self.assembly.maker.made))
            for placeholder in named:
                changed = self.assembly.remake(placeholder, words) or changed
            if not named:
                changed = self.assembly.refill(addresses) or changed
            to_blame |= {each.full_address for each in named} or set(addresses)
        if changed:
            return True
        modules = {root_module(each) for each in to_blame} - {""}
        modules |= {module for each in error.diagnostics for module in self._modules_with(each.filename)}
        for more in (to_blame, modules):
            if more - self.assembly.left_out:
                self.assembly.left_out |= more
                return True
        return False

    def _modules_with(self, file: str | None) -> Iterator[str]:
        """The modules of the root that a file is part of."""
        if file is not None:
            path = Path(os.path.normpath(self.folder / file))
            root = code(self.folder)
            for name in root.calls:
                folder = root.called(name)
                if folder and path in module_files(folder):
                    yield f"module.{name}"

    def _blamed(self, error: TerraformError) -> Iterator[tuple[str, list[str]]]:
        """Each error's words, with the resources that it is about: some name them in their words only."""
        known = self.assembly.entries
        for diagnostic in error.diagnostics:
            words = f"{diagnostic.summary}\n{diagnostic.detail}".replace("\n", " ")
            if diagnostic.address in known:
                yield words, [str(diagnostic.address)]
            else:
                found = [each for each in known if each in words]
                yield words, [each for each in found if re.search(rf"{re.escape(each)}(?![\w\[.])", words)]
