"""Where a unit is, for the bill: its account, its region, and the platform that it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..compose import Composition
from ..compose.snapshot import Resource

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
TAG = "Project"
"""The tag that tells platforms apart, here as in the bill that AWS sends."""
NO_PLATFORM = "(none)"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit is."""

    account: str
    """The folder above its region, else the first of its path."""
    region: str | None
    """That of its AWS provider, else the one that its path names."""


def places(units: Iterable[str], *compositions: Composition) -> dict[str, Place]:
    """The place of each unit; what its composition says of its provider comes before what its path says."""
    regions: dict[str, str] = {}
    for composition in compositions:
        regions |= _of_providers(composition)
    return {unit: _place(unit, regions.get(unit)) for unit in units}


def _of_providers(composition: Composition) -> dict[str, str]:
    configs = {
        f"aws.{config['alias']}": config.get("region")
        for config in composition.document.get("provider", {}).get("aws", [])
    }
    found = {}
    for path, member in composition.members.items():
        providers: Mapping[str, str] = composition.document["module"][member.module].get("providers", {})
        region = configs.get(providers.get("aws", ""))
        if isinstance(region, str) and _REGION.fullmatch(region):
            found[path] = region
    return found


def _place(unit: str, region: str | None) -> Place:
    parts = unit.split("/")
    at = next((number for number, part in enumerate(parts) if _REGION.fullmatch(part)), None)
    account = parts[at - 1] if at else parts[0]
    return Place(account, region or (parts[at] if at is not None else None))


def platforms(resources: Iterable[Resource]) -> dict[str, str]:
    """Unit -> its platform: what most of its resources have in the tag ``Project``."""
    tags: dict[str, Counter[str]] = {}
    for resource in resources:
        tag = (resource.values.get("tags_all") or {}).get(TAG)
        if isinstance(tag, str):
            tags.setdefault(resource.unit, Counter())[tag] += 1
    return {unit: counter.most_common(1)[0][0] for unit, counter in tags.items()}
