"""What Terraform refuses to plan: the destruction of what carries ``lifecycle.prevent_destroy``.

Terraform says so in one error for each instance, all of them in one run, and leaves a plan file behind nevertheless
(``errored`` in its JSON). That one tells exactly what would happen to the refused instances, but lacks whatever
depends on them. So the pipeline plans once more on a state without them, and takes each part where it is right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ...compose import Change, Plan, UnitPlan
from ...compose.snapshot import Resource, Snapshot
from ...terraform import TerraformError

_SUMMARY = "Instance cannot be destroyed"
_DETAIL = re.compile(r"Resource (?P<address>.+?) has lifecycle\.prevent_destroy set", re.DOTALL)


def refused_by(error: TerraformError) -> dict[str, str]:
    """The full addresses that Terraform refuses to destroy, each with why in words; empty where it is another error."""
    found = {}
    for diagnostic in error.diagnostics:
        match = _DETAIL.search(diagnostic.detail) if diagnostic.summary == _SUMMARY else None
        if match:
            # Terraform's paths are relative to the composition, which lies somewhere below the project.
            file = re.sub(r"^(\.\./)+", "", diagnostic.filename or "")
            place = f" ({file}:{diagnostic.line})" if file else ""
            found[match["address"]] = f"lifecycle.prevent_destroy is set{place}: Terraform will not plan it"
    return found


def without(state: Mapping[str, Any], addresses: Collection[str]) -> dict[str, Any]:
    """A state (version 4) without some instances."""
    resources = []
    for resource in state["resources"]:
        kept = [each for each in resource["instances"] if _address(resource, each) not in addresses]
        if kept:
            resources.append({**resource, "instances": kept})
    return {**state, "resources": resources}


def with_refused(
    plan: Plan, addresses: Collection[str], base: Snapshot, errored: Mapping[str, Change] | None = None
) -> Plan:
    """The plan that was made without the refused instances, with what would happen to them.

    Args:
        plan: made on a state without the instances.
        addresses: those that :func:`refused_by` found.
        base: what exists before.
        errored: full address -> its change in the plan that Terraform refused, where that is at hand. Otherwise an
            instance is shown as destroyed, or as replaced where the plan would add it.
    """
    instead: dict[str, Change] = {}
    added = {change.full_address: change for change in plan.changes if change.full_address in addresses}
    for address in addresses:
        told = (errored or {}).get(address)
        if told is not None and told.action in ("replace", "destroy"):
            instead[address] = told
        elif address in base.resources:
            instead[address] = _lost(base.resources[address], added.get(address))
    units = dict(plan.units)
    for path in {change.unit for change in instead.values()}:
        others = units[path].changes if path in units else ()
        kept = [each for each in others if each.full_address not in instead]
        mine = [each for each in instead.values() if each.unit == path]
        units[path] = UnitPlan(path, tuple(sorted([*kept, *mine], key=lambda each: each.full_address)))
    return Plan(plan.document, dict(sorted(units.items())))


def _lost(resource: Resource, added: Change | None) -> Change:
    return Change(
        unit=resource.unit,
        address=resource.address,
        full_address=resource.full_address,
        mode="managed",
        type=resource.type,
        name=resource.name,
        key=resource.key,
        action="replace" if added else "destroy",
        before=dict(resource.values),
        after=added.after if added else None,
        unknown=added.unknown if added else False,
        sensitive=added.sensitive if added else False,
        replace_paths=(),
        reason=None,
        previous_address=None,
        before_sensitive=resource.sensitive,
    )


def _address(resource: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    prefix = f"{resource['module']}." if resource.get("module") else ""
    mode = "data." if resource["mode"] == "data" else ""
    return f"{prefix}{mode}{resource['type']}.{resource['name']}{_key(instance.get('index_key'))}"


def _key(key: str | int | None) -> str:
    """An instance key as Terraform writes it in an address."""
    if key is None:
        return ""
    if isinstance(key, int):
        return f"[{key}]"
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    escaped = escaped.replace("\t", "\\t").replace("${", "$${").replace("%{", "%%{")
    return f'["{escaped}"]'
