"""What exists at one moment, as a plan document tells it: the resources before the plan, or after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .plan import split_address


@dataclass(frozen=True, slots=True)
class Resource:
    """A managed resource at one moment."""

    unit: str
    address: str
    """Within the unit."""
    full_address: str
    """Within the composition."""
    type: str
    name: str
    key: str | int | None
    values: Mapping[str, Any]
    """Attributes as ``terraform show -json`` gives them; null where a value is not known."""
    sensitive: Any = False
    """Shaped like ``values``: true where a value is not to be shown."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The managed resources of a composition at one moment, by full address."""

    resources: Mapping[str, Resource]

    def of_type(self, *types: str) -> list[Resource]:
        """The resources of some types, in order of their addresses."""
        return [resource for resource in self.resources.values() if resource.type in types]

    def in_unit(self, path: str) -> list[Resource]:
        """The resources of a unit."""
        return [resource for resource in self.resources.values() if resource.unit == path]


def after(document: Mapping[str, Any]) -> Snapshot:
    """What will exist after a plan (``planned_values``)."""
    return _snapshot(document.get("planned_values"))


def before(document: Mapping[str, Any]) -> Snapshot:
    """What exists before a plan (``prior_state``); nothing where it starts from the empty account."""
    return _snapshot((document.get("prior_state") or {}).get("values"))


def _snapshot(values: Mapping[str, Any] | None) -> Snapshot:
    found = {}
    for item in _items((values or {}).get("root_module") or {}):
        if item["mode"] != "managed":
            continue
        unit, address = split_address(item["address"])
        found[item["address"]] = Resource(
            unit=unit,
            address=address,
            full_address=item["address"],
            type=item["type"],
            name=item["name"],
            key=item.get("index"),
            values=item.get("values") or {},
            sensitive=item.get("sensitive_values", False),
        )
    return Snapshot(dict(sorted(found.items())))


def _items(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _items(child)
