"""What is open to anyone or to other accounts, on two sides: policies of resources, and what blocks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..compose.snapshot import Snapshot
from ..levels import Level
from .accounts import Standpoint
from .actions import Actions
from .audience import Audience, audience
from .changes import Kind, change, told, unreadable
from .danger import judge
from .delta import Group, Held, grouped, held, more
from .grants import Grant, grants
from .guarded import Block, Guarded
from .model import PermissionChange
from .trust import is_confusable
from .wording import compared, how_much, is_broad

_OUTSIDE = ("anyone", "addresses", "foreign", "federated")


@dataclass(frozen=True, slots=True)
class Exposed:
    """What one side has to open and to close."""

    snapshot: Snapshot
    things: Sequence[Guarded]
    blocks: Sequence[Block]

    def holds_back(self, thing: Guarded) -> bool:
        """Whether a public access block keeps the public out of a bucket, whatever its policy says."""
        return any(
            each.bucket == thing.full_address and each.flags & {"restrict_public_buckets", "block_public_policy"}
            for each in self.blocks
        )


Sides = tuple[Exposed, Exposed]


@dataclass(frozen=True, slots=True)
class _View:
    """What is needed to see one thing from both sides."""

    thing: Guarded
    here: Standpoint
    actions: Actions
    held_back: bool

    def audience(self, grant: Grant) -> Audience:
        """Whom a grant lets in."""
        found = audience(grant, self.here)
        if self.thing.inside and found.reach in ("anyone", "addresses"):
            return Audience("network", found.words.replace("anyone", "anyone in the VPC", 1))
        return found


def compare_guarded(
    was: Guarded | None, now: Guarded | None, sides: Sides, actions: Actions, here: Standpoint
) -> Iterator[PermissionChange]:
    """Who may newly, or no longer, use a resource by its own policies."""
    thing = now or was
    if thing is None or (was and now and _documents(was) == _documents(now)):
        return
    held_back = sides[1].holds_back(thing)
    view = _View(thing, here, actions, held_back)
    before, after = _held(was, actions), _held(now, actions)
    stays = (was and now) or all(thing.full_address in side.snapshot.resources for side in sides)
    delta = more(before, after, actions)
    for group in grouped(_visible(delta.allowed, delta.freed, before, view), actions):
        yield _opened(group, before, view)
    for group in grouped(delta.undenied if stays else (), actions):
        yield _undenied(group, view)
    delta = more(after, before, actions)
    for group in grouped(_visible(delta.allowed, delta.freed, after, view), actions):
        yield _closed(group, after, view)
    for group in grouped(delta.undenied if stays else (), actions):
        why = f"a Deny is new on {thing.label}: {how_much(group.actions, actions, more=False)}"
        yield _change("lost", view.audience(group.grants[0]).words, group, view, "low", why)
    for policy, trouble, newer in unreadable(was.policies if was else (), now.policies if now else ()):
        words = f"who may use {thing.label} is not known: {trouble.reason}"
        kind: Kind = "gained" if newer else "lost"
        yield told(kind, "somebody", policy.source, "medium" if newer else "low", words, target=thing.label)


def _documents(thing: Guarded) -> list[object]:
    return [policy.document for policy in thing.policies]


def _held(thing: Guarded | None, actions: Actions) -> Held:
    if thing is None:
        return held((), actions)
    return held(
        (each for policy in thing.policies for each in grants(policy.document, policy.source, actions, thing.service)),
        actions,
    )


def _visible(allowed: list[Grant], freed: list[Grant], other: Held, view: _View) -> list[Grant]:
    """What is worth a line: what a Deny let go, only where that lets in somebody else."""
    return allowed + [
        each
        for each in freed
        if view.audience(each).reach in _OUTSIDE and not _was_let_in(each, view.audience(each), other, view)
    ]


def _was_let_in(grant: Grant, found: Audience, other: Held, view: _View) -> bool:
    """Whether the other side lets the same people do some of it already."""
    return any(
        each.who == grant.who
        and each.actions & grant.actions
        and each.resources.overlaps(grant.resources)
        and view.audience(each) == found
        for each in other.effective
    )


def _opened(group: Group, before: Held, view: _View) -> PermissionChange:
    found = view.audience(group.grants[0])
    amount = f"{how_much(group.actions, view.actions, more=False)} on {view.thing.label}"
    kind: Kind = "gained"
    level: Level
    match found.reach:
        case "anyone":
            kind, level, why = "public", "high", f"open to {found.words}: {amount}"
            if view.held_back:
                level, why = "medium", f"{why}; the public access block holds it back"
        case "addresses":
            kind, level, why = "public", "medium", f"open to {found.words}: {amount}"
        case "foreign" | "federated":
            kind, level, why = "cross-account", "medium", f"{found.words} may use it: {amount}"
            if not view.thing.inside and judge(group, (), view.actions, more=False)[0] == "high":
                level = "high"
        case "service":
            level, why = "low", f"{found.words} may use it: {amount}"
            if is_confusable(group, view.here.own):
                why += "; nothing asks on whose behalf (no aws:SourceArn or aws:SourceAccount)"
        case _:
            level, why = _within(group, found, view), f"{found.words} may use it: {amount}"
    if kind != "gained" and all(_was_let_in(each, found, before, view) for each in group.grants):
        kind, level, why = "gained", "medium", f"{why}; it was open to them before, for less"
    if partly := compared(group, before.effective):
        why = f"{why}; until now only {partly}"
    return _change(kind, found.words, group, view, level, why)


def _within(group: Group, found: Audience, view: _View) -> Level:
    """How dangerous it is to let in somebody of the own account or network."""
    if view.thing.inside:
        limited = group.conditions or not any(is_broad(each) for each in group.resources)
        return "low" if limited else "medium"
    if found.words.startswith("account "):
        return "low"  # it leaves the decision to the account's own policies
    return judge(group, (), view.actions, more=False)[0]


def _undenied(group: Group, view: _View) -> PermissionChange:
    found = view.audience(group.grants[0])
    level: Level = "medium" if group.who and group.who.is_anyone else "low"
    why = f"a Deny is gone from {view.thing.label}: {how_much(group.actions, view.actions, more=False)}"
    return _change("gained", found.words, group, view, level, why)


def _closed(group: Group, after: Held, view: _View) -> PermissionChange:
    found = view.audience(group.grants[0])
    amount = f"{how_much(group.actions, view.actions, more=False)} on {view.thing.label}"
    kind: Kind = "no longer exposed" if found.reach in _OUTSIDE else "lost"
    why = f"{found.words} may no longer use it: {amount}"
    if partly := compared(group, after.effective):
        why = f"{why}; still {partly}"
        kind = "lost" if any(_was_let_in(each, found, after, view) for each in group.grants) else kind
    return _change(kind, found.words, group, view, "low", why)


def _change(kind: Kind, principal: str, group: Group, view: _View, level: Level, why: str) -> PermissionChange:
    label = view.thing.label
    return change(kind, principal, group, view.actions, level, why, target=label)


def compare_blocks(was: Block | None, now: Block | None, sides: Sides, actions: Actions) -> Iterator[PermissionChange]:
    """What no longer stands against public access, or newly does."""
    block = now or was
    if block is None:
        return
    if (was is None or now is None) and block.bucket:
        here, there = (side.snapshot.resources.get(block.bucket) is not None for side in sides)
        if was is None and not here:
            was = _everything(block)  # a new bucket blocks everything until it is told otherwise
        if now is None and not there:
            return  # the bucket goes as well
    before, after = (each.flags if each else frozenset() for each in (was, now))
    if gone := before - after:
        public = block.bucket is not None and any(
            thing.full_address == block.bucket and _is_public(thing, actions) for thing in sides[1].things
        )
        level: Level = "high" if public else "medium"
        why = f"nothing stands against public access to {block.label} any more: {', '.join(sorted(gone))} off"
        why += "; its policy is open to anyone" if public else ""
        yield told("public", "anyone", block.source, level, why, target=block.label)
    if new := after - before:
        why = f"stands against public access to {block.label}: {', '.join(sorted(new))} on"
        yield told("no longer exposed", "anyone", block.source, "low", why, target=block.label)


def _everything(block: Block) -> Block:
    flags = frozenset({"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"})
    return Block(block.label, block.source, block.full_address, block.identity, block.bucket, flags)


def _is_public(thing: Guarded, actions: Actions) -> bool:
    return any(
        audience(each, Standpoint(thing.unit, {}, {})).reach == "anyone" for each in _held(thing, actions).effective
    )
