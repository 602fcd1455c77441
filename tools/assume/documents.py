"""Plan documents of a settled composition: cut into units, joined again, and made from plans that change things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .model import Unsettled
from .state import is_marked, unit_module

Document = dict[str, Any]


def unit_part(document: Mapping[str, Any], module: str, used: Iterable[str]) -> Document:
    """What a settled document says of one unit, which uses some provider configurations of the root (``aws.alias``)."""
    configuration = document.get("configuration", {})
    root = configuration.get("root_module", {})
    return {
        "versions": {name: document.get(name) for name in ("format_version", "terraform_version")},
        "planned": _child(document.get("planned_values"), module),
        "prior": _child((document.get("prior_state") or {}).get("values"), module),
        "output": (document.get("planned_values", {}).get("outputs") or {}).get(module),
        "changes": [each for each in document.get("resource_changes", []) if unit_module(each["address"]) == module],
        "checks": [
            each
            for each in document.get("checks", [])
            if unit_module(each["address"].get("to_display", "") + ".") == module
        ],
        "call": root.get("module_calls", {}).get(module, {}),
        "providers": {
            key: each
            for key, each in configuration.get("provider_config", {}).items()
            if key in used or unit_module(f"{each.get('module_address', '')}.") == module
        },
        "output_configuration": root.get("outputs", {}).get(module),
    }


def join(parts: Mapping[str, Mapping[str, Any]]) -> Document:
    """One document made of the parts of units, by their modules' names."""
    versions = next((dict(part["versions"]) for part in parts.values()), {})

    def values(kind: str) -> Document:
        children = [part[kind] for part in parts.values() if part[kind]]
        outputs = {name: part["output"] for name, part in parts.items() if part["output"] is not None}
        return {"outputs": outputs, "root_module": {"child_modules": children}}

    outputs = {name: part["output_configuration"] for name, part in parts.items() if part["output_configuration"]}
    return {
        **versions,
        "planned_values": values("planned"),
        "resource_changes": [change for part in parts.values() for change in part["changes"]],
        "output_changes": {},
        "prior_state": {**versions, "values": values("prior")},
        "configuration": {
            "provider_config": {key: each for part in parts.values() for key, each in part["providers"].items()},
            "root_module": {
                "outputs": outputs,
                "module_calls": {name: part["call"] for name, part in parts.items()},
            },
        },
        "checks": [check for part in parts.values() for check in part["checks"]],
        "applyable": False,
        "complete": True,
        "errored": False,
    }


def _child(values: Mapping[str, Any] | None, module: str) -> Document | None:
    children: Iterable[Document] = ((values or {}).get("root_module") or {}).get("child_modules", [])
    return next((child for child in children if child.get("address") == f"module.{module}"), None)


def settled(document: Mapping[str, Any], attributes: Mapping[str, Mapping[str, Any]]) -> Document:
    """The plan that would follow if a plan were applied: nothing changes, and every value is what ``attributes`` says.

    ``attributes``: by full address, as ``terraform show -json`` writes values.
    """
    planned = dict(document.get("planned_values") or {})
    planned["root_module"] = _with_values(planned.get("root_module") or {}, attributes)
    changes = []
    for change in document.get("resource_changes", []):
        if change["mode"] != "managed" or change["address"] not in attributes:
            continue
        values = dict(attributes[change["address"]])
        sensitive = change["change"].get("after_sensitive", {})
        rest = {
            name: value
            for name, value in change.items()
            if name not in ("action_reason", "previous_address", "deposed", "change")
        }
        changes.append(
            {
                **rest,
                "change": {
                    "actions": ["no-op"],
                    "before": values,
                    "after": values,
                    "after_unknown": {},
                    "before_sensitive": sensitive,
                    "after_sensitive": sensitive,
                },
            }
        )
    versions = {name: document.get(name) for name in ("format_version", "terraform_version")}
    return {
        **document,
        "planned_values": planned,
        "prior_state": {**versions, "values": planned},
        "resource_changes": changes,
        "output_changes": {},
        "resource_drift": [],
        "applyable": False,
    }


def quiet(document: Mapping[str, Any], unsettled: Iterable[Unsettled]) -> Document:
    """A plan on an assumed state without what its base wanted to change anyway, whatever the change.

    A resource that did not settle, and that the plan changes in no other way and no other attribute, is left as it was.
    """
    known = {each.full_address: each for each in unsettled}
    kept: dict[str, Mapping[str, Any]] = {}
    changes = []
    for change in document.get("resource_changes", []):
        restless = known.get(change["address"])
        now = unsettled_by(change)
        if restless and now and now.action == restless.action and set(now.attributes) <= set(restless.attributes):
            raw = change["change"]
            still = raw["after"] if raw["before"] is None else raw["before"]
            kept[change["address"]] = still
            silent = {"actions": ["no-op"], "before": still, "after": still, "after_unknown": {}}
            changes.append({**change, "change": {**change["change"], **silent}})
        else:
            changes.append(change)
    planned = dict(document.get("planned_values") or {})
    planned["root_module"] = _with_values(planned.get("root_module") or {}, kept)
    return {**document, "planned_values": planned, "resource_changes": changes}


def unsettled_by(change: Mapping[str, Any]) -> Unsettled | None:
    """A planned change as something that has not settled; None where nothing changes."""
    raw = change["change"]
    if raw["actions"] == ["no-op"]:
        return None
    before, after = raw.get("before") or {}, raw.get("after") or {}
    later = {name for name, each in (raw.get("after_unknown") or {}).items() if is_marked(each)}
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)} | later
    actions = raw["actions"]
    return Unsettled(change["address"], tuple(sorted(names)), "replace" if len(actions) > 1 else actions[0])


def _with_values(module: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> Document:
    """A module of planned values with other values for some resources."""
    out = dict(module)
    if "resources" in module:
        out["resources"] = [
            {**each, "values": dict(values[each["address"]])} if each["address"] in values else each
            for each in module["resources"]
        ]
    if "child_modules" in module:
        out["child_modules"] = [_with_values(each, values) for each in module["child_modules"]]
    return out
