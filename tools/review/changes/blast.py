"""How far a change reaches: the units downstream, and the affected part of the graph, small enough to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Action, Blast, Downstream, Node, UnitReview

LIMIT = 60
_FEW = 5
_GRAVEST: tuple[Action, ...] = ("destroy", "replace", "change", "add", "import", "forget", "move")
_MOVED = ("added", "removed", "renamed")
_FIRST = ("changed", "removed", "added", "renamed", "downstream", "context")


def blast(
    units: Sequence[UnitReview],
    head: Mapping[str, Iterable[str]],
    base: Mapping[str, Iterable[str]],
    limit: int = LIMIT,
) -> Blast:
    """The picture of a change, and what of the units downstream changes in this plan.

    Args:
        units: the affected units.
        head: unit -> the units that it needs, in the head.
        base: the same in the base: for units that are gone.
        limit: how many units the picture shows at most; the others are folded into one node for each status, whose
            ``counts["units"]`` says how many they are.
    """
    needs = {unit.path: _needs(unit, head, base) for unit in units}
    affected = set(needs)
    downstream = tuple(
        Downstream(unit.path, tuple(each for each in needs[unit.path] if each in affected), *_changed(unit))
        for unit in units
        if unit.status == "downstream"
    )
    seen = _seen(units, needs)
    nodes = [_node(unit) for unit in units if unit.path in seen]
    direct = {each for unit in units if unit.path in seen and unit.status != "downstream" for each in needs[unit.path]}
    nodes += [Node(each, "context", "none", {}) for each in sorted(direct - affected)]
    nodes.sort(key=_weight)
    shown, folded = (nodes, []) if len(nodes) <= limit else (nodes[: limit - 2], nodes[limit - 2 :])
    names = {node.unit: node.unit for node in shown}
    for status in dict.fromkeys(node.status for node in folded):
        mine = [node for node in folded if node.status == status]
        name = f"… and {len(mine)} more ({status})"
        names |= {node.unit: name for node in mine}
        counts = {"units": len(mine)}
        for node in mine:
            for key, count in node.counts.items():
                counts[key] = counts.get(key, 0) + count
        gravest = min((node.action for node in mine), key=_rank)
        shown = [*shown, Node(name, status, gravest, counts, any(node.loses_data for node in mine))]
    edges = [
        (names[path], names[each])
        for path, needed in needs.items()
        for each in needed
        if path in names and each in names and names[path] != names[each]
    ]
    return Blast(tuple(shown), tuple(sorted(set(edges))), downstream)


def _seen(units: Sequence[UnitReview], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """The units of the picture: where something changes, what changes, what it needs, and all that rests on it.

    A file that a whole account reads touches units in which nothing changes: they would hide the others.
    """
    changing = {unit.path for unit in units if unit.changes or not unit.planned or unit.status in _MOVED}
    if not changing:
        return set(needs)
    found = set(changing)
    while more := {path for path, needed in needs.items() if path not in found and not found.isdisjoint(needed)}:
        found |= more
    return found | {each for path in changing for each in needs[path] if each in needs}


def _needs(unit: UnitReview, head: Mapping[str, Iterable[str]], base: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    side = base if unit.status == "removed" else head
    return tuple(dict.fromkeys(side.get(unit.path, ())))


def _changed(unit: UnitReview) -> tuple[int, tuple[str, ...]]:
    found: list[str] = []
    for change in unit.changes:
        paths = [each.path for each in change.attributes] if change.action in ("change", "replace") else []
        found += [f"{change.address}: {path}" for path in paths] or [f"{change.address} ({change.action})"]
    return len(unit.changes), tuple(found[:_FEW])


def _node(unit: UnitReview) -> Node:
    actions = [change.action for change in unit.changes]
    gravest: Action = min(actions, key=_rank) if actions else "none"
    loses = any(change.loses_data for change in unit.changes)
    return Node(unit.path, unit.status, gravest, unit.counts, loses)


def _rank(action: Action) -> int:
    return _GRAVEST.index(action) if action in _GRAVEST else len(_GRAVEST)


def _weight(node: Node) -> tuple[bool, int, bool, int, str]:
    is_near = node.status not in ("downstream", "context")
    return (
        not is_near,
        _FIRST.index(node.status) if not is_near else 0,
        not node.loses_data,
        _rank(node.action),
        node.unit,
    )
