"""One resource's change, with why, in words."""

from __future__ import annotations

from typing import cast

from ...compose import Change, split_address
from ...compose.snapshot import Snapshot
from ..model import Action, ResourceChange
from .addresses import modules
from .attributes import attribute_changes, replaced_because
from .configured import Configuration
from .data import holds
from .placeholders import Words
from .protection import protection

_LOSING = ("replace", "destroy", "forget")
_REASONS = {
    "replace_because_tainted": "it is tainted: making it was not finished",
    "replace_because_cannot_update": "it cannot be changed in place",
    "replace_by_request": "its replacement was asked for",
    "replace_by_triggers": "its replace_triggered_by names something that changes",
    "delete_because_wrong_repetition": "its block has count or for_each now, or no longer",
    "delete_because_no_move_target": "its moved block leads to no resource block",
    "read_because_config_unknown": "its configuration is known after apply only",
    "read_because_dependency_pending": "something that it depends on changes first",
    "read_because_check_nested": "a check reads it",
}


def resource_change(
    change: Change,
    base: Snapshot,
    head: Snapshot,
    words: Words,
    configured: Configuration,
    refused: str | None = None,
    hint: str | None = None,
) -> ResourceChange:
    """A change of a plan, as a review shows it.

    Args:
        change: of a managed resource; its action is none of ``read`` and ``none``.
        base: what exists before: what protects a resource may stand in others.
        head: what will exist after, all of it made up that is known after apply only.
        words: the placeholders of the assumed state.
        configured: what the head's configuration holds.
        refused: why Terraform refuses the change.
        hint: what to do.
    """
    reason = reason_in_words(change, configured)
    because = replaced_because(change)
    if change.action == "replace" and not because and reason:
        because = (reason,)
    existing = base.resources.get(change.previous_address or change.full_address)
    settings, settled = configured.of(change.full_address), head.resources.get(change.full_address)
    kind = holds(change.type, change.before or change.after or {})
    return ResourceChange(
        unit=change.unit,
        address=change.address,
        full_address=change.full_address,
        type=change.type,
        action=cast(Action, change.action),
        attributes=attribute_changes(change, words, settings, settled),
        replaced_because=because if change.action == "replace" else (),
        reason=reason,
        previous_address=_previous(change),
        holds=kind,
        protection=protection(existing, base) if kind and existing and change.action in _LOSING else (),
        refused=refused,
        hint=hint,
    )


def reason_in_words(change: Change, configured: Configuration) -> str | None:
    """Why Terraform destroys or replaces it (``action_reason`` of its plan), None where it does not say."""
    match change.reason:
        case None:
            return None
        case "delete_because_count_index":
            return f"its index {change.key} is no longer within count"
        case "delete_because_each_key":
            return f'its key "{change.key}" is no longer in for_each'
        case "delete_because_no_module" | "delete_because_no_resource_config":
            return _gone(change, configured)
        case known if known in _REASONS:
            return _REASONS[known]
        case other:
            return other.replace("_", " ")


def _gone(change: Change, configured: Configuration) -> str:
    """What of the configuration is gone: Terraform says of a whole module or unit that the resource block is."""
    missing = configured.missing_module(change.full_address)
    if missing is not None:
        inner = missing.partition(".")[2].partition(".")[2]
        return f"{inner} is no longer called" if inner else "its unit is gone"
    if change.reason == "delete_because_no_module":
        return f"{modules(change.address) or 'its unit'} is no longer called"
    return "its resource block is gone"


def _previous(change: Change) -> str | None:
    if change.previous_address is None:
        return None
    unit, address = split_address(change.previous_address)
    return address if unit == change.unit else f"{address} in {unit}"
