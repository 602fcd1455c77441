"""What changes within a resource, attribute by attribute, as a reviewer reads it."""

from __future__ import annotations

from typing import Any, Literal

from ...compose import Change
from ...compose.snapshot import Resource
from ..model import AttributeChange
from .configured import Settings
from .difference import Difference
from .display import Display, clipped, is_assumed, maskable
from .noise import concerns, is_unknown, reached, within, worth_telling
from .placeholders import Words
from .texts import as_json, decoded, lines_that_differ
from .values import Secret, freeze, marked, secret_texts

_TEXT = 300


def attribute_changes(
    change: Change, words: Words, settings: Settings | None = None, settled: Resource | None = None
) -> tuple[AttributeChange, ...]:
    """The attributes that differ: what forces a replacement first, what is known after apply only last.

    Args:
        change: of one resource.
        words: the placeholders of the assumed state.
        settings: what the configuration sets for it, where that is known.
        settled: the resource in the head's assumed state: there, what is known after apply only is made up, so that
            it can be told what it will refer to.
    """
    before, after = sides(change)
    later = marked(dict(settled.values), False, settled.sensitive) if settled else None
    secrets = maskable(secret_texts(before) | secret_texts(after) | secret_texts(later))
    display = Display(words, change.unit, secrets)
    found = []
    for each in worth_telling(change, before, after, later, words, settings):
        forces = change.action == "replace" and any(concerns(path, each.steps) for path in change.replace_paths)
        found.append(_told(each, forces, display, later))
    order = {"unknown": 1}
    return tuple(sorted(found, key=lambda each: (not each.forces_replacement, order.get(each.kind, 0))))


def sides(change: Change) -> tuple[Any, Any]:
    """The values before and after, marked."""
    before = marked(change.before, False, change.before_sensitive)
    return before, marked(change.after, change.unknown, change.sensitive)


def replaced_because(change: Change) -> tuple[str, ...]:
    """The attributes that force a replacement, as paths that end where something sensitive begins."""
    before, after = sides(change)
    return tuple(dict.fromkeys(_visible(path, before, after) for path in change.replace_paths))


def _told(each: Difference, forces: bool, display: Display, later: Any) -> AttributeChange:
    path = display.path(each.steps)
    unknown = is_unknown(each.after)
    kind: Literal["added", "removed", "changed", "unknown"] = (
        "unknown" if unknown else "added" if each.before is None else "removed" if each.after is None else "changed"
    )
    if isinstance(each.before, Secret) or isinstance(each.after, Secret):
        note = _marking(each.before, each.after)
        return AttributeChange(path, None, None, kind, sensitive=True, forces_replacement=forces, note=note)
    after = None if unknown else each.after
    before, diff = each.before, None
    if isinstance(before, str) and isinstance(after, str):
        name = next((step for step in reversed(each.steps) if isinstance(step, str)), "")
        before, after = display.text(decoded(name, before)), display.text(decoded(name, after))
        diff = lines_that_differ(before, after)
        before, after = clipped(before, _TEXT), clipped(after, _TEXT)
    else:
        before, after = display.value(before), display.value(after)
    assumed = is_assumed(before, after, diff)
    note = each.note or (_will_be(reached(later, each.steps), display) if unknown else None)
    return AttributeChange(path, before, after, kind, False, forces, assumed, note, diff)


def _will_be(value: Any, display: Display) -> str | None:
    """What a value that is known after apply only will refer to, where it is one reference or a few."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) and as_json(each) is None for each in values):
        return None
    shown = [display.text(each) for each in values]
    return clipped(f"will be {', '.join(shown)}", _TEXT) if is_assumed(shown) else None


def _marking(before: Any, after: Any) -> str | None:
    if isinstance(before, Secret) and not isinstance(after, Secret) and before.value == freeze(after):
        return "no longer marked as sensitive"
    if isinstance(after, Secret) and not isinstance(before, Secret) and after.value == freeze(before):
        return "now marked as sensitive"
    return None


def _visible(path: tuple[str | int, ...], *values: Any) -> str:
    shown = ""
    for name in path:
        if any(isinstance(value, Secret) for value in values):
            break
        shown += f"[{name}]" if isinstance(name, int) else f".{name}" if shown else name
        values = tuple(within(value, name) for value in values)
    return shown
