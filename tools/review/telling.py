"""What both sides' plans mean: the parts of a review, put together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..affected import Affected, AffectedUnit
from ..assume import Placeholder
from ..compose import Composition, Plan
from ..compose.snapshot import Snapshot, after
from ..files import work_folder
from ..iam import compare as compare_permissions
from ..iam import load as load_actions
from ..policy import python_with_checkov
from ..reach import compare as compare_reach
from .changes import blast, changes, unit_trust, weakened_in, whole_trust, with_refused
from .costs import cost_of
from .findings import Identity, Scanned, review_findings
from .model import Chain, Cost, FindingChange, Problem, ResourceChange, Review, Trust, UnitReview
from .model import Side as Named
from .planning import Planned, Planner
from .rules import Rules, concerns
from .sides import Side

_EMPTY = Snapshot({})


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides, planned."""

    names: tuple[Named, Named]
    touched: Affected
    was: Side
    now: Side
    planned: Planned
    problems: tuple[Problem, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """New path -> old path of renamed units."""
        return {path: unit.renamed_from for path, unit in self.touched.units.items() if unit.renamed_from}

    @property
    def gone(self) -> set[str]:
        """Units that the base has and the head has not."""
        return self.was.paths - self.now.paths

    @property
    def placeholders(self) -> dict[str, Placeholder]:
        """The made-up values of both sides, by their text."""
        found: dict[str, Placeholder] = {}
        for side in (self.planned.before, self.planned.after):
            found |= side.placeholders if side else {}
        return found

    @property
    def snapshots(self) -> tuple[Snapshot, Snapshot]:
        """What is there before and after, of the units that are planned on both sides, or gone."""
        seen = {*self.planned.head.composition.members, *self.gone} if self.planned.plan else set()
        return _part_of(self.planned.before, seen), _part_of(self.planned.after, seen)


def _part_of(side: Any, units: set[str]) -> Snapshot:
    whole = after(side.document) if side else _EMPTY
    return Snapshot({key: each for key, each in whole.resources.items() if each.unit in units})


def tell(compared: Compared, planner: Planner, rules: Rules, today: datetime.date) -> Review:
    """The review of two planned sides."""
    planned, project = compared.planned, compared.now.project
    before, head = compared.snapshots
    plan = with_refused(planned.plan, planned.refused, before, planned.would) if planned.plan else None
    with planner.progress.step("security findings"):
        findings = _findings(compared, plan, head, planner.folder)
    with planner.progress.step("permissions and reachability"):
        actions = load_actions(python_with_checkov(project), work_folder(project))
        accounts = {**_accounts(planned.base.composition), **_accounts(planned.head.composition)}
        permissions = compare_permissions(before, head, actions, accounts, compared.placeholders)
        moved = (
            {each.previous_address: each.full_address for each in plan.changes if each.previous_address} if plan else {}
        )
        flows = compare_reach(before, head, moved)
    by_unit: Mapping[str, tuple[ResourceChange, ...]] = {}
    if plan:
        by_unit = changes(
            plan,
            before,
            head,
            compared.placeholders,
            refused=planned.refused,
            renamed=compared.renamed,
        )
    units = _units(compared, by_unit)
    cost, wrong = _cost(compared, before, head, units, today)
    problems = (*compared.problems, *wrong)
    trust = whole_trust({unit.path: unit.trust for unit in units}, len(problems))
    weakened = weakened_in(plan.changes) if plan else {}
    return Review(
        *compared.names,
        concerns=concerns(rules, units, problems, permissions, flows, findings, trust, weakened, today),
        units=units,
        problems=problems,
        permissions=permissions,
        flows=flows,
        findings=findings,
        cost=cost,
        blast=blast(units, _needs(compared.now), _needs(compared.was)),
        trust=trust,
        not_affected=compared.touched.total - sum(unit.status != "removed" for unit in units),
        other_files=compared.touched.other_files,
    )


def nothing_planned(names: tuple[Named, Named], touched: Affected, rules: Rules, today: datetime.date) -> Review:
    """The review of a change that touches no unit."""
    problems = tuple(Problem("head", error.unit, error.message) for error in touched.errors)
    trust = whole_trust({}, len(problems))
    return Review(
        *names,
        concerns=concerns(rules, (), problems, (), (), (), trust, {}, today),
        units=(),
        problems=problems,
        permissions=(),
        flows=(),
        findings=(),
        cost=Cost(True, 0.0, 0.0, 0.0),
        blast=blast((), {}, {}),
        trust=trust,
        not_affected=touched.total,
        other_files=touched.other_files,
    )


def _cost(
    compared: Compared, before: Snapshot, head: Snapshot, units: tuple[UnitReview, ...], today: datetime.date
) -> tuple[Cost, tuple[Problem, ...]]:
    if compared.planned.plan is None:
        return Cost(False, note="The change as a whole cannot be planned, so nothing is said about cost."), ()
    planned = compared.planned
    sides = (before, compared.was.tree.root), (head, compared.now.tree.root)
    return cost_of(*sides, (planned.base.composition, planned.head.composition), units, today)


def _needs(side: Side) -> dict[str, tuple[str, ...]]:
    return {path: tuple(unit.needs) for path, unit in side.tree.units.items()}


def _units(compared: Compared, by_unit: Mapping[str, tuple[ResourceChange, ...]]) -> tuple[UnitReview, ...]:
    touched = dict(compared.touched.units)
    for path, found in by_unit.items():
        if found and path not in touched:
            touched[path] = AffectedUnit(path, "downstream", (), ())
    return tuple(_unit(compared, touched[path], by_unit.get(path, ())) for path in sorted(touched))


def _unit(compared: Compared, unit: AffectedUnit, found: tuple[ResourceChange, ...]) -> UnitReview:
    not_planned = _not_planned(compared, unit)
    return UnitReview(
        path=unit.path,
        status=unit.status,
        chains=tuple(Chain(chain.steps) for chain in unit.chains),
        changes=found,
        trust=_trust(compared, unit, found, not_planned),
        renamed_from=unit.renamed_from,
        planned=not_planned is None,
    )


def _not_planned(compared: Compared, unit: AffectedUnit) -> str | None:
    """Why a unit was not planned, in words."""
    planned = compared.planned
    part = planned.base if unit.status == "removed" else planned.head
    if unit.path in part.left_out:
        return part.left_out[unit.path]
    if planned.plan is None and unit.path in part.composition.members:
        return "the change as a whole cannot be planned"
    return None


def _trust(compared: Compared, unit: AffectedUnit, found: tuple[ResourceChange, ...], not_planned: str | None) -> Trust:
    planned = compared.planned
    member = planned.head.composition.members.get(unit.path)
    nothing = None
    if unit.status not in ("added", "renamed"):
        if planned.before is None:
            nothing = "the base as a whole cannot be planned"
        elif unit.path in planned.base.left_out:
            nothing = f"in the base, {planned.base.left_out[unit.path]}"
    sides = [side for side in (planned.before, planned.after) if side]
    mine = {change.full_address for change in found}
    return unit_trust(
        found,
        references=len(member.unit.dependencies) - len(member.mocks) if member else 0,
        mocks=member.mocks if member else (),
        unsettled=[each for side in sides for each in side.unsettled if each.full_address in mine],
        from_nothing=nothing,
        not_planned=not_planned,
    )


def _findings(compared: Compared, plan: Plan | None, head: Snapshot, folder: Path) -> tuple[FindingChange, ...]:
    planned = compared.planned
    if plan is None or planned.after is None:
        return ()
    identity = Identity(
        moved=_moved(plan),
        renamed=compared.renamed,
        placeholders=compared.placeholders,
    )
    project = compared.now.project
    base = Scanned(planned.before.document, folder / "base", compared.was.project) if planned.before else None
    now = Scanned(planned.after.document, folder / "head", project)
    return review_findings(base, now, project, identity, head, planned.head.left_out.keys())


def _moved(plan: Plan | None) -> dict[str, str]:
    """Full address -> the one that the resource had before."""
    return {each.full_address: each.previous_address for each in plan.changes if each.previous_address} if plan else {}


def _accounts(composition: Composition) -> dict[str, str]:
    """Unit -> its account: the one that its AWS provider is confined to, or its input ``account_id``."""
    allowed = {
        f"aws.{config['alias']}": str(config["allowed_account_ids"][0])
        for config in composition.document.get("provider", {}).get("aws", [])
        if config.get("allowed_account_ids")
    }
    found = {}
    for path, member in composition.members.items():
        providers = composition.document["module"][member.module].get("providers", {})
        given = member.unit.inputs.get("account_id")
        if account := allowed.get(providers.get("aws", "")) or (given if isinstance(given, str) else None):
            found[path] = account
    return found
