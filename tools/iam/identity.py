"""What one principal may do, on two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..levels import Level
from .actions import Actions
from .changes import change, told, unreadable
from .danger import MOST, judge, methods
from .delta import Held, grouped, held, more
from .grants import Grant, capped, effective, grants
from .model import PermissionChange
from .principals import Policy, Principal
from .wording import compared, how_much, on_what


def compare_principal(was: Principal | None, now: Principal | None, actions: Actions) -> Iterator[PermissionChange]:
    """What a principal may do more and less."""
    one = now or was
    if one is None or (was and now and _same(was, now)):
        return
    before, after = _held(was, actions), _held(now, actions)
    yield from _one_way(was, now, before, after, actions, gained=True)
    yield from _one_way(now, was, after, before, actions, gained=False)
    for policy, trouble, newer in unreadable(was.policies if was else (), now.policies if now else ()):
        if newer:
            yield told("gained", one.label, policy.source, "medium", f"what it may do is not known: {trouble.reason}")
        else:
            yield told("lost", one.label, policy.source, "low", f"what it could do was not known: {trouble.reason}")
    if was and now:
        yield from _unknown_boundary(was, now)


def _unknown_boundary(was: Principal, now: Principal) -> Iterator[PermissionChange]:
    """A boundary that comes, goes or changes where one side's cannot be read, so that nothing can be compared."""
    before, after = was.boundary, now.boundary
    unknown = any(each and each.document.problems for each in (before, after))
    if not unknown or _boundary(was) == _boundary(now):
        return
    if before:
        words = f"its permissions boundary {_called(before)} is " + (f"now {_called(after)}" if after else "gone")
        yield told("gained", now.label, before.source, "medium", f"{words}; what that frees is not known")
    if after:
        words = f"its permissions boundary {'was ' + _called(before) if before else 'is new'}: {_called(after)}"
        yield told("lost", now.label, after.source, "low", f"{words}; what that takes away is not known")


def _same(was: Principal, now: Principal) -> bool:
    documents = [[each.document for each in side.policies] for side in (was, now)]
    boundaries = [side.boundary.document if side.boundary else None for side in (was, now)]
    return documents[0] == documents[1] and boundaries[0] == boundaries[1] and was.groups == now.groups


def _held(principal: Principal | None, actions: Actions) -> Held:
    if principal is None:
        return Held((), (), ())
    every = [each for policy in principal.policies for each in grants(policy.document, policy.source, actions)]
    found = held(every, actions)
    boundary = principal.boundary
    if boundary is None or boundary.document.problems:
        return found
    caps = grants(boundary.document, boundary.source, actions)
    denied = [*found.denied, *(each for each in caps if each.effect == "Deny")]
    allowed = capped(found.allowed, caps, actions)
    return Held(found.allowed, denied, effective(allowed, denied, actions))


def _one_way(
    was: Principal | None, now: Principal | None, before: Held, after: Held, actions: Actions, *, gained: bool
) -> Iterator[PermissionChange]:
    """What ``now`` may do and ``was`` may not; with ``gained`` false time runs backwards, and it is lost."""
    one = now or was
    assert one is not None  # noqa: S101 (called with one of them at least)
    delta = more(before, after, actions)
    known = (was.groups if was else set()) & (now.groups if now else set())
    old_methods = methods(before.effective, actions) if gained else {}
    new_methods = [
        (each, rank)
        for each, rank in (methods(after.effective, actions) if gained else {}).items()
        if rank > old_methods.get(each, 0)
    ]
    capped_by = _cap(now) if gained else _cap(was)
    for found, freed in ((delta.allowed, False), (delta.freed, True)):
        for group in grouped((each for each in found if each.source.via not in known or not each.source.via), actions):
            partly = compared(group, before.effective)
            if gained:
                level, why = judge(group, new_methods, actions, more=bool(before.effective))
                if freed:
                    why = f"{why}; {_let_go(was, now)}"
                if partly:
                    why = f"{why}; until now only {partly}"
            else:
                level, why = "low", f"no longer {how_much(group.actions, actions, more=False)}"
                why = f"{why} on {on_what(group.resources, group.actions)}"
                if freed:
                    why = f"{why}; {_stopped(was, now)}"
                if partly:
                    why = f"{why}; still {partly}"
            if capped_by:
                why = f"{why}; {capped_by}"
            yield change("gained" if gained else "lost", one.label, group, actions, level, why)
    if (was and now) or one.kind == "service control policy":
        yield from _denials(one.label, delta.undenied, after, actions, gained=gained)


def _denials(
    label: str, undenied: Iterable[Grant], after: Held, actions: Actions, *, gained: bool
) -> Iterator[PermissionChange]:
    """A Deny that is gone (or new, seen from the other side) and is not told by what it frees."""
    for group in grouped(undenied, actions):
        touched = [
            each
            for each in after.effective
            if each.actions & group.actions and any(each.resources.overlaps(mine) for mine in group.resources)
        ]
        amount = f"{how_much(group.actions, actions, more=False)} on {on_what(group.resources, group.actions)}"
        level: Level = "low"
        if gained:
            why = f"a Deny is gone: {amount}"
            if touched:
                level = judge(group, (), actions, more=False)[0]
                why += "; in part its policies allow this"
            else:
                why += "; none of its policies in sight allows this"
        else:
            why = f"a Deny is new: {amount}"
        if partly := compared(group, after.denied):
            why += f"; {'still' if gained else 'until now only'} denied {partly}"
        yield change("gained" if gained else "lost", label, group, actions, level, why)


def _cap(principal: Principal | None) -> str | None:
    if principal is None or principal.boundary is None:
        return None
    name = _called(principal.boundary)
    if problems := principal.boundary.document.problems:
        return (
            f"capped by the permissions boundary {name}, of which nothing is taken into account: {problems[0].reason}"
        )
    return f"capped by the permissions boundary {name}"


def _called(boundary: Policy) -> str:
    return boundary.name or boundary.source.address


def _let_go(was: Principal | None, now: Principal | None) -> str:
    before, after = _boundary(was), _boundary(now)
    if before != after:
        return "its permissions boundary is gone" if after is None else "its permissions boundary caps less"
    return "a Deny no longer stops it"


def _stopped(was: Principal | None, now: Principal | None) -> str:
    """The mirror of ``_let_go``: here ``now`` is the side that may do more, which is the past."""
    before, after = _boundary(now), _boundary(was)
    if before != after:
        return "a permissions boundary is new" if before is None else "its permissions boundary caps more"
    return "a Deny stops it"


def _boundary(principal: Principal | None) -> object:
    return principal.boundary.document if principal and principal.boundary else None


def administers(principal: Principal, actions: Actions) -> bool:
    """Whether it may do nearly everything on everything."""
    free = (each for each in _held(principal, actions).effective if str(each.resources) == "*")
    every: frozenset[str] = frozenset().union(*(each.actions for each in free))
    return len(every) >= MOST * len(actions.every)
