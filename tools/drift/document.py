"""What a look at the accounts found, for machines: docs/drift.md says what is in it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..review.model import AttributeChange, ResourceChange
from .model import Look, UnitDrift

VERSION = "1.0"


def document(look: Look, code: int) -> dict[str, Any]:
    """The report as JSON data; sensitive values are null in it."""
    statuses = Counter(unit.status for unit in look.units.values())
    units = look.units.values()
    return {
        "format_version": VERSION,
        "at": look.at.isoformat(timespec="seconds"),
        "exit_code": code,
        "totals": {
            "units": len(look.units),
            "checked": statuses["checked"],
            "never_applied": statuses["never applied"],
            "failed": statuses["failed"],
            "drifted": sum(len(unit.drift) for unit in units),
            "explained": sum(len(unit.explained) for unit in units),
            "pending": sum(len(unit.pending) for unit in units),
            "orphans": len(look.orphans),
        },
        "expired": list(look.expired),
        "units": {path: _unit(unit) for path, unit in look.units.items()},
        "orphans": [
            {
                "unit": each.path,
                "state": each.place,
                "resources": each.resources,
                "applied_at": _time(each.modified),
                "error": str(each.error) if each.error else None,
                "accepted": str(each.entry) if each.entry else None,
            }
            for each in look.orphans
        ],
        "unseen": [str(error) for error in look.unseen],
    }


def _time(at: datetime.datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _unit(unit: UnitDrift) -> dict[str, Any]:
    stored = unit.stored
    return {
        "status": unit.status,
        "error": str(unit.error) if unit.error else None,
        "state": stored.place if stored else None,
        "applied_at": _time(stored.modified) if stored else None,
        "note": stored.note if stored else None,
        "lock": asdict(unit.lock) if unit.lock else None,
        "drift": [
            {
                "address": each.address,
                "type": each.type,
                "kind": each.kind,
                "attributes": [
                    {**a, "undone_by_apply": a["path"] not in each.left} for a in _attributes(each.attributes)
                ],
            }
            for each in unit.drift
        ],
        "explained": [
            {"address": each.address, "attribute": each.path or None, "by": each.by, "why": each.why}
            for each in unit.explained
        ],
        "pending": [_change(each) for each in unit.pending],
        "pending_outputs": list(unit.outputs),
        "pending_unknown": unit.untold,
    }


def _change(change: ResourceChange) -> dict[str, Any]:
    return {
        "address": change.address,
        "type": change.type,
        "action": change.action,
        "reason": change.reason,
        "replaced_because": list(change.replaced_because),
        "attributes": _attributes(change.attributes),
    }


def _attributes(attributes: Sequence[AttributeChange]) -> list[dict[str, Any]]:
    return [
        {
            "path": each.path,
            "before": each.before,
            "after": each.after,
            "kind": each.kind,
            "sensitive": each.sensitive,
            "note": each.note,
        }
        for each in attributes
    ]
