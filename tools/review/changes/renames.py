"""Renames that are none yet: what is destroyed here and made anew there, and what to write so that it is kept.

Two resources are taken for one where they are of one type, what the destroyed one was and what is added are nearly
equal in the values that are known on both sides, and no other resource would do as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...compose import Change
from ...compose.snapshot import Snapshot
from .addresses import joined, modules, steps, without_keys
from .attributes import sides
from .elements import likeness
from .placeholders import Words
from .values import Secret, Unknown

_LIKE = 0.7
_LIKE_ACROSS = 0.8
_MOST_COMPARISONS = 20_000

Pair = tuple[Change, Change]


def hints(
    changes: Sequence[Change],
    base: Snapshot,
    head: Snapshot,
    words: Words,
    renamed: Mapping[str, str],
) -> dict[str, str]:
    """Full address -> what to do, for both sides of everything that looks like a rename."""
    found: dict[str, str] = {}

    def left(action: str) -> list[Change]:
        return [each for each in changes if each.action == action and each.full_address not in found]

    def pairs(fits: Callable[[Change, Change], bool], least: float) -> list[Pair]:
        return [*_pairs(left("destroy"), left("add"), fits, least, words)]

    inside = pairs(lambda old, new: old.unit == new.unit, _LIKE)
    for path in {old.unit for old, _ in inside}:
        found |= _moved_blocks([pair for pair in inside if pair[0].unit == path], base, head)
    for new_path, old_path in (_renamed_units(changes, base) | dict(renamed)).items():
        hint = _unit_hint(old_path, new_path)
        whole = [each for each in (*left("destroy"), *left("add")) if each.unit in (old_path, new_path)]
        found |= {each.full_address: hint for each in whole}
    for old, new in pairs(lambda old, new: old.unit != new.unit, _LIKE_ACROSS):
        hint = _across_hint(old, new)
        found |= {old.full_address: hint, new.full_address: hint}
    return found


def _pairs(
    gone: Iterable[Change],
    made: Iterable[Change],
    fits: Callable[[Change, Change], bool],
    least: float,
    words: Words,
) -> Iterator[Pair]:
    """What became what, each at most once. Candidates that would do equally well are told apart by key, or left out."""
    by_type: dict[str, tuple[list[Change], list[Change]]] = {}
    for change in gone:
        by_type.setdefault(change.type, ([], []))[0].append(change)
    for change in made:
        by_type.setdefault(change.type, ([], []))[1].append(change)
    for olds, news in by_type.values():
        if not olds or len(olds) * len(news) > _MOST_COMPARISONS:
            continue
        values = {each.full_address: _known(each, words) for each in (*olds, *news)}
        scores = []
        for old in olds:
            for new in news:
                if fits(old, new):
                    score = _likeness(values[old.full_address], values[new.full_address])
                    if score >= least:
                        scores.append((round(score, 3) + _closeness(old, new), old, new))
        yield from _mutual(scores)


def _mutual(scores: Sequence[tuple[float, Change, Change]]) -> Iterator[Pair]:
    taken: set[str] = set()
    for score in sorted({score for score, _, _ in scores}, reverse=True):
        level = [(old, new) for each, old, new in scores if each == score]
        level = [(old, new) for old, new in level if not {old.full_address, new.full_address} & taken]
        count = Counter(each.full_address for pair in level for each in pair)
        for old, new in level:
            # Two candidates that are equally good: nobody knows, and nothing worse than them is taken either.
            taken |= {old.full_address, new.full_address}
            if count[old.full_address] == count[new.full_address] == 1:
                yield old, new


def _closeness(old: Change, new: Change) -> float:
    """What tells equals apart: the same key, the same name, the same modules."""
    return sum(
        weight
        for weight, is_same in (
            (0.0004, old.key == new.key),
            (0.0002, old.name == new.name),
            (0.0001, modules(old.address) == modules(new.address)),
        )
        if is_same
    )


def _known(change: Change, words: Words) -> dict[str, Any]:
    """The values that can be compared: set by somebody, known, not made up."""
    before, after = sides(change)
    values = after if change.action == "add" else before
    return {
        name: value
        for name, value in (values or {}).items()
        if name not in ("id", "arn", "tags_all")
        and value not in (None, "", [], {})
        and not isinstance(value, Unknown | Secret)
        and not words.is_one(value)
    }


def _likeness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """How like the old one the new one is in what is known of the new one and was not empty."""
    names = [name for name in new if name in old or not isinstance(new[name], bool)]
    if not names:
        return 0.0
    return sum(likeness(old.get(name), new[name]) for name in names) / len(names)


def _moved_blocks(pairs: Sequence[Pair], base: Snapshot, head: Snapshot) -> dict[str, str]:
    """The ``moved`` blocks for pairs of one unit: one for a whole module or resource where all of it went."""
    by_move: dict[tuple[str, str], list[Pair]] = {}
    partners = {old.address: new.address for old, new in pairs}
    unit = pairs[0][0].unit
    existing = [each.address for each in base.in_unit(unit)]
    staying = [each.address for each in head.in_unit(unit)]
    for old, new in pairs:
        source, target = _widest(old.address, new.address, partners, existing, staying)
        by_move.setdefault((source, target), []).append((old, new))
    found: dict[str, str] = {}
    for (source, target), moved in by_move.items():
        hint = _moved_hint(source, target, len(moved))
        found |= {each.full_address: hint for pair in moved for each in pair}
    return found


def _widest(
    old: str, new: str, partners: Mapping[str, str], existing: Sequence[str], staying: Sequence[str]
) -> tuple[str, str]:
    """The shortest addresses that mean the move: a module or a resource instead of each of its instances."""
    left, right = steps(old), steps(new)
    best = (old, new)
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
        source, target = joined(left), joined(right)
        under = [each for each in existing if _lies_in(each, left)]
        if any(_lies_in(each, left) for each in staying):
            break
        if any(partners.get(each) != target + each.removeprefix(source) for each in under):
            break
        best = (source, target)
    return best


def _lies_in(address: str, parts: tuple[str, ...]) -> bool:
    return steps(address)[: len(parts)] == parts


def _moved_hint(source: str, target: str, count: int) -> str:
    left, right = steps(source), steps(target)
    shared: list[str] = []
    while len(left) > 1 and len(right) > 1 and left[0] == right[0] and left[0].startswith("module."):
        shared.append(left[0])
        left, right = left[1:], right[1:]
    place = f" to the module that {'.'.join(shared)} calls" if shared else ""
    all_of = f" ({count} resources)" if count > 1 else ""
    block = f"moved {{\n  from = {joined(left)}\n  to   = {joined(right)}\n}}"
    return f"looks like a rename{all_of}: add{place}\n{block}"


def _renamed_units(changes: Sequence[Change], base: Snapshot) -> dict[str, str]:
    """New path -> old path of units of which one is destroyed whole, the other made whole, with the same addresses."""
    by_unit: dict[str, list[Change]] = {}
    for change in changes:
        by_unit.setdefault(change.unit, []).append(change)
    gone = {
        path: {each.address for each in mine}
        for path, mine in by_unit.items()
        if {each.action for each in mine} == {"destroy"} and len(mine) == len(base.in_unit(path))
    }
    made = {
        path: {each.address for each in mine}
        for path, mine in by_unit.items()
        if {each.action for each in mine} == {"add"} and not base.in_unit(path)
    }
    scores = sorted(
        (-len(mine & theirs) / len(mine | theirs), old, new)
        for old, mine in gone.items()
        for new, theirs in made.items()
    )
    found: dict[str, str] = {}
    for score, old, new in scores:
        rivals = [each for each in scores if each[0] == score and (each[1] == old or each[2] == new)]
        if score <= -_LIKE_ACROSS and len(rivals) == 1 and new not in found and old not in found.values():
            found[new] = old
    return found


def _unit_hint(old: str, new: str) -> str:
    return (
        f"the unit {old} looks renamed to {new}: its state is kept under its path, so that everything in it is "
        "destroyed and made anew. Move its state before the merge:\n"
        f"terragrunt state pull > moved.tfstate   # in {old}, as it is in the base\n"
        f"terragrunt state push moved.tfstate     # in {new}"
    )


def _across_hint(old: Change, new: Change) -> str:
    return (
        f"looks like {old.address} of {old.unit} moved to {new.unit} as {new.address}: moved blocks do not reach from "
        "one state into another. Where it was, add\n"
        f"removed {{\n  from = {without_keys(old.address)}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"
        f"and where it is now, import it:\n"
        f'import {{\n  to = {new.address}\n  id = "…"\n}}'
    )
