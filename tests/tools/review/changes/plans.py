"""Plan documents, written by hand, for the tests of what a plan changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.compose import Change, cut, module_name
from tools.compose.snapshot import Resource, Snapshot
from tools.review.changes.addresses import without_keys
from tools.review.changes.placeholders import Words

NO_WORDS = Words({})


def raw(unit: str, address: str, actions: str, before: Any = None, after: Any = None, **more: Any) -> dict[str, Any]:
    """One entry of ``resource_changes``; ``actions`` are written ``delete create``."""
    kind, name = without_keys(address).split(".")[-2:]
    key = more.pop("key", None)
    top = {each: more.pop(each) for each in ("action_reason", "previous_address", "mode") if each in more}
    change = {"actions": actions.split(), "before": before, "after": after, **more}
    found = {
        "address": f"module.{module_name(unit)}.{address}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": change,
        **top,
    }
    return found | ({"index": key} if key is not None else {})


def change(before: Any, after: Any, type: str = "aws_thing", actions: str = "update", **more: Any) -> Change:
    """One change."""
    return changed([raw("dev/app", f"{type}.this", actions, before, after, **more)])[0]


def changed(raws: list[dict[str, Any]]) -> list[Change]:
    """All changes."""
    return cut({"resource_changes": raws}, []).changes


def snapshot(*resources: tuple[str, str, Mapping[str, Any]]) -> Snapshot:
    """What exists: (unit, address, values) each."""
    found = {}
    for unit, address, values in resources:
        kind, name = without_keys(address).split(".")[-2:]
        full = f"module.{module_name(unit)}.{address}"
        found[full] = Resource(unit, address, full, kind, name, None, values)
    return Snapshot(found)
