"""What a plan rests on, in plain words: for a unit, and for the whole.

Composed references are as good as Terraform itself. What lowers trust: a value that the assumed state made up against
one that is written down (the two might be equal in AWS), a value that is known after apply only where it decides about
a replacement or about security, resources that do not settle, mocks, and what was not planned on its base at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ..model import AttributeChange, Level, ResourceChange, Trust
from .noise import SAME
from .placeholders import OPEN

_RANK: Mapping[Level, int] = {"low": 0, "medium": 1, "high": 2}
_FEW = 3
_SECURITY = frozenset(
    (
        "assume_role_policy",
        "cidr_blocks",
        "cidr_ipv4",
        "cidr_ipv6",
        "egress",
        "ingress",
        "ipv6_cidr_blocks",
        "permissions_boundary",
        "policy",
        "principal",
        "source_security_group_id",
    )
)


class Unsettled(Protocol):
    """A resource that still wants to change after the last round of the assumed state (``tools.assume``)."""

    @property
    def full_address(self) -> str:
        """Which one."""


def unit_trust(
    changes: Sequence[ResourceChange],
    *,
    references: int = 0,
    mocks: Sequence[str] = (),
    unsettled: Iterable[Unsettled] = (),
    apart: str | None = None,
    from_nothing: str | None = None,
    not_planned: str | None = None,
) -> Trust:
    """What the plan of one unit rests on.

    Args:
        changes: its own.
        references: how many units it takes outputs from, composed.
        mocks: dependencies whose mocks stand in (``Member.mocks``; of a unit planned apart, all).
        unsettled: resources of the whole assumed state that do not settle.
        apart: why it could not be composed and was planned by itself.
        from_nothing: why there is no assumed state, so that everything looks new.
        not_planned: why it was not planned at all.
    """
    if not_planned:
        return Trust("low", (f"It was not planned: {not_planned}.",))
    found: list[tuple[Level, str]] = []
    if from_nothing:
        found.append(("low", f"It is planned from the empty account, so that everything looks new: {from_nothing}."))
    if apart:
        found.append(("low", f"It could not be composed and is planned by itself: {apart}."))
    if mocks:
        found.append(("low" if apart else "medium", f"Mock outputs stand in for {_listed(mocks)}."))
    restless = {each.full_address for each in unsettled}
    mine = [each.address for each in changes if each.full_address in restless]
    if mine:
        found.append(
            ("low", f"{_listed(mine)} would change on the base as well: what is shown may not be of this change.")
        )
    found += _decided(changes)
    found += _unknown(changes)
    if references:
        what = "the unit" if references == 1 else f"the {references} units"
        found.append(("high", f"What it takes from {what} that it needs is composed: real references, no mocks."))
    if not found:
        found.append(("high", "Everything that decides is in the code."))
    return _trust(found)


def whole_trust(units: Mapping[str, Trust], problems: int = 0) -> Trust:
    """What the whole rests on: the least of its units, those named."""
    found: list[tuple[Level, str]] = []
    if problems:
        what = "One problem keeps a part" if problems == 1 else f"{problems} problems keep parts"
        found.append(("low", f"{what} of the change from being planned."))
    by_ground: dict[tuple[Level, str], list[str]] = {}
    for path, trust in sorted(units.items()):
        for ground in trust.grounds if trust.level != "high" else ():
            by_ground.setdefault((trust.level, ground), []).append(path)
    found += [(level, f"{_listed(paths)}: {ground}") for (level, ground), paths in by_ground.items()]
    if not found:
        found.append(("high", "Every reference between units is composed, and everything that decides is in the code."))
    return _trust(found)


def _decided(changes: Sequence[ResourceChange]) -> Iterable[tuple[Level, str]]:
    """Made-up values that were compared with literal ones. With each other, they are as good as real ones."""
    found = {
        change.address: [each.path for each in change.attributes if _is_compared_with_literal(each)]
        for change in changes
        if change.action in ("change", "replace")
    }
    named = [f"{address} ({_listed(paths)})" for address, paths in found.items() if paths]
    if named:
        yield (
            "medium",
            "Made-up values that only AWS knows were compared with literal ones, which may be equal in truth: "
            f"{_listed(named)}.",
        )


def _is_compared_with_literal(each: AttributeChange) -> bool:
    made_up = [OPEN in str(value) for value in (each.before, each.after)]
    return each.assumed and each.kind == "changed" and made_up.count(True) == 1


def _unknown(changes: Sequence[ResourceChange]) -> Iterable[tuple[Level, str]]:
    """Values that are known after apply only.

    They are ordinary in what is added, and where they refer to what is made anew: that they change is certain then.
    """
    every = [(change, each) for change in changes for each in change.attributes if each.kind == "unknown"]
    unknown = [(change, each) for change, each in every if each.note != SAME]
    forcing = [f"{change.address} ({each.path})" for change, each in unknown if each.forces_replacement]
    if forcing:
        yield "medium", f"Replaced because a value may change that is known after apply only: {_listed(forcing)}."
    secure = [
        f"{change.address} ({each.path})"
        for change, each in unknown
        if change.action == "change"
        and not _is_compared(change, each)
        and each.path.split("[")[0].split(".")[-1] in _SECURITY
    ]
    if secure:
        yield "medium", f"Known after apply only, and relevant for security: {_listed(secure)}."
    if every:
        what = "One value is" if len(every) == 1 else f"{len(every)} values are"
        yield "high", f"{what} known after apply only."


def _is_secure(path: str) -> bool:
    return path.partition("[")[0].rpartition(".")[2] in _SECURITY


def _is_compared(change: ResourceChange, whole: AttributeChange) -> bool:
    """Whether the parts of a document that is known after apply only were compared all the same."""
    return any(each.path.startswith((f"{whole.path}.", f"{whole.path}[")) for each in change.attributes)


def _trust(found: Sequence[tuple[Level, str]]) -> Trust:
    ordered = sorted(found, key=lambda each: _RANK[each[0]])
    return Trust(ordered[0][0], tuple(dict.fromkeys(sentence for _, sentence in ordered)))


def _listed(names: Sequence[str]) -> str:
    """A few of the names, and how many there are besides."""
    names = list(dict.fromkeys(names))
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
