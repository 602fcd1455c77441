"""The findings of two plans compared: what is new, mended, still there, or explained for a time.

A finding is known again by unit path, full address, rule, and the value that the rule looked at. It is neither a file
nor a line: moving one hides and invents nothing. The same address in another unit is another finding, and a value
that got worse at an attribute that failed already is a new one.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..assume.model import Placeholder
from ..assume.placeholders import placeholders_in
from ..compose.naming import module_name
from ..compose.plan import split_address
from ..compose.snapshot import Snapshot
from ..files import work_folder
from ..policy import Finding, python_with_checkov, scan
from ..policy.accepted import FILE
from ..policy.checkov import left_out
from .model import FindingChange

_ORDER = {"new": 0, "expired": 1, "accepted": 2, "remaining": 3, "fixed": 4}
_SEVERITY = {"critical": 0, "high": 1, "medium": 2, "low": 3}


@dataclass(frozen=True, slots=True)
class Scanned:
    """One side, to be scanned."""

    document: Mapping[str, Any]
    """``terraform show -json`` of its settled plan."""
    root: Path
    """The folder of its composition: the modules' sources are relative to it."""
    files: Path
    """The project's files of this side, with its .checkov.yaml and accepted.yaml."""


def scan_both(base: Scanned, head: Scanned, project: Path) -> tuple[list[Finding], list[Finding]]:
    """The findings of both sides, each with its own settings and acceptances, looked for at the same time.

    checkov is the one of ``project``. A side that was scanned before costs nothing.

    Raises:
        GroundplanError: checkov does not run, or a file of settings or acceptances cannot be read.
    """
    python_with_checkov(project)  # made here once, rather than by both at the same time
    with ThreadPoolExecutor(2) as pool:  # checkov is a program of its own, so that both cores work
        first, second = pool.map(lambda side: scan_side(side, project), (base, head))
    return first, second


def scan_side(side: Scanned, project: Path) -> list[Finding]:
    """The findings of one side.

    Raises:
        GroundplanError: checkov does not run, or a file of settings or acceptances cannot be read.
    """
    accepted = side.files / FILE
    return scan(
        side.document,
        side.root,
        accepted_file=accepted if accepted.is_file() else None,
        files=side.files,
        project=project,
        cache=work_folder(project) / "review" / "findings",
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """What is the same on both sides, though it reads differently: what was moved or renamed, what was made up."""

    moved: Mapping[str, str] = field(default_factory=dict)
    """Full address in the head -> the one in the base."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Path of a unit in the head -> the one in the base."""
    placeholders: Mapping[str, Placeholder] = field(default_factory=dict)
    """What the assumed states of both sides made up, by text."""

    def in_base(self, address: str) -> str:
        """The address that a resource of the head has, or would have, in the base."""
        if address in self.moved:
            return self.moved[address]
        for new, old in self.renamed.items():
            prefix = f"module.{module_name(new)}."
            if address.startswith(prefix):
                return f"module.{module_name(old)}.{address.removeprefix(prefix)}"
        return address

    def settled(self, value: Any) -> Any:
        """A value with what is made up told by its origin in the base."""
        made_up = placeholders_in(value, self.placeholders)
        if not made_up:
            return value
        text = json.dumps(value, sort_keys=True)
        for each in sorted(made_up, key=lambda placeholder: len(placeholder.text), reverse=True):
            text = text.replace(each.text, f"<{self.in_base(each.full_address)}.{each.attribute}>")
        return text


@dataclass(frozen=True, slots=True)
class _One:
    """A finding at one instance of a resource."""

    finding: Finding
    full_address: str
    key: tuple[str, str, str]
    """Address in the base, rule and attributes: the finding, whatever the value is."""
    value: Any
    fingerprint: str
    """Of this side's own address."""
    match: str
    """The fingerprint that it has, or would have, in the base."""


def review_findings(
    base: Scanned | None,
    head: Scanned | None,
    project: Path,
    identity: Identity,
    head_snapshot: Snapshot,
    not_planned: Collection[str] = (),
) -> tuple[FindingChange, ...]:
    """What a change does to the findings; without a base all of them are new.

    ``not_planned`` are units that the head has, but that could not be planned: nobody knows what became of theirs.

    Raises:
        GroundplanError: checkov does not run, or a file of settings or acceptances cannot be read.
    """
    if head is None:
        return ()
    before, after = scan_both(base, head, project) if base else ([], scan_side(head, project))
    before = [finding for finding in before if finding.unit not in not_planned]
    return compare(before, after, identity, head_snapshot, left_out(head.files))


def compare(
    base: Sequence[Finding],
    head: Sequence[Finding],
    identity: Identity | None = None,
    head_snapshot: Snapshot | None = None,
    rules_left_out: Collection[str] = (),
) -> tuple[FindingChange, ...]:
    """What a change does to the findings, the new ones first.

    A finding that is explained is told where the change brings it or explains it, and where it is accepted for a time;
    a skip comment that was there before, for what was there before, is not. ``head_snapshot`` tells a finding that was
    mended from one whose resource is gone, ``rules_left_out`` from one that the head looks for no more.
    """
    known = identity or Identity()
    before = {one.match: one for one in _ones(base, known, lambda address: address)}
    after = {one.match: one for one in _ones(head, known, known.in_base)}
    gone: dict[tuple[str, str, str], list[_One]] = defaultdict(list)
    for match, one in before.items():
        if match not in after:
            gone[one.key].append(one)
    changes = []
    for match, one in after.items():
        was = before.get(match)
        earlier = gone[one.key].pop(0) if was is None and gone[one.key] else None
        if change := _change(one, was, earlier):
            changes.append(change)
    there = {known.in_base(address) for address in head_snapshot.resources} if head_snapshot else None
    for one in itertools.chain.from_iterable(gone.values()):
        if one.finding.state != "open":
            continue
        if one.finding.rule in rules_left_out:
            changes.append(_told(one, "accepted", ".checkov.yaml leaves the rule out in this change"))
        else:
            is_gone = there is not None and one.full_address not in there
            changes.append(_told(one, "fixed", "its resource is gone" if is_gone else ""))
    return tuple(sorted(changes, key=_rank))


def _change(now: _One, was: _One | None, earlier: _One | None) -> FindingChange | None:
    """What became of a finding of the head; ``earlier`` is the one that it had with another value."""
    found = now.finding
    if found.state in ("accepted", "skipped"):
        verb = "skipped by a comment" if found.state == "skipped" else "accepted"
        if was is None:
            return _told(now, "accepted", _words(_worse(now, earlier), f"{verb}: {found.reason}"))
        if was.finding.state != found.state:
            return _told(now, "accepted", f"{verb} in this change: {found.reason}")
        return _told(now, "accepted", found.reason) if found.state == "accepted" else None
    if was is None:
        return _told(now, "new", _words(_worse(now, earlier), found.reason))
    if found.expired:
        return _told(now, "expired", found.reason)
    if was.finding.state != "open":
        return _told(now, "new", _words(f"it was {was.finding.state} before: {was.finding.reason}", found.reason))
    return _told(now, "remaining", found.reason)


def _worse(now: _One, earlier: _One | None) -> str:
    return f"{now.key[2]} was {json.dumps(earlier.value)}" if earlier and earlier.value is not None else ""


def _words(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _ones(findings: Sequence[Finding], identity: Identity, in_base: Callable[[str], str]) -> Iterator[_One]:
    for finding in findings:
        if finding.state == "warning":
            continue
        for address in finding.instances:
            evaluated = finding.evaluated.get(address, {})
            value: Any = dict(evaluated) if len(evaluated) != 1 else next(iter(evaluated.values()))
            key = (in_base(address), finding.rule, ", ".join(evaluated))
            settled = identity.settled(value)
            yield _One(
                finding,
                address,
                key,
                value if evaluated else None,
                _fingerprint((address, *key[1:]), settled),
                _fingerprint(key, settled),
            )


def _fingerprint(key: tuple[str, str, str], value: Any) -> str:
    address, rule, attribute = key
    unit, inside = _split(address)
    text = json.dumps([unit, inside, rule, attribute, value], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _split(address: str) -> tuple[str, str]:
    try:
        return split_address(address)
    except ValueError:  # a plan that is no composition
        return "", address


def _told(one: _One, state: Any, reason: str) -> FindingChange:
    finding = one.finding
    unit, address = _split(one.full_address)
    return FindingChange(
        state=state,
        fingerprint=one.fingerprint,
        rule=finding.rule,
        name=finding.name,
        severity=finding.severity,
        unit=unit,
        address=address,
        attribute=one.key[2] or None,
        value=one.value,
        message=finding.message,
        path=finding.path,
        line=finding.line,
        reason=reason,
        guideline=finding.guideline,
    )


def _rank(change: FindingChange) -> tuple[Any, ...]:
    severity = _SEVERITY.get((change.severity or "").lower(), len(_SEVERITY))
    return _ORDER[change.state], severity, change.unit, change.address, change.rule, change.fingerprint
