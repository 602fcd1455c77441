"""What checks look at: a composition's plan as plain data, so shaped that expressions over it stay short.

    {"units": {path: unit}, "all": unit, "dependencies": {path: [path]}}

A unit holds its resources by type, ``{"aws_vpc": [{"address", "name", "key", "values", "unknown",
"references"}]}`` (``references``: for each argument the addresses it is written with), what it was given (``inputs``,
references in the form ``${module.x.y}``), what it hands on (``outputs``) and its provider's configuration
(``provider``). ``all`` holds the resources of all units by type. Texts that are JSON (policies, container definitions)
are there as what they say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..compose import Composition, Plan

_META = {"source", "providers", "depends_on", "for_each", "count", "version"}


def plan_document(composition: Composition, plan: Plan) -> dict[str, Any]:
    """The plan of a composition as a document to check."""
    units = {}
    every: dict[str, list[dict[str, Any]]] = {}
    for path, unit_plan in plan.units.items():
        references = _references(composition, plan, path)
        resources: dict[str, list[dict[str, Any]]] = {}
        for change in unit_plan.changes:
            if change.mode == "managed":
                resource = {
                    "address": change.address,
                    "name": change.name,
                    "key": change.key,
                    "values": plain(change.after),
                    "unknown": change.unknown,
                    "references": references.get(f"{change.type}.{change.name}", {}),
                }
                resources.setdefault(change.type, []).append(resource)
                every.setdefault(change.type, []).append({**resource, "unit": path})
        units[path] = {**resources, **_surroundings(composition, path)}
    dependencies = {path: _dependencies(composition, path) for path in composition.members}
    return {"units": units, "all": every, "dependencies": dependencies}


def within(document: Mapping[str, Any], folder: str) -> dict[str, Any]:
    """The part of a document that is about the units below a folder of the tree; all of it for no folder."""

    def below(path: str) -> bool:
        return not folder or path.startswith(f"{folder}/")

    every = {kind: [each for each in found if below(each["unit"])] for kind, found in document["all"].items()}
    return {
        "units": {path: unit for path, unit in document["units"].items() if below(path)},
        "all": {kind: found for kind, found in every.items() if found},
        "dependencies": {path: needs for path, needs in document["dependencies"].items() if below(path)},
    }


def _references(composition: Composition, plan: Plan, path: str) -> dict[str, dict[str, list[str]]]:
    """What the arguments of a unit's own resources refer to, by address without key and by argument."""
    member = composition.members.get(path)
    if member is None:
        return {}
    calls = plan.document.get("configuration", {}).get("root_module", {}).get("module_calls", {})
    resources = calls.get(member.module, {}).get("module", {}).get("resources", [])
    return {
        resource["address"]: {name: sorted(set(_mentions(each))) for name, each in resource["expressions"].items()}
        for resource in resources
        if "expressions" in resource
    }


def _mentions(expression: Any) -> Iterable[str]:
    match expression:
        case {"references": list(found)}:
            yield from found
        case Mapping():
            for each in expression.values():
                yield from _mentions(each)
        case list():
            for each in expression:
                yield from _mentions(each)


def _surroundings(composition: Composition, path: str) -> dict[str, Any]:
    member = composition.members.get(path)
    if member is None:
        return {}
    block = composition.document["module"][member.module]
    return {
        "inputs": {name: plain(value) for name, value in block.items() if name not in _META},
        "outputs": sorted(member.interface.outputs),
        "provider": _provider(composition.document.get("provider", {}), block.get("providers", {})),
    }


def _provider(providers: Mapping[str, Any], used: Mapping[str, str]) -> Any:
    """The configuration of the AWS provider that a module block uses."""
    configurations = providers.get("aws", {})
    alias = used.get("aws", "aws").partition(".")[2]
    every: Iterable[Any] = configurations if isinstance(configurations, list) else [configurations]
    return next((plain(each) for each in every if each.get("alias", "") == alias), None)


def _dependencies(composition: Composition, path: str) -> list[str]:
    unit = composition.members[path].unit
    found = {dependency.unit_path for dependency in unit.dependencies.values()} | set(unit.after)
    return sorted(each for each in found if each)


def plain(value: Any) -> Any:
    """A value with the JSON texts in it decoded."""
    match value:
        case str():
            if value[:1] in "{[" and value[-1:] in "}]":
                try:
                    return json.loads(value)
                except ValueError:
                    return value
            return value
        case Mapping():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case _:
            return value
