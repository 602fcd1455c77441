"""Plans of an account held against the review of the same change: what nobody has read about is a surprise.

The review was made from the code alone, on the assumed state of its base. A fresh plan may do less: what is there
already is not done again, and what an apply left half done is done to its end. It may not do anything else, such as
take back what a hand has changed, or replace what was to be updated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..operations.plans import SavedPlan

Reviewed = Mapping[str, Mapping[str, str]]
"""Unit -> address within it -> what the review says happens to it, in the words of ``SavedPlan.actions``."""
_WORDS = {"add": "create", "change": "update"}


def read_review(path: Path) -> Reviewed:
    """What a review (``review.json``) says of each unit that it could plan.

    Raises:
        GroundplanError: the file is no review.
    """
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(unit["path"]): {
                str(change["address"]): _WORDS.get(change["action"], str(change["action"]))
                for change in unit["changes"]
            }
            for unit in document["units"]
            if unit["planned"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GroundplanError(
            "this is no review", where=str(path), hint="./inv review --out FOLDER writes review.json"
        ) from error


def surprises(reviewed: Reviewed, plans: Sequence[SavedPlan]) -> list[str]:
    """What fresh plans would do that the review does not say, one line for each resource.

    Outputs are left out: they follow the resources. Moving and importing lose nothing.
    """
    found = []
    for plan in plans:
        changes = {address: action for address, action in plan.actions.items() if not address.startswith("output.")}
        told = reviewed.get(plan.unit)
        if told is None:
            if changes:
                found.append(f"{plan.unit}: {len(changes)} changes, and the review has not planned it")
            continue
        for address, action in changes.items():
            if action in ("move", "import") or told.get(address) == action or _is_rest(address, action, plan, told):
                continue
            says = told.get(address, "nothing")
            found.append(f"{plan.unit}: {address}: {action}, where the review says {says}")
    return found


def _is_rest(address: str, action: str, plan: SavedPlan, told: Mapping[str, str]) -> bool:
    """Whether it is what an apply that failed has left of what the review says.

    Of a replacement the new resource is missing, or the old one (deposed) is still there; a creation that failed has
    left a tainted resource, which is replaced.
    """
    name, _, deposed = address.partition(" (deposed ")
    match told.get(name):
        case "replace":
            return action == "destroy" if deposed else action == "create"
        case "create":
            return action == "replace" and address in plan.tainted
    return False
