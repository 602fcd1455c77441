"""Which differences a reviewer is to see. Left out is what nobody wrote and nobody can act upon.

- Computed attributes that are known after apply only because the resource is new (``id``, ``arn`` …).
- ``tags_all`` where ``tags`` says the same; a change of the provider's default tags stays, as ``tags_all``.
- One kind of nothing for another: ``""`` for null.

What an update consists of is shown in any case, be it one of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...compose import Change
from .configured import Settings
from .difference import ORDER, WRITTEN, Difference, Element, Step, differences
from .placeholders import Words
from .texts import as_json
from .values import UNKNOWN, Secret, freeze, leaves

SAME = "the same, of what is made anew"


def worth_telling(
    change: Change, before: Any, after: Any, later: Any, words: Words, settings: Settings | None
) -> list[Difference]:
    """The differences of a change; where a document is known after apply only, with what is known of it all the same.

    Values are marked; ``later`` are those that the head settles on, None where they are not at hand.
    """
    if change.action in ("add", "destroy", "forget"):
        return [*_there(change, before if after is None else after, words, settings)]
    found = [*differences(before, after)]
    tags = {_tail(each) for each in found if each.steps[:1] == ("tags",)}
    found = [
        each
        for each in found
        if each.steps[:1] != ("tags_all",) or not (_tail(each) in tags or (each.after is UNKNOWN and tags))
    ]
    told = [each for each in found if not _is_noise(change, each, later, words, settings)]
    if not told and change.action == "change":
        told = found
    return [part for each in told for part in _with_what_is_known(each, later, words)]


def is_unknown(value: Any) -> bool:
    """Whether a value is known after apply only, sensitive or not."""
    return value is UNKNOWN or (isinstance(value, Secret) and value.value is UNKNOWN)


def concerns(path: tuple[str | int, ...], steps: tuple[Step, ...]) -> bool:
    """Whether a path of the provider's leads to a leaf, to something within it, or to something that it is part of."""
    return all(
        name in (step.before, step.after) if isinstance(step, Element) else name == step
        for name, step in zip(path, steps, strict=False)
    )


def within(value: Any, name: str | int) -> Any:
    """An attribute or an element, None where there is none."""
    if isinstance(value, dict):
        return value.get(str(name))
    if isinstance(value, list) and isinstance(name, int) and name < len(value):
        return value[name]
    return None


def reached(value: Any, steps: tuple[Step, ...]) -> Any:
    """What the steps of a difference lead to in the value after."""
    for step in steps:
        if isinstance(step, Element):
            value = within(value, step.after) if step.after is not None else None
        else:
            value = within(value, step)
    return value


def _there(change: Change, values: Any, words: Words, settings: Settings | None) -> Iterator[Difference]:
    """The attributes of a resource that is added or removed: what was set, and is not empty."""
    for name, value in (values or {}).items():
        if name in ("id", "arn", "tags_all") or all(each in (None, "") or words.is_one(each) for each in leaves(value)):
            continue
        if settings is None:
            known = value is not False and not is_unknown(value)
        else:
            known = settings.sets((name, "")) if _has_blocks(value) else settings.sets((name,))
        if known:
            gone = change.action != "add"
            yield Difference((name,), value if gone else None, None if gone else value)


def _is_noise(change: Change, each: Difference, later: Any, words: Words, settings: Settings | None) -> bool:
    if any(concerns(path, each.steps) for path in change.replace_paths):
        return False
    if not is_unknown(each.after):
        return _is_nothing(each.before) and _is_nothing(each.after)
    names = tuple(step for step in each.steps if isinstance(step, str))
    if change.action == "replace" and not (settings and settings.sets(names)):
        return True
    if later is not None and _is_nothing(each.before) and _is_nothing(reached(later, each.steps)):
        return True
    return settings is not None and not settings.sets(names) and words.is_one(each.before)


def _with_what_is_known(each: Difference, later: Any, words: Words) -> Iterator[Difference]:
    settled = reached(later, each.steps) if each.after is UNKNOWN else None
    if settled is None or each.before is None or isinstance(each.before, Secret):
        yield each
        return
    known = [part for part in differences(each.before, settled, each.steps) if part.note not in (ORDER, WRITTEN)]
    if known:
        yield each
        yield from known if _is_document(each.before) and _is_document(settled) else ()
    else:
        made_up = any(isinstance(leaf, str) and words.finds(leaf) for leaf in leaves(settled))
        yield Difference(each.steps, each.before, UNKNOWN, SAME if made_up else None)


def _is_document(value: Any) -> bool:
    return isinstance(value, dict) or _has_blocks(value) or (isinstance(value, str) and as_json(value) is not None)


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _has_blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _tail(each: Difference) -> tuple[Any, ...]:
    return (each.steps[1:], freeze(each.before), freeze(each.after))
