"""The head's plan on the assumed state of its base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..assume import Assumed, Store, advance, assume, cut_state, quiet, relocate, unit_keys, write_state
from ..compose import Change, Composition, Plan, cut
from ..compose.initialising import initialise
from ..estate.blame import by_unit
from ..estate.planning import PLAN_FILE, explain
from ..estate.progress import Progress
from ..terraform import Terraform, TerraformError
from .changes.refused import refused_by, without
from .model import Problem
from .sides import Part, Side, SideName, aligned, closed, part


@dataclass(frozen=True, slots=True)
class Planner:
    """What planning takes: Terraform, a folder to work in, and the states that are known already."""

    terraform: Terraform
    folder: Path
    store: Store
    progress: Progress


@dataclass(frozen=True, slots=True)
class Planned:
    """Both sides, planned."""

    base: Part
    head: Part
    before: Assumed | None
    """The base, settled; None where it could not be planned."""
    plan: Plan | None
    """The head on the base's assumed state; None where it could not be planned."""
    after: Assumed | None
    """The head, settled."""
    refused: Mapping[str, str]
    """Full addresses that Terraform refuses to destroy, with its words."""
    would: Mapping[str, Change]
    """Full address -> what would happen to it if Terraform did not refuse."""
    problems: tuple[Problem, ...]


def differing(base: Composition, head: Composition, terraform: Terraform) -> set[str]:
    """The units whose content, or that of what they need, is not the same on both sides."""
    was, now = unit_keys(base, terraform), unit_keys(head, terraform)
    return {path for path in {*was, *now} if was.get(path) != now.get(path)}


def plan_both(base: Side, head: Side, paths: Iterable[str], planner: Planner) -> Planned:
    """Plan units on both sides. What cannot be planned is left out and told, never silently."""
    paths = closed(paths, base, head)
    base_part, before, problems = _base(base, paths, planner)
    head_part, composition, plan, refused, would, more = _head(base, head, paths, base_part, before, planner)
    after = None
    if plan is not None:
        with planner.progress.step("the head's assumed state"):
            try:
                after = advance(composition, planner.folder / "head", planner.terraform, plan, store=planner.store)
            except TerraformError as error:
                # What is made anew is then as unknown as Terraform's own plan leaves it.
                after = Assumed({}, plan.document, {}, (), 0)
                more += _told("head", error, composition, planner.folder / "head")
    return Planned(base_part, head_part, before, plan, after, refused, would, tuple(dict.fromkeys([*problems, *more])))


def _base(base: Side, paths: set[str], planner: Planner) -> tuple[Part, Assumed | None, list[Problem]]:
    """The base and its assumed state, without the units that do not plan."""
    left_out: dict[str, str] = {}
    problems: list[Problem] = []
    while True:
        found = part(base, paths, left_out)
        try:
            with planner.progress.step("the base's assumed state"):
                before = assume(found.composition, planner.folder / "base", planner.terraform, store=planner.store)
        except TerraformError as error:
            told = _told("base", error, found.composition, planner.folder / "base")
            problems += told
            new = {each.unit for each in told if each.unit} - left_out.keys()
            if not new:
                return found, None, [*problems, *found.problems]
            left_out |= dict.fromkeys(new, "Terraform cannot plan it")
            continue
        return found, before, [*problems, *found.problems]


def _head(
    base: Side, head: Side, paths: set[str], base_part: Part, before: Assumed | None, planner: Planner
) -> tuple[Part, Composition, Plan | None, dict[str, str], dict[str, Change], list[Problem]]:
    """The head's plan on the base's assumed state, without the units that do not plan."""
    left_out: dict[str, str] = {}
    problems: list[Problem] = []
    refused: dict[str, str] = {}
    would: dict[str, Change] = {}
    gone = base.paths - head.paths
    while True:
        found = part(head, paths, left_out)
        composition, state = found.composition, None
        if before is not None:
            units = {path for path in base_part.composition.members if path in composition.members or path in gone}
            folders = {"old_folder": planner.folder / "base", "new_folder": planner.folder / "head"}
            state = relocate(cut_state(before.state, units), base.project, head.project, **folders)
            state = without(state, _refused_in_state(refused, would))
            state, composition = aligned(state, base_part.composition, composition)
        try:
            plan = _plan(composition, state, planner)
        except TerraformError as error:
            if new_refusals := {key: text for key, text in refused_by(error).items() if key not in refused}:
                refused |= new_refusals
                would |= {each.full_address: each for each in _shown(composition, planner).changes}
                continue
            told = _told("head", error, composition, planner.folder / "head")
            problems += told
            new = {each.unit for each in told if each.unit} - left_out.keys()
            if not new:
                return found, composition, None, refused, would, [*problems, *found.problems]
            left_out |= dict.fromkeys(new, "Terraform cannot plan it")
            continue
        if before is not None and before.unsettled:
            plan = cut(quiet(plan.document, before.unsettled), composition.members)
        return found, composition, plan, refused, would, [*problems, *found.problems]


def _plan(composition: Composition, state: dict[str, Any] | None, planner: Planner) -> Plan:
    folder = planner.folder / "head"
    composition.write(folder)
    if state is None:
        (folder / "terraform.tfstate").unlink(missing_ok=True)
    else:
        write_state(state, folder)
    with planner.progress.step("terraform init"):
        initialise(folder, planner.terraform)
    with planner.progress.step("terraform plan", total=None):
        planner.terraform.plan(
            folder, folder / PLAN_FILE, options=("-refresh=false",), on_event=planner.progress.on_event
        )
    with planner.progress.step("terraform show"):
        return _shown(composition, planner)


def _shown(composition: Composition, planner: Planner) -> Plan:
    """The plan file; Terraform leaves one where it refuses a plan as well."""
    folder = planner.folder / "head"
    return cut(planner.terraform.show(folder, folder / PLAN_FILE), composition.members)


def _refused_in_state(refused: Iterable[str], would: Mapping[str, Change]) -> set[str]:
    """What Terraform refuses to destroy, by the addresses before the change."""
    return {(would[each].previous_address or each) if each in would else each for each in refused}


def _told(side: SideName, error: TerraformError, composition: Composition, folder: Path) -> list[Problem]:
    """Terraform's errors by unit; one that no unit can be blamed for stands for itself."""
    found = []
    for unit, diagnostics in (by_unit(error, composition, folder) or {None: []}).items():
        part_of = TerraformError(f"Terraform cannot plan {unit or 'the change'}", diagnostics, error.hint)
        found.append(Problem(side, unit, str(explain(part_of, composition))))
    return found
