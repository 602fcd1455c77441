"""The types of resources that cost money, each with what it is billed for.

A new type is one `Kind` in the module of its family, with the SKUs in the price sheets. One that costs nothing is named
in `prices/free.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import compute, data, databases, network, watching
from .kind import HOURS, Kind, Scene

__all__ = ["HOURS", "KINDS", "Kind", "Scene"]

KINDS: Mapping[str, Kind] = {
    kind.type: kind for family in (network, compute, databases, data, watching) for kind in family.KINDS
}
