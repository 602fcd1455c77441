"""One plan of many units, from the empty account, with no credentials and no calls but to the emulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..compose import Composition, Plan, apart, compose, cut
from ..compose.composition import FILE_NAME
from ..compose.initialising import initialise
from ..errors import GroundplanError
from ..files import work_folder
from ..live import Tree
from ..terraform import Terraform, TerraformError
from .progress import Progress
from .selection import Selection, folder_name

PLAN_FILE = "plan.tfplan"


@dataclass(frozen=True, slots=True)
class Planned:
    """A composition with its plan."""

    composition: Composition
    plan: Plan
    folder: Path
    failed: dict[str, GroundplanError]
    """Units that are planned alone and whose plan failed."""


def plan(tree: Tree, selection: Selection, terraform: Terraform, progress: Progress) -> Planned:
    """Compose a selection and plan it from nothing. Units that cannot be composed are planned alone.

    Raises:
        GroundplanError: the composition does not plan; the problems are shown at their lines in the units.
    """
    with progress.step("compose"):
        composition = compose(tree)
    folder = work_folder(tree.root) / "plans" / folder_name(selection)
    composition.write(folder)
    planned = run_plan(composition, folder, terraform, progress) if composition.members else cut({}, [])
    alone, failed = {}, {}
    for path, reason in composition.apart.items():
        with progress.step(f"plan {path} alone ({reason})"):
            try:
                alone[path] = apart.plan_alone(tree.units[path], folder / "apart" / path, terraform)
            except GroundplanError as error:
                failed[path] = error
    return Planned(
        composition, Plan(planned.document, dict(sorted({**planned.units, **alone}.items()))), folder, failed
    )


def run_plan(
    composition: Composition, folder: Path, terraform: Terraform, progress: Progress, options: tuple[str, ...] = ()
) -> Plan:
    """Plan a composition that was written to ``folder``, on the state that is there."""
    with progress.step("terraform init"):
        initialise(folder, terraform)
    out = folder / PLAN_FILE
    with progress.step("terraform plan", total=None):
        try:
            terraform.plan(folder, out, options=options, on_event=progress.on_event)
        except TerraformError as error:
            raise explain(error, composition) from error
    with progress.step("terraform show"):
        return cut(terraform.show(folder, out), composition.members)


def explain(error: TerraformError, composition: Composition) -> GroundplanError:
    """Terraform's diagnostics with the line of the unit where one of the composition's modules is at fault."""
    parts = [error.message]
    for diagnostic in error.diagnostics:
        place = None
        if diagnostic.filename == FILE_NAME and diagnostic.line:
            place = composition.locate(diagnostic.line)
        parts.append(f"{diagnostic}" + (f"\n  in {place}" if place else ""))
    return GroundplanError("\n\n".join(parts), hint=error.hint)


def as_json(planned: Planned) -> dict[str, object]:
    """A plan for machines: totals, and Terraform's own resource changes by unit."""
    by_unit: dict[str, list[Mapping[str, object]]] = {path: [] for path in planned.plan.units}
    raw = {change["address"]: change for change in planned.plan.document.get("resource_changes", [])}
    for path, unit in planned.plan.units.items():
        by_unit[path] = [
            {**raw.get(change.full_address, {}), "address": change.address, "full_address": change.full_address}
            for change in unit.changes
        ]
    return {
        "format_version": "1.0",
        "totals": dict(planned.plan.counts),
        "units": {
            path: {"counts": dict(unit.counts), "resource_changes": by_unit[path]}
            for path, unit in planned.plan.units.items()
        },
        "apart": planned.composition.apart,
        "failed": {path: str(error) for path, error in planned.failed.items()},
    }
