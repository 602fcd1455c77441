"""What checkov and our own rules find in a plan, less what is explained: in the module, or accepted for a time."""

from __future__ import annotations

import datetime
import fnmatch
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..compose.naming import unit_path
from ..errors import GroundplanError
from ..files import project_root
from .accepted import Acceptance, read_accepted
from .checks import RULES
from .document import Plan, general, module_path
from .environment import python_with_checkov
from .model import Finding, open_findings
from .raw import Raw, look
from .report import FORMATS, report
from .source import Skip, Sources

__all__ = ["FORMATS", "RULES", "Finding", "open_findings", "python_with_checkov", "report", "scan"]

_OWN = {rule.id: rule for rule in RULES}


def scan(
    plan: Path | Mapping[str, Any],
    root: Path,
    *,
    accepted_file: Path | None = None,
    unit_of: Callable[[str], str] = unit_path,
    today: datetime.date | None = None,
    with_checkov: bool = True,
    files: Path | None = None,
    project: Path | None = None,
    cache: Path | None = None,
) -> list[Finding]:
    """Every finding in a plan, open ones first.

    ``plan`` is what ``terraform show -json`` says of a plan of the folder ``root`` (or a file with it), whose modules'
    sources are read for places and skip comments. ``unit_of`` makes a unit's path from the name of its module.
    ``files`` is the folder that places are relative to, with .checkov.yaml, and ``project`` the one that checkov is
    installed in; both are the project that ``root`` lies in if nothing else is said. In the folder ``cache`` is kept
    what the rules said of a plan, so that the same plan is looked at once.

    Raises:
        GroundplanError: the plan or the file of acceptances cannot be read, or checkov does not run.
    """
    document = Plan(_load(plan) if isinstance(plan, Path) else dict(plan))
    own = project_root(root)
    files = files or own
    raws = look(document, files, project or own, with_checkov=with_checkov, cache=cache)
    sources = Sources(root.resolve(), document)
    day = today or datetime.datetime.now(tz=datetime.UTC).date()
    acceptances = read_accepted(accepted_file, day) if accepted_file else []
    used: set[Skip | Acceptance] = set()
    findings = [
        _explained(finding, raw_address, sources, acceptances, day, used)
        for finding, raw_address in _grouped(raws, sources, unit_of, files)
    ]
    findings += _unused(document, sources, acceptances, used, files, unit_of, with_checkov)
    order: dict[str, int] = {"open": 0, "warning": 1, "accepted": 2, "skipped": 3}
    return sorted(findings, key=lambda found: (order[found.state], found.unit, found.address, found.rule))


def _load(plan_json: Path) -> dict[str, Any]:
    try:
        document = json.loads(plan_json.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GroundplanError(f"no plan document: {error}", where=str(plan_json)) from error
    if not isinstance(document, dict) or "planned_values" not in document:
        raise GroundplanError("no plan document", where=str(plan_json), hint="terraform show -json PLANFILE makes one")
    return document


def _grouped(
    raws: Iterable[Raw], sources: Sources, unit_of: Callable[[str], str], project: Path
) -> list[tuple[Finding, str]]:
    """One finding for all instances of a block, with the full address without keys."""
    groups: dict[tuple[str, str, str], list[Raw]] = {}
    for raw in raws:
        # Messages of ours tell several faults of one block apart; checkov's are the rule's name.
        groups.setdefault((general(raw.address), raw.rule, raw.message), []).append(raw)
    found = []
    for (address, _, message), group in groups.items():
        unit, inside = _cut(address, unit_of)
        block = sources.block(address)
        first = group[0]
        own = _OWN.get(first.rule)
        finding = Finding(
            rule=first.rule,
            name=first.name,
            severity=first.severity,
            unit=unit,
            address=inside,
            instances=tuple(sorted({raw.address for raw in group})),
            message=message,
            path=_relative(block.path, project) if block else None,
            line=block.line if block else None,
            guideline=first.guideline,
            evaluated={raw.address: raw.evaluated for raw in group},
            why=own.why if own else "",
            fix=own.fix if own else "",
        )
        found.append((finding, address))
    return found


def _cut(address: str, unit_of: Callable[[str], str]) -> tuple[str, str]:
    path = module_path(address)
    return (unit_of(path[0]), address.removeprefix(f"module.{path[0]}.")) if path else ("", address)


def _relative(path: Path, project: Path) -> str:
    resolved = project.resolve()
    return path.relative_to(resolved).as_posix() if path.is_relative_to(resolved) else str(path)


def _explained(
    finding: Finding,
    address: str,
    sources: Sources,
    acceptances: Sequence[Acceptance],
    today: datetime.date,
    used: set[Skip | Acceptance],
) -> Finding:
    for skip in sources.skips(address):
        if skip.rule == finding.rule:
            used.add(skip)
            if skip.reason:
                return replace(finding, state="skipped", reason=skip.reason)
            return replace(finding, reason="the skip comment gives no reason: #checkov:skip=ID:reason")
    for acceptance in acceptances:
        if acceptance.covers(finding.rule, finding.unit, finding.address):
            used.add(acceptance)
            if acceptance.expires >= today:
                words = f"{acceptance.reason} ({acceptance.owner}, until {acceptance.expires})"
                return replace(finding, state="accepted", reason=words)
            words = f"the acceptance by {acceptance.owner} expired on {acceptance.expires}"
            return replace(finding, reason=words, expired=True)
    return finding


def _unused(
    plan: Plan,
    sources: Sources,
    acceptances: Sequence[Acceptance],
    used: set[Skip | Acceptance],
    project: Path,
    unit_of: Callable[[str], str],
    with_checkov: bool,
) -> list[Finding]:
    """Warnings for explanations that explain nothing in this plan."""
    addresses = sorted({general(resource.address) for resource in plan.resources})
    warnings: dict[Skip | Acceptance, Finding] = {}
    for address in addresses:
        unit, inside = _cut(address, unit_of)
        for skip in sources.skips(address):
            if skip not in used and (with_checkov or skip.rule.startswith("GP_")):
                message = f"the skip of {skip.rule} explains nothing in this plan"
                place = _relative(skip.path, project)
                warnings.setdefault(skip, _warning(skip.rule, unit, inside, message, place, skip.line))
    units = {_cut(address, unit_of)[0] for address in addresses}
    for entry in acceptances:
        if not any(fnmatch.fnmatchcase(unit, entry.unit) for unit in units):
            continue  # it is about another account's plan
        if entry not in used and (with_checkov or entry.rule.startswith("GP_")):
            message = f"the acceptance of {entry.rule} covers nothing in this plan"
            place = _relative(entry.path.resolve(), project)
            warnings[entry] = _warning(entry.rule, entry.unit, entry.address, message, place, entry.line)
    return list(warnings.values())


def _warning(rule: str, unit: str, address: str, message: str, path: str, line: int) -> Finding:
    reason = "take it out, unless another plan needs it"
    return Finding(rule, message, "low", unit, address, (), message, path, line, state="warning", reason=reason)
