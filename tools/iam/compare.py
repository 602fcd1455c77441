"""Permissions of two snapshots compared: who may do more and less, who is trusted, what is open to others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from ..compose.snapshot import Snapshot
from .accounts import Standpoint, own_accounts, owners
from .actions import Actions
from .assignments import compare_assignments
from .exposure import Exposed, compare_blocks, compare_guarded
from .guarded import blocks, guarded
from .identity import compare_principal
from .model import PermissionChange
from .principals import Reader, principals
from .trust import compare_trust

_DANGER = {"high": 0, "medium": 1, "low": 2}
_KINDS = ("public", "cross-account", "trust gained", "gained", "no longer exposed", "trust lost", "lost")


class _Known(Protocol):
    @property
    def full_address(self) -> str: ...
    @property
    def identity(self) -> tuple[str, ...] | None: ...


_T = TypeVar("_T", bound=_Known)


def compare(
    before: Snapshot,
    after: Snapshot,
    actions: Actions,
    accounts: Mapping[str, str] | None = None,
    made_up: Collection[str] = (),
) -> tuple[PermissionChange, ...]:
    """What a change does to permissions, the gravest first.

    It is the meaning that is compared: statements that are split, merged, reordered or moved to another policy of the
    same role change nothing. Limits of conditions that have no plain order count as different; then one permission is
    lost and the other gained.

    ``accounts`` says for units in which account they live; for the others it is taken from their ARNs. ``made_up`` are
    the texts that an assumed state has where only AWS knows the value (the placeholders).
    """
    own = own_accounts(accounts or {}, made_up, before, after)
    by_arn = owners(before, after)
    old, new = Reader(before, own, made_up), Reader(after, own, made_up)
    found: list[PermissionChange] = []
    for was, now in _pairs(principals(old), principals(new)):
        one = now or was
        assert one is not None  # noqa: S101 (a pair has at least one)
        if one.kind == "policy" and (was is None or now is None):
            other = before if was is None else after
            if one.full_address in other.resources:
                continue  # it was attached to somebody in sight, whose permissions say what changed
        found += compare_principal(was, now, actions)
        found += compare_trust(was, now, actions, Standpoint(one.unit, own, by_arn))
    sides = Exposed(before, guarded(old), blocks(old)), Exposed(after, guarded(new), blocks(new))
    for thing, other_thing in _pairs(sides[0].things, sides[1].things):
        unit = (other_thing or thing).unit  # type: ignore[union-attr]  # a pair has at least one
        found += compare_guarded(thing, other_thing, sides, actions, Standpoint(unit, own, by_arn))
    for wall, other_wall in _pairs(sides[0].blocks, sides[1].blocks):
        found += compare_blocks(wall, other_wall, sides, actions)
    found += compare_assignments(old, new)
    return tuple(sorted(set(found), key=_gravest_first))


def _pairs(before: Sequence[_T], after: Sequence[_T]) -> Iterable[tuple[_T | None, _T | None]]:
    """What belongs together: by what AWS knows it by, otherwise by address; None where a side has none."""
    left = list(before)
    pairs: list[tuple[_T | None, _T | None]] = []
    alone: list[_T] = []
    by_identity: dict[object, list[_T]] = {}
    for each in left:
        if each.identity:
            by_identity.setdefault(each.identity, []).append(each)
    for now in after:
        namesakes = by_identity.get(now.identity, []) if now.identity else []
        was = next((each for each in namesakes if each.full_address == now.full_address), None)
        was = was or (namesakes[0] if namesakes else None)
        if was is None:
            alone.append(now)
        else:
            namesakes.remove(was)
            left.remove(was)
            pairs.append((was, now))
    by_address = {each.full_address: each for each in left}
    for now in alone:
        was = by_address.pop(now.full_address, None)
        pairs.append((was, now))
    return pairs + [(was, None) for was in by_address.values()]


def _gravest_first(change: PermissionChange) -> tuple[object, ...]:
    permission = change.permission
    return (
        _DANGER[change.danger],
        _KINDS.index(change.kind),
        permission.unit,
        permission.principal,
        permission.source,
        permission.effect,
        permission.resources,
        permission.actions,
        permission.conditions,
        change.why,
    )
