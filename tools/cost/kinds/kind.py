"""What a type of resource is billed for: what it costs by being there, and what by being used."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...compose.snapshot import Resource
from ..amount import Amount, exactly

HOURS = 730.0
"""The hours of a month, as AWS's own calculator counts."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around a resource, and what is said about its use."""

    beside: Callable[[Resource, str], Sequence[Resource]]
    """(resource, type) -> the resources of a type in the same unit."""
    nearby: Callable[[Resource, str], Sequence[Resource]]
    """(resource, type) -> those in the same account and region."""
    given: Callable[[Resource, str], Amount | None]
    """(resource, key) -> what the usage files say of it."""
    today: datetime.date

    def zones(self, resource: Resource) -> int:
        """Over how many zones a resource spreads: as many as it has subnets, else as the network near it has zones."""
        subnets = resource.values.get("subnets") or resource.values.get("subnet_ids")
        if subnets and all(subnets):
            return len(subnets)
        zones = {each.values.get("availability_zone") for each in self.nearby(resource, "aws_subnet")} - {None}
        return len(zones) or 2


Parts = Iterable[tuple[str, Amount]]
"""SKUs with how much of each is there in a month."""
Skus = str | tuple[str, ...] | Callable[[Resource], tuple[str, ...]]


def nothing(_resource: Resource, _scene: Scene) -> Parts:
    """What only costs by being used."""
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of resource that costs money."""

    type: str
    fixed: Callable[[Resource, Scene], Parts] = nothing
    """What costs whether it is used or not."""
    usage: Mapping[str, Skus] = field(default_factory=dict)
    """What can be said in a usage file -> the SKUs that each unit of it costs. None at all: it corrects ``fixed``."""

    def skus(self, key: str, resource: Resource) -> tuple[str, ...]:
        """What one unit of a use costs."""
        skus = self.usage[key]
        if isinstance(skus, str):
            return (skus,)
        return skus if isinstance(skus, tuple) else skus(resource)


def hourly(sku: str) -> Callable[[Resource, Scene], Parts]:
    """One of something, by the hour."""
    return lambda _resource, _scene: [(sku, exactly(HOURS))]


def monthly(sku: str) -> Callable[[Resource, Scene], Parts]:
    """One of something, by the month."""
    return lambda _resource, _scene: [(sku, exactly(1))]


def number(value: Any, default: float = 0) -> float:
    """An attribute as a number; the default where it is not known, or no number."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def sized(sku: str, size: object) -> tuple[str, Amount]:
    """So many gigabytes; where the plan does not know how many, what no sheet has, so that it is named."""
    return (sku, exactly(number(size))) if size is not None else (f"{sku} of unknown size", exactly(1))


def first(value: Any) -> Mapping[str, Any]:
    """The one block of an attribute; an empty one where there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, Mapping) else {}


def vcpus(instance: str) -> int:
    """The vCPUs of an instance type or class: ``db.r5.2xlarge`` has 8; the burstable small ones have 2."""
    size = instance.rpartition(".")[2]
    match = re.fullmatch(r"(\d*)xlarge", size)
    return 4 * int(match[1] or 1) if match else 2
