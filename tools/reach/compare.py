"""What a change opens and closes: who can reach what, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from ..compose.plan import split_address
from ..compose.snapshot import Snapshot
from . import merge
from .danger import alike, is_usual_outward, judge
from .flows import Reach, Reachability
from .merge import Found
from .model import FlowChange
from .pieces import Piece, pieces
from .steps import obstacle, steps

_LEVELS = {"high": 0, "medium": 1, "low": 2}


def compare(before: Snapshot, after: Snapshot, moved: Mapping[str, str] | None = None) -> tuple[FlowChange, ...]:
    """The flows that are opened and closed between two snapshots, the gravest first.

    It compares what is possible, not what is written: a rule that moves to another resource type, is split in two or
    is covered by a wider one already makes no difference, and neither does a group that is replaced by one of the same
    address. Where something is not known, it is taken for open, and the path says so.

    Args:
        before: what exists.
        after: what will exist.
        moved: full addresses that resources had before, with those that they have after (``previous_address``).
    """
    old, new = Reachability(_renamed(before, moved or {})), Reachability(after)
    found: list[Found] = []
    for key in sorted({*old.reaches, *new.reaches}):
        was, will = old.reaches.get(key), new.reaches.get(key)
        found += _differences("opened", new, will, was)
        found += _differences("closed", old, was, will)
    changes = merge.merged(found)
    return tuple(
        sorted(
            changes,
            key=lambda change: (
                _LEVELS[change.danger],
                change.kind != "opened",
                not change.flow.is_public,
                change.flow.target,
                change.flow.source,
                change.flow.protocol,
                change.flow.ports,
            ),
        )
    )


def _differences(
    kind: Literal["opened", "closed"], side: Reachability, more: Reach | None, less: Reach | None
) -> Iterator[Found]:
    if more is None:
        return
    for whole in pieces(more, less):
        yield from _found(kind, side, whole)


def _found(kind: Literal["opened", "closed"], side: Reachability, whole: Piece) -> Iterator[Found]:
    is_outward = whole.reach.kind == "out"
    for traffic in [whole.traffic] if is_outward else alike(whole.traffic):
        piece = replace(whole, traffic=traffic)
        if is_outward and is_usual_outward(piece.traffic):
            continue
        if piece.sources and all(source.kind == "group" and source.key in side.worn_by for source in piece.sources):
            continue  # Those that wear the group tell it.
        danger, why = judge(piece, obstacle(side, piece))
        if kind == "closed":
            danger, why = (
                "low",
                "no longer possible" if piece.gets_there else "the security group no longer stands open",
            )
        yield Found(kind, side, piece, danger, why, steps(side, piece))


def _renamed(snapshot: Snapshot, moved: Mapping[str, str]) -> Snapshot:
    """A snapshot in which resources have the addresses that they move to."""
    if not moved:
        return snapshot
    found = {}
    for address, resource in snapshot.resources.items():
        new = moved.get(address, address)
        unit, short = split_address(new)
        found[new] = replace(resource, unit=unit, address=short, full_address=new)
    return Snapshot(found)
