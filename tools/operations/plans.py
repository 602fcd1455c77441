"""Plans that Terragrunt has saved (`--json-out-dir`): what they would change, and whether that is what was approved.

A saved plan carries the role that it was made with, so the one that a reader's role makes cannot be applied. What is
approved is therefore what a plan would change, by its digest; the plan that is applied is made afterwards, with the
role that may, and is held against it. What is handed on holds addresses and digests, and no values.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..strings import strings

_FILE = "tfplan.json"
_NAMES = {("create",): "create", ("update",): "update", ("delete",): "destroy", ("forget",): "forget"}


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """The plan of one unit."""

    unit: str
    actions: Mapping[str, str]
    """By address: ``create``, ``update``, ``replace``, ``destroy``, ``forget``, ``import`` or ``move``."""
    mocks: tuple[str, ...]
    """Inputs that a mock stands in for, because what the unit depends on is not applied."""
    digest: str
    """Of all that changes, with the values."""
    tainted: frozenset[str] = frozenset()
    """Addresses that are replaced because their creation failed half-way."""


def read_plans(folder: Path) -> list[SavedPlan]:
    """The plans below a folder, by unit.

    Raises:
        GroundplanError: there is none, which would pass for "no changes", or one is not a plan, or not a whole one.
    """
    files = sorted(folder.rglob(_FILE))
    if not files:
        raise GroundplanError(
            "there is no saved plan",
            where=str(folder),
            hint=f"make them with: terragrunt run --all --json-out-dir {folder} -- plan",
        )
    return [_read(path, path.parent.relative_to(folder).as_posix()) for path in files]


def _read(path: Path, unit: str) -> SavedPlan:
    document = _document(path)
    if document.get("errored"):
        raise GroundplanError("this plan ended with an error", where=str(path), hint="it does not say all that changes")
    try:
        if "format_version" in document and "planned_values" in document:
            return _plan(document, unit)
    except (AttributeError, KeyError, TypeError):
        pass
    raise GroundplanError("this is no plan", where=str(path), hint="Terragrunt's --json-out-dir writes plans")


def _plan(document: Mapping[str, Any], unit: str) -> SavedPlan:
    changes = [each for each in document.get("resource_changes", []) if each.get("mode") != "data" and _action(each)]
    outputs = {
        name: change for name, change in document.get("output_changes", {}).items() if change["actions"] != ["no-op"]
    }
    changes.sort(key=lambda each: (each["address"], each.get("deposed", "")))
    text = json.dumps({"resources": changes, "outputs": outputs}, sort_keys=True)
    actions = {_address(each): str(_action(each)) for each in changes} | {
        f"output.{name}": _NAMES.get(tuple(change["actions"]), "update") for name, change in sorted(outputs.items())
    }
    mocks = tuple(
        name
        for name, value in sorted(document.get("variables", {}).items())
        if any("mock" in text for text in strings(value.get("value")))
    )
    tainted = frozenset(_address(each) for each in changes if each.get("action_reason") == "replace_because_tainted")
    return SavedPlan(unit, actions, mocks, hashlib.sha256(text.encode()).hexdigest(), tainted)


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GroundplanError(f"this cannot be read: {error}", where=str(path)) from error
    return document if isinstance(document, dict) else {}


def _action(entry: Mapping[str, Any]) -> str | None:
    """What happens to a resource, or nothing."""
    change = entry["change"]
    actions = tuple(change["actions"])
    if actions == ("no-op",):
        return "import" if change.get("importing") else "move" if entry.get("previous_address") else None
    return _NAMES.get(actions, "replace")


def _address(entry: Mapping[str, Any]) -> str:
    deposed = entry.get("deposed")
    return f"{entry['address']} (deposed {deposed})" if deposed else str(entry["address"])


def as_json(plans: Sequence[SavedPlan]) -> dict[str, Any]:
    """What is handed to whoever applies: ``units``, each with ``actions`` and ``digest``."""
    return {"units": {plan.unit: {"actions": dict(plan.actions), "digest": plan.digest} for plan in plans}}


def read_approved(path: Path) -> dict[str, str]:
    """The digests that were approved, by unit.

    Raises:
        GroundplanError: the file is not what ``as_json`` makes.
    """
    try:
        return {unit: str(each["digest"]) for unit, each in _document(path)["units"].items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise GroundplanError(
            "this says nothing about approved plans",
            where=str(path),
            hint="it is what ./inv changes --format json printed of the plans that were shown",
        ) from error


def differences(approved: Mapping[str, str], plans: Sequence[SavedPlan]) -> list[str]:
    """How plans differ from those that were approved, one line for each unit that does."""
    now = {plan.unit: plan.digest for plan in plans}
    return [
        f"{unit}: {words}"
        for unit in sorted(approved.keys() | now.keys())
        if (
            words := "was approved, and is not planned"
            if unit not in now
            else "is planned, and was not approved"
            if unit not in approved
            else "would change in another way than was approved"
            if approved[unit] != now[unit]
            else ""
        )
    ]


def report(plans: Sequence[SavedPlan]) -> str:
    """For people: each unit that changes with what happens to what, and a line with the sums."""
    lines: list[str] = []
    for plan in plans:
        if plan.actions:
            lines += [plan.unit, *(f"  {action:8}{address}" for address, action in plan.actions.items()), ""]
    counts = Counter(action for plan in plans for action in plan.actions.values())
    sums = ", ".join(f"{number} {action}" for action, number in sorted(counts.items())) or "no changes"
    changed = sum(bool(plan.actions) for plan in plans)
    units = f"{len(plans)} unit{'' if len(plans) == 1 else 's'}"
    return "\n".join([*lines, f"{units}, {changed} with changes: {sums}" if changed else f"{units}: {sums}", ""])
