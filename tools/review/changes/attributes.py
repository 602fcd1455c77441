"""What changes within a resource, attribute by attribute, and nothing that a reviewer could not act upon.

Left out are computed attributes that nobody set and that are unknown because the resource is new (``id``, ``arn`` …),
and ``tags_all`` where ``tags`` says the same; a change of the provider's default tags stays, as ``tags_all``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from ...compose import Change
from ...compose.snapshot import Resource
from ..model import AttributeChange
from .configured import Settings
from .difference import Difference, Element, Step, differences
from .display import Display, clipped, is_assumed, maskable
from .placeholders import Words
from .texts import decoded, lines_that_differ
from .values import UNKNOWN, Secret, freeze, leaves, marked, secret_texts

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
    secrets = maskable(secret_texts(before) | secret_texts(after))
    display = Display(words, change.unit, secrets)
    later = marked(dict(settled.values), False, settled.sensitive) if settled else None
    found = []
    for each in _worth_telling(change, before, after, words, settings):
        forces = change.action == "replace" and any(_concerns(path, each.steps) for path in change.replace_paths)
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


def _worth_telling(
    change: Change, before: Any, after: Any, words: Words, settings: Settings | None
) -> Iterator[Difference]:
    if change.action in ("add", "destroy", "forget"):
        yield from _there(change, before if after is None else after, words, settings)
        return
    found = [*differences(before, after)]
    tags = {_tail(each) for each in found if each.steps[:1] == ("tags",)}
    for each in found:
        if each.steps[:1] == ("tags_all",) and (_tail(each) in tags or (each.after is UNKNOWN and tags)):
            continue
        if change.action == "replace" and _is_unknown(each.after):
            forced = any(_concerns(path, each.steps) for path in change.replace_paths)
            if not forced and not (settings and settings.sets(_names(each.steps))):
                continue
        yield each


def _there(change: Change, values: Any, words: Words, settings: Settings | None) -> Iterator[Difference]:
    """The attributes of a resource that is added or removed: what was set, and is not empty."""
    for name, value in (values or {}).items():
        if name == "tags_all" or all(each in (None, "") or words.is_one(each) for each in leaves(value)):
            continue
        if settings is None:
            known = value is not False and not _is_unknown(value)
        else:
            known = settings.sets((name, "")) if _blocks(value) else settings.sets((name,))
        if known:
            gone = change.action != "add"
            yield Difference((name,), value if gone else None, None if gone else value)


def _told(each: Difference, forces: bool, display: Display, later: Any) -> AttributeChange:
    path = display.path(each.steps)
    unknown = _is_unknown(each.after)
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
    note = each.note or (_will_be(display.value(_reached(later, each.steps))) if unknown else None)
    return AttributeChange(path, before, after, kind, False, forces, assumed, note, diff)


def _will_be(value: Any) -> str | None:
    """What a value that is known after apply only will refer to, where it refers to something."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values) or not is_assumed(value):
        return None
    return clipped(f"will be {', '.join(values)}", _TEXT)


def _reached(value: Any, steps: tuple[Step, ...]) -> Any:
    for step in steps:
        value = _within(value, step.after if isinstance(step, Element) and step.after is not None else str(step))
    return value


def _marking(before: Any, after: Any) -> str | None:
    if isinstance(before, Secret) and not isinstance(after, Secret) and before.value == freeze(after):
        return "no longer marked as sensitive"
    if isinstance(after, Secret) and not isinstance(before, Secret) and after.value == freeze(before):
        return "now marked as sensitive"
    return None


def _is_unknown(value: Any) -> bool:
    return value is UNKNOWN or (isinstance(value, Secret) and value.value is UNKNOWN)


def _blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _tail(each: Difference) -> tuple[Any, ...]:
    return (each.steps[1:], freeze(each.before), freeze(each.after))


def _names(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(step for step in steps if isinstance(step, str))


def _concerns(path: tuple[str | int, ...], steps: tuple[Step, ...]) -> bool:
    """Whether a path of the provider's leads to a leaf, to something within it, or to something that it is part of."""
    return all(_meets(name, step) for name, step in zip(path, steps, strict=False))


def _meets(name: str | int, step: Step) -> bool:
    return name in (step.before, step.after) if isinstance(step, Element) else name == step


def _visible(path: tuple[str | int, ...], *values: Any) -> str:
    shown = ""
    for name in path:
        if any(isinstance(value, Secret) for value in values):
            break
        shown += f"[{name}]" if isinstance(name, int) else f".{name}" if shown else name
        values = tuple(_within(value, name) for value in values)
    return shown


def _within(value: Any, name: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(name))
    if isinstance(value, list) and isinstance(name, int) and name < len(value):
        return value[name]
    return None
