"""The affected part of the graph laid out in layers from left (what is needed) to right (what needs it).

Layers by longest path, order within them by barycentres, heights by the mean of the neighbours. An edge that passes a
layer gets a bend there, so that curves go between nodes and not through them; edges from one node share their bends.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from ..model import Blast, Node
from .words import gravest

MOST = 60
"""Nodes that a picture shows; more are folded by folder, to half of that: folders are tied together in more ways."""
_TALLEST = 14
_SWEEPS = 8
_STATUSES = ("changed", "added", "removed", "renamed", "downstream", "context")


@dataclass(frozen=True, slots=True)
class Shape:
    """A node of the picture: a unit, or a folder of them."""

    name: str
    node: Node
    units: int = 1


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn."""

    shapes: tuple[Shape, ...]
    edges: tuple[tuple[str, str], ...]
    """(name, the name that it needs)."""
    note: str | None = None
    """What was folded, in words."""


def fold(blast: Blast, most: int = MOST) -> Graph:
    """The graph of a blast; where it has more than ``most`` nodes, one for each folder, as deep as that allows."""
    edges = tuple(dict.fromkeys(edge for edge in blast.edges if edge[0] != edge[1]))
    known = {node.unit for node in blast.nodes}
    if len(blast.nodes) <= most:
        kept = tuple((one, other) for one, other in edges if one in known and other in known)
        return Graph(tuple(Shape(node.unit, node) for node in blast.nodes), kept)
    deepest = max(node.unit.count("/") for node in blast.nodes)
    most //= 2
    for depth in range(deepest, 0, -1):
        folder = {node.unit: "/".join(node.unit.split("/")[:depth]) for node in blast.nodes}
        if len(set(folder.values())) <= most:
            return _folded(blast.nodes, edges, folder, f"{len(blast.nodes):,} units, drawn by folder")
    heads = {node.unit: node.unit.split("/")[0] for node in blast.nodes}
    kept_heads = set(list(dict.fromkeys(heads.values()))[: most - 1])
    folder = {unit: head if head in kept_heads else "others" for unit, head in heads.items()}
    return _folded(blast.nodes, edges, folder, f"{len(blast.nodes):,} units, drawn by folder; most under “others”")


def _folded(nodes: Sequence[Node], edges: Iterable[tuple[str, str]], folder: Mapping[str, str], note: str) -> Graph:
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(folder[node.unit], []).append(node)
    shapes = tuple(Shape(name, _sum(name, members), len(members)) for name, members in groups.items())
    between = ((folder[one], folder[other]) for one, other in edges if one in folder and other in folder)
    return Graph(shapes, tuple(dict.fromkeys(edge for edge in between if edge[0] != edge[1])), note)


def _sum(name: str, members: Sequence[Node]) -> Node:
    if len(members) == 1:
        return replace(members[0], unit=name)
    counts: dict[str, int] = {}
    for node in members:
        for action, count in node.counts.items():
            counts[action] = counts.get(action, 0) + count
    status = min((node.status for node in members), key=_STATUSES.index)
    return Node(
        name, status, gravest(node.action for node in members), counts, any(node.loses_data for node in members)
    )


class Bend(NamedTuple):
    """Where the edges from a node pass a column."""

    source: str
    column: int


Key: TypeAlias = str | Bend


@dataclass(frozen=True, slots=True)
class Laid:
    """Where everything is: columns from 0, heights in rows."""

    at: Mapping[str, tuple[int, float]]
    """Name -> (column, row)."""
    routes: Mapping[tuple[str, str], tuple[tuple[int, float], ...]]
    """Edge -> its points from the one that is needed to the one that needs it."""
    columns: int
    rows: float


def lay_out(graph: Graph) -> Laid:
    """Place every node of a graph; a cycle stands in one column."""
    names = [shape.name for shape in graph.shapes]
    needs: dict[str, list[str]] = {name: [] for name in names}
    for one, other in graph.edges:
        needs[one].append(other)
    column = _columns(names, needs)
    chains = {edge: _chain(edge, column) for edge in graph.edges}
    layers: list[list[Key]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for name in names:
        layers[column[name]].append(name)
    neighbours: dict[Key, list[Key]] = {}
    where: dict[Key, int] = {name: column[name] for name in names}
    for chain in chains.values():
        for bend, at in chain[1:-1]:
            if bend not in where:
                layers[at].append(bend)
                where[bend] = at
        for (near, _), (far, _) in itertools.pairwise(chain):
            neighbours.setdefault(near, []).append(far)
            neighbours.setdefault(far, []).append(near)
    _order(layers, neighbours, where)
    rows = _heights(layers, neighbours)
    # A bend is a line only: half a row of room above and below is a node's.
    lowest = min((row + (0.4 if isinstance(point, Bend) else 0.0) for point, row in rows.items()), default=0.0)
    highest = max((row - (0.4 if isinstance(point, Bend) else 0.0) for point, row in rows.items()), default=-1.0)
    places = {name: (column[name], rows[name] - lowest) for name in names}
    routes = {edge: tuple((where[point], rows[point] - lowest) for point, _ in chain) for edge, chain in chains.items()}
    return Laid(places, routes, len(layers), highest - lowest + 1)


def _columns(names: Sequence[str], needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest path to each node; nodes that need each other stand together. Too tall columns become several."""
    needed_by: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for other in needs[name]:
            needed_by[other].append(name)
    # Kosaraju: searched backwards in the order of a search forwards, nodes that reach each other are one circle, and a
    # circle comes after all that it needs.
    circle: dict[str, str] = {}
    depth: dict[str, int] = {}
    for root in reversed(_done(names, needed_by)):
        members, waiting = [], [root]
        while waiting:
            name = waiting.pop()
            if name not in circle:
                circle[name] = root
                members.append(name)
                waiting += needs[name]
        below = (depth[circle[other]] for name in members for other in needs[name] if circle[other] != root)
        if members:
            depth[root] = max(below, default=-1) + 1
    layers: dict[int, list[str]] = {}
    for name in names:
        layers.setdefault(depth[circle[name]], []).append(name)
    column: dict[str, int] = {}
    first = 0
    for layer in (layers[index] for index in sorted(layers)):
        wide = -(-len(layer) // _TALLEST)
        column.update({name: first + index % wide for index, name in enumerate(layer)})
        first += wide
    return column


def _done(names: Sequence[str], edges: Mapping[str, Sequence[str]]) -> list[str]:
    """All nodes in the order in which a depth-first search is done with them."""
    done: list[str] = []
    seen: set[str] = set()
    for root in names:
        stack = [(root, iter(edges[root]))] if root not in seen else []
        seen.add(root)
        while stack:  # no recursion: an estate may be deeper than Python's stack
            name, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                done.append(name)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(edges[following])))
    return done


def _chain(edge: tuple[str, str], column: Mapping[str, int]) -> list[tuple[Key, int]]:
    """The points of an edge, from what is needed to what needs it, with a bend in each column between."""
    one, other = edge
    start, end = column[other], column[one]
    step = 1 if end >= start else -1
    bends = [(Bend(other, at), at) for at in range(start + step, end, step)]
    return [(other, start), *bends, (one, end)]


def _order(layers: list[list[Key]], neighbours: Mapping[Key, Sequence[Key]], where: Mapping[Key, int]) -> None:
    """Sort every layer by the mean place of its neighbours in the layer before it, to and fro."""
    for sweep in range(_SWEEPS):
        step = 1 if sweep % 2 == 0 else -1
        for index in range(len(layers))[::step]:
            place = {
                name: number
                for beside in (index - step, index)
                if 0 <= beside < len(layers)
                for number, name in enumerate(layers[beside])
            }
            means = {
                name: _mean(
                    [place[each] for each in neighbours.get(name, ()) if where[each] == index - step], place[name]
                )
                for name in layers[index]
            }
            layers[index].sort(key=means.__getitem__)


def _heights(layers: Sequence[Sequence[Key]], neighbours: Mapping[Key, Sequence[Key]]) -> dict[Key, float]:
    """A row for each point: near its neighbours, in the order of its layer, with enough between."""
    rows: dict[Key, float] = {}
    for layer in layers:
        _place(layer, {name: index - len(layer) / 2 for index, name in enumerate(layer)}, rows)
    for _ in range(_SWEEPS):
        for layer in (*layers, *reversed(layers)):
            _place(
                layer,
                {name: _mean([rows[each] for each in neighbours.get(name, ())], rows[name]) for name in layer},
                rows,
            )
    return rows


def _place(layer: Sequence[Key], wanted: Mapping[Key, float], rows: dict[Key, float]) -> None:
    """The mean of the tightest placement from above and the one from below: both keep the gaps, so it does too."""
    gaps = [0.0, *(_gap(one, other) for one, other in itertools.pairwise(layer))]
    down: list[float] = []
    for name, gap in zip(layer, gaps, strict=True):
        down.append(max(wanted[name], down[-1] + gap) if down else wanted[name])
    up: list[float] = []
    for index in range(len(layer) - 1, -1, -1):
        limit = up[-1] - gaps[index + 1] if up else wanted[layer[index]]
        up.append(min(wanted[layer[index]], limit))
    rows.update({name: (low + high) / 2 for name, low, high in zip(layer, down, reversed(up), strict=True)})


def _gap(one: Key, other: Key) -> float:
    bends = isinstance(one, Bend) + isinstance(other, Bend)
    return (1.0, 0.6, 0.3)[bends]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
