"""All changes of a plan, by unit."""

from __future__ import annotations

from collections.abc import Mapping

from ...compose import Plan
from ...compose.snapshot import Snapshot
from ..model import ResourceChange
from .configured import configuration
from .placeholders import Placeholder, Words
from .renames import hints
from .resources import resource_change

_ORDER = ("replace", "destroy", "change", "add", "import", "move", "forget")


def changes(
    plan: Plan,
    base: Snapshot,
    head: Snapshot,
    placeholders: Mapping[str, Placeholder],
    *,
    refused: Mapping[str, str] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> dict[str, tuple[ResourceChange, ...]]:
    """What a plan does, by unit: what loses data first, then replaced, destroyed, changed, added, moved.

    Args:
        plan: the head on the base's assumed state; where Terraform refused a part of it, that of ``with_refused``.
        base: what exists before.
        head: what will exist after, settled.
        placeholders: the made-up values of the assumed state, by their text.
        refused: full address -> why Terraform refuses the change.
        renamed: new path -> old path of the units that are known to have been renamed.
    """
    words, configured = Words(placeholders), configuration(plan.document)
    managed = [each for each in plan.changes if each.mode == "managed" and each.action not in ("none", "read")]
    advice = hints(managed, base, head, words, renamed or {})
    found: dict[str, list[ResourceChange]] = {path: [] for path in plan.units}
    for each in managed:
        found[each.unit].append(
            resource_change(
                each,
                base,
                head,
                words,
                configured,
                (refused or {}).get(each.full_address),
                advice.get(each.full_address),
            )
        )
    return {path: tuple(sorted(each, key=_gravity)) for path, each in found.items()}


def _gravity(change: ResourceChange) -> tuple[bool, bool, int, str]:
    lost = change.holds is not None and change.action in ("replace", "destroy")
    return (not lost, change.refused is None, _ORDER.index(change.action), change.address)
