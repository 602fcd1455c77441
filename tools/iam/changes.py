"""Changes as the report has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from ..levels import Level
from .actions import Actions
from .delta import Group
from .documents import Unreadable
from .grants import Source
from .model import Permission, PermissionChange
from .principals import Policy
from .wording import notable

Kind = Literal["gained", "lost", "trust gained", "trust lost", "public", "cross-account", "no longer exposed"]


def change(
    kind: Kind,
    principal: str,
    group: Group,
    actions: Actions,
    danger: Level,
    why: str,
    *,
    target: str | None = None,
) -> PermissionChange:
    """A group of grants as a change. ``*`` as a resource is ``target``, where there is one."""
    permission = Permission(
        principal=principal,
        unit=group.source.unit,
        source=group.source.address,
        effect=group.effect,
        actions=group.written,
        expanded=len(group.actions),
        notable=notable(group.actions, actions),
        resources=tuple(target if target and str(each) == "*" else str(each) for each in group.resources),
        conditions=group.conditions_text,
        target=target,
    )
    return PermissionChange(kind, permission, danger, why)


def told(
    kind: Kind, principal: str, source: Source, danger: Level, why: str, *, target: str | None = None
) -> PermissionChange:
    """A change of which there is nothing to list: a policy that cannot be read, a switch."""
    permission = Permission(
        principal=principal,
        unit=source.unit,
        source=source.address,
        effect="Allow",
        actions=(),
        expanded=0,
        notable=(),
        resources=(target,) if target else (),
        conditions=(),
        target=target,
    )
    return PermissionChange(kind, permission, danger, why)


def unreadable(before: Iterable[Policy], after: Iterable[Policy]) -> Iterator[tuple[Policy, Unreadable, bool]]:
    """What cannot be read and is not the same on both sides; with whether it is the newer side's."""
    old, new = list(before), list(after)
    for these, those, newer in ((new, old, True), (old, new, False)):
        known = {trouble for policy in those for trouble in policy.document.problems}
        for policy in these:
            for trouble in policy.document.problems:
                if trouble not in known:
                    yield policy, trouble, newer
