"""Applying a composition to the emulator, and taking it down again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..compose import Composition, Plan, compose
from ..compose.initialising import initialise
from ..errors import GroundplanError
from ..files import work_folder, write_atomically
from ..live import Tree
from ..terraform import Terraform, TerraformError
from . import protection, states
from .planning import PLAN_FILE, explain, run_plan
from .progress import Progress, say
from .selection import Selection, folder_name

_STATE = "terraform.tfstate"
_MARK = "applying.json"
_PUBLISHED = "published.json"
_PARALLEL = "-parallelism=20"  # most of an apply is waiting for fixed delays of the provider


@dataclass(frozen=True, slots=True)
class Raised:
    """What ``up`` did."""

    composition: Composition
    plan: Plan
    outputs: Mapping[str, Mapping[str, object]]
    """By unit."""
    progress: Progress = field(repr=False)
    unpublished: list[str]


def estate_folder(tree_root: Path, selection: Selection) -> Path:
    """Where the applied composition of a selection and its state live."""
    return work_folder(tree_root) / "estates" / folder_name(selection)


def up(
    tree: Tree,
    selection: Selection,
    terraform: Terraform,
    *,
    emulator: str,
    instance: str,
    reset: Callable[[], None],
    progress: Progress,
) -> Raised:
    """Bring the emulator at ``emulator`` (its endpoint) to what a selection says, from wherever it is now.

    ``instance`` names the running emulator: state that was left for another one is of resources that are gone. After
    a run that was killed, what it had begun and not recorded may stand in the way: then everything starts over, which
    ``reset`` makes possible.

    Raises:
        GroundplanError: it does not compose, plan or apply.
    """
    with progress.step("compose"):
        composition = compose(tree)
    for path, reason in composition.apart.items():
        say(f"unit {path} is left out: {reason}")
    folder = estate_folder(tree.root, selection)
    composition.write(folder)
    mark = folder / _MARK
    crashed = _forget_stale_state(folder, instance)
    write_atomically(mark, json.dumps({"instance": instance, "done": False}))
    try:
        plan = _apply(composition, folder, terraform, progress)
    except GroundplanError:
        if not crashed:
            raise
        say("the last run was killed and left resources that it had not recorded: starting over in an empty emulator")
        reset()
        (folder / _STATE).unlink(missing_ok=True)
        plan = _apply(composition, folder, terraform, progress)
    state = states.read(folder / _STATE) or {}
    with progress.step("state of each unit"):
        unpublished = states.publish(composition, state, emulator, folder / _PUBLISHED) if state else []
    write_atomically(mark, json.dumps({"instance": instance, "done": True}))
    outputs = {
        path: {
            name: output["value"]
            for name, output in states.split(state, member)["outputs"].items()
            if not output.get("sensitive")
        }
        for path, member in composition.members.items()
        if state
    }
    return Raised(composition, plan, outputs, progress, unpublished)


def _forget_stale_state(folder: Path, instance: str) -> bool:
    """Drop state of an emulator that is gone; whether the last run with this one was killed in the middle."""
    try:
        mark = json.loads((folder / _MARK).read_text())
    except (OSError, ValueError):
        mark = {}
    if mark.get("instance") != instance:
        for name in (_STATE, _PUBLISHED):
            (folder / name).unlink(missing_ok=True)
        return False
    return not mark.get("done", False)


def _apply(composition: Composition, folder: Path, terraform: Terraform, progress: Progress) -> Plan:
    plan = run_plan(composition, folder, terraform, progress, options=(_PARALLEL,))
    if not plan.document.get("applyable", True):
        progress.console.print("terraform apply: nothing to change")
        return plan
    total = sum(plan.counts.values())
    with progress.step(f"terraform apply ({total} resources)", total=total):
        try:
            terraform.apply(folder, options=(_PARALLEL, str(folder / PLAN_FILE)), on_event=progress.on_event)
        except TerraformError as error:
            raise explain(error, composition) from error
    return plan


def down(folder: Path, terraform: Terraform, instance: str, progress: Progress) -> int:
    """Destroy what the state in an estate's folder holds, protected or not; how many resources that were.

    What was applied to another emulator than ``instance`` is gone with that one.
    """
    _forget_stale_state(folder, instance)
    state = states.read(folder / _STATE)
    if state is None:
        return 0
    total = states.held(state)
    protection.lift(state, terraform.environment["AWS_ENDPOINT_URL"])
    with progress.step("terraform init"):
        initialise(folder, terraform)
    with progress.step(f"terraform destroy ({total} resources)", total=total):
        terraform.apply(folder, options=("-destroy", _PARALLEL), on_event=progress.on_event)
    for path in (folder / _MARK, folder / _PUBLISHED, folder / _STATE, folder / f"{_STATE}.backup"):
        path.unlink(missing_ok=True)
    return total
