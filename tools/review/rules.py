"""Which changes need a person's decision: the rules of ``review.toml``, and the concerns that they make of a review.

    [rules]
    data-loss = "block"                                   # or "warn", or "off"
    permissions = { block = "high", warn = "medium" }     # by how dangerous it is: "high", "medium", "low", "off"

    [[exceptions]]
    rule = "data-loss"
    unit = "accounts/dev/*"                               # optional; a pattern
    address = "aws_db_instance.this"                      # optional; within the unit, a pattern
    owner = "platform-team"
    reason = "dev is rebuilt every night"
    expires = 2027-01-31                                  # at most a year ahead

An exception turns what would block into a warning. What is not written keeps its default (``DEFAULTS``).
"""

from __future__ import annotations

import datetime
import fnmatch
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import GroundplanError
from ..hcl import did_you_mean
from .model import Concern, FindingChange, FlowChange, Level, PermissionChange, Problem, Trust, UnitReview

FILE = "review.toml"
_LONGEST = datetime.timedelta(days=366)
_ORDER: Mapping[str, int] = {"off": 3, "high": 2, "medium": 1, "low": 0}
_EXAMPLE = """an exception reads
  [[exceptions]]
  rule = "data-loss"
  unit = "accounts/dev/*"
  owner = "platform-team"
  reason = "dev is rebuilt every night"
  expires = 2027-01-31"""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which danger on a rule blocks, and from which it warns; ``off`` is never."""

    block: Level | Literal["off"]
    warn: Level | Literal["off"]


_NAMED = 4
_GONE = (
    "The unit is deleted: Terragrunt destroys what it made only when told, by `terragrunt destroy` before the folder "
    "goes, or by --filter-allow-destroy."
)
_WHILE = re.compile(r"\n\s*while evaluating units? [^\n]*")
_VERSIONS = frozenset({"engine_version", "kafka_version", "version", "cluster_version", "elasticsearch_version"})

_ALWAYS, _WARN, _NEVER = Threshold("low", "low"), Threshold("off", "low"), Threshold("off", "off")
_WORDS = {"block": _ALWAYS, "warn": _WARN, "off": _NEVER}

DEFAULTS: Mapping[str, Threshold] = {
    "problems": _ALWAYS,
    "unseen": _ALWAYS,
    "data-loss": _ALWAYS,
    "refused": _ALWAYS,
    "unprotected": _ALWAYS,
    "exposure": Threshold("medium", "low"),
    "permissions": Threshold("high", "medium"),
    "reachability": Threshold("medium", "low"),
    "findings": Threshold("low", "low"),
    "renamed-unit": _ALWAYS,
    "upgrade": _WARN,
    "replaced": _WARN,
    "destroyed": _WARN,
    "trust": Threshold("off", "low"),
}
"""The rules, the gravest first, with what they do where ``review.toml`` says nothing."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Something that would block, let through for a time."""

    rule: str
    unit: str
    address: str
    owner: str
    reason: str
    expires: datetime.date

    def covers(self, concern: Concern) -> bool:
        """Whether it is about this concern."""
        return (
            concern.rule == self.rule
            and fnmatch.fnmatchcase(concern.unit or "", self.unit)
            and fnmatch.fnmatchcase(concern.address or "", self.address)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What blocks and what warns."""

    thresholds: Mapping[str, Threshold]
    exceptions: tuple[Waiver, ...] = ()


def read_rules(project: Path, today: datetime.date) -> Rules:
    """The rules of a project; the defaults where it has no ``review.toml``.

    Raises:
        GroundplanError: the file is no TOML, or says something that means nothing here.
    """
    path = project / FILE
    if not path.is_file():
        return Rules(DEFAULTS)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise GroundplanError(f"not valid TOML: {error}", where=str(path)) from error
    if unknown := sorted(document.keys() - {"rules", "exceptions"}):
        raise GroundplanError(f"{unknown[0]} means nothing here", where=str(path), hint="known: rules, exceptions")
    given = document.get("rules", {})
    if not isinstance(given, dict):
        raise GroundplanError("rules is no table", where=str(path), hint=f"known rules: {', '.join(DEFAULTS)}")
    thresholds = {**DEFAULTS, **{name: _threshold(name, value, path) for name, value in given.items()}}
    entries = document.get("exceptions", [])
    if not isinstance(entries, list):
        raise GroundplanError("exceptions is no list of tables", where=str(path), hint=_EXAMPLE)
    return Rules(thresholds, tuple(_waiver(entry, path, today) for entry in entries))


def _threshold(name: str, value: Any, path: Path) -> Threshold:
    if name not in DEFAULTS:
        hint = did_you_mean(name, DEFAULTS) or f"known rules: {', '.join(DEFAULTS)}"
        raise GroundplanError(f"there is no rule {name}", where=str(path), hint=hint)
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if isinstance(value, dict) and value and not value.keys() - {"block", "warn"}:
        block: Any = value.get("block", "off")
        warn: Any = value.get("warn", block)
        if block in _ORDER and warn in _ORDER:
            return Threshold(block, warn)
    hint = 'write "block", "warn", "off", or { block = "high", warn = "medium" } with high, medium, low or off'
    raise GroundplanError(f"the rule {name} cannot be {value!r}", where=str(path), hint=hint)


def _waiver(entry: Any, path: Path, today: datetime.date) -> Waiver:
    where = str(path)
    if not isinstance(entry, dict):
        raise GroundplanError("exceptions is no list of tables", where=where, hint=_EXAMPLE)
    if missing := [key for key in ("rule", "owner", "reason", "expires") if not entry.get(key)]:
        raise GroundplanError(f"an exception lacks {', '.join(missing)}", where=where, hint=_EXAMPLE)
    if unknown := sorted(entry.keys() - {"rule", "unit", "address", "owner", "reason", "expires"}):
        raise GroundplanError(f"{', '.join(unknown)} means nothing in an exception", where=where, hint=_EXAMPLE)
    rule, expires = str(entry["rule"]), entry["expires"]
    if rule not in DEFAULTS:
        raise GroundplanError(f"there is no rule {rule}", where=where, hint=did_you_mean(rule, DEFAULTS) or _EXAMPLE)
    if not isinstance(expires, datetime.date) or isinstance(expires, datetime.datetime):
        raise GroundplanError(f"expires is no date: {expires!r}", where=where, hint=_EXAMPLE)
    if expires > today + _LONGEST:
        raise GroundplanError("an exception of more than a year", where=where, hint="set an earlier date in expires")
    unit, address = str(entry.get("unit", "*")), str(entry.get("address", "*"))
    return Waiver(rule, unit, address, str(entry["owner"]), str(entry["reason"]), expires)


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    level: Level
    title: str
    detail: str = ""
    unit: str | None = None
    address: str | None = None


def concerns(
    rules: Rules,
    units: Iterable[UnitReview],
    problems: Iterable[Problem],
    permissions: Iterable[PermissionChange],
    flows: Iterable[FlowChange],
    findings: Iterable[FindingChange],
    trust: Trust,
    weakened: Mapping[tuple[str, str], tuple[str, ...]],
    today: datetime.date,
) -> tuple[Concern, ...]:
    """What a reviewer should look at first, the gravest first.

    ``weakened``: (unit, address) -> what protects its data no longer, in sentences.
    """
    units, problems = list(units), list(problems)
    found = [
        *_of_problems(problems),
        *_of_unseen(units, problems),
        *_of_data(units, weakened),
        *_of_upgrades(units),
        *_of_losses(units),
        *_of_permissions(permissions),
        *_of_flows(flows),
        *_of_findings(findings),
        *_of_renamed(units),
        *_of_trust(trust),
    ]
    made = [concern for each in found if (concern := _concern(each, rules, today)) is not None]
    place = {rule: index for index, rule in enumerate(DEFAULTS)}
    return tuple(sorted(made, key=lambda each: (not each.blocks, -_ORDER[each.level], place[each.rule])))


def _concern(found: _Found, rules: Rules, today: datetime.date) -> Concern | None:
    threshold = rules.thresholds[found.rule]
    danger = _ORDER[found.level]
    blocks = danger >= _ORDER[threshold.block]
    if not blocks and danger < _ORDER[threshold.warn]:
        return None
    concern = Concern(found.rule, found.level, blocks, found.title, found.detail, found.unit, found.address)
    for exception in rules.exceptions if blocks else ():
        if exception.covers(concern):
            words = f"{exception.reason} ({exception.owner}, until {exception.expires})"
            over = exception.expires < today
            detail = f"{found.detail} {'The exception has expired' if over else 'Let through'}: {words}."
            return Concern(found.rule, found.level, over, found.title, detail.strip(), found.unit, found.address)
    return concern


def _of_problems(problems: Iterable[Problem]) -> Iterator[_Found]:
    """One for each mistake: what stands in a file that many units share is one, not many."""
    together: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        together.setdefault((problem.side, _WHILE.sub("", problem.message)), []).append(problem)
    for (side, message), group in together.items():
        if side == "base" and ("head", message) in together:
            continue
        units = [problem.unit for problem in group if problem.unit]
        first = units[0] if units else "this change" if side == "head" else "the base"
        of = first if len(units) < 2 else f"{first} and {len(units) - 1} more"
        title = f"{of} cannot be planned" + (" as it is in the base" if side == "base" and units else "")
        detail = (
            f"{message}\nIt is so in the base as well." if ("base", message) in together and side == "head" else message
        )
        yield _Found("problems", "high" if side == "head" else "medium", title, detail, units[0] if units else None)


def _of_unseen(units: Iterable[UnitReview], problems: Iterable[Problem]) -> Iterator[_Found]:
    """Touched units that could not be planned though nothing is wrong with them, such as those with remote modules.

    Where something is wrong, that comes first: it may be all that keeps the others from being planned.
    """
    if any(problem.side == "head" for problem in problems):
        return
    for unit in units:
        if not unit.planned and unit.status != "downstream":
            title = f"nobody has seen what the change does to {unit.path}"
            yield _Found("unseen", "medium", title, " ".join(unit.trust.grounds), unit.path)


def _of_data(units: Iterable[UnitReview], weakened: Mapping[tuple[str, str], tuple[str, ...]]) -> Iterator[_Found]:
    for unit in units:
        for change in unit.changes:
            if change.refused:
                title = f"Terraform will refuse to {change.action} {change.address}"
                yield _Found("refused", "high", title, change.refused, unit.path, change.address)
            if change.loses_data:
                deed = {"destroy": "is destroyed", "replace": "is replaced", "forget": "is given up"}[change.action]
                because = f" because of {', '.join(change.replaced_because)}" if change.replaced_because else ""
                shield = ", ".join(change.protection) or "nothing protects it"
                detail = ". ".join(filter(None, [change.reason, f"Protection: {shield}", change.hint])) + "."
                title = f"{change.holds} {change.address} {deed}{because}"
                yield _Found("data-loss", "high", title, detail, unit.path, change.address)
            for words in weakened.get((unit.path, change.address), ()):
                yield _Found("unprotected", "high", f"{change.address}: {words}", "", unit.path, change.address)


def _of_losses(units: Iterable[UnitReview]) -> Iterator[_Found]:
    """What is replaced or destroyed without data being at stake, one for each unit."""
    for unit in units:
        for action, rule in (("replace", "replaced"), ("destroy", "destroyed")):
            lost = [each for each in unit.changes if each.action == action and not each.loses_data]
            if not lost:
                continue
            because = lost[0].replaced_because
            one = f"{lost[0].address} is {rule}" + (f" because of {', '.join(because)}" if because else "")
            names = ", ".join(each.address for each in lost[:_NAMED])
            more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
            detail = f"{names}{more}." if len(lost) > 1 else ""
            if unit.status == "removed":
                detail = f"{detail} {_GONE}".strip()
            title = one if len(lost) == 1 else f"{len(lost)} resources are {rule}"
            yield _Found(rule, "low", title, detail, unit.path, lost[0].address if len(lost) == 1 else None)


def _of_upgrades(units: Iterable[UnitReview]) -> Iterator[_Found]:
    for unit in units:
        for change in unit.changes:
            for each in change.attributes:
                if change.action != "change" or each.path not in _VERSIONS or each.kind != "changed":
                    continue
                title = f"{change.holds or 'engine'} {change.address} goes from version {each.before} to {each.after}"
                detail = "An engine does not go back: try it on a copy, and take a snapshot first."
                yield _Found("upgrade", "medium", title, detail, unit.path, change.address)


def _of_permissions(permissions: Iterable[PermissionChange]) -> Iterator[_Found]:
    for change in permissions:
        if change.kind in ("lost", "trust lost", "no longer exposed"):
            continue
        rule = "exposure" if change.kind in ("public", "cross-account") else "permissions"
        principal, target = change.permission.principal, change.permission.target
        title = f"{principal} may do more{f' with {target}' if target else ''}"
        if change.kind == "trust gained":
            title = f"{principal} may act as {target}"
        elif rule == "exposure":
            title = f"{target} is open to {principal}"
        yield _Found(rule, change.danger, title, change.why, change.permission.unit, change.permission.source)


def _of_flows(flows: Iterable[FlowChange]) -> Iterator[_Found]:
    for change in flows:
        if change.kind == "opened":
            flow = change.flow
            ports = flow.protocol if flow.ports == flow.protocol else f"{flow.protocol} {flow.ports}"
            title = f"{flow.source} can newly reach {flow.target} on {ports}"
            if not flow.reaches:
                title = f"{flow.target} is opened to {flow.source} on {ports}, though nothing leads there today"
            yield _Found("reachability", change.danger, title, change.why, flow.unit, flow.target)


def _of_findings(findings: Iterable[FindingChange]) -> Iterator[_Found]:
    levels: Mapping[str | None, Level] = {"critical": "high", "high": "high", "medium": "medium", "low": "low"}
    for finding in findings:
        if finding.state in ("new", "expired"):
            level = levels.get((finding.severity or "medium").lower(), "medium")
            until = " (its acceptance has expired)" if finding.state == "expired" else ""
            title = f"{finding.rule}: {finding.name}{until}"
            detail = ". ".join(filter(None, [_shown_by(finding), finding.reason]))
            yield _Found("findings", level, title, detail, finding.unit, finding.address)


def _shown_by(finding: FindingChange) -> str:
    """What shows that the rule is not kept: our own rules say it, of checkov's it is one attribute's short value."""
    if finding.message != finding.name:
        return finding.message
    if finding.attribute is None or isinstance(finding.value, dict | list):
        return ""
    return f"{finding.attribute} is {json.dumps(finding.value)}"


def _of_renamed(units: Iterable[UnitReview]) -> Iterator[_Found]:
    for unit in units:
        if unit.status == "renamed" and unit.planned:
            detail = (
                f"Its state is kept under its path. Unless the state of {unit.renamed_from} is moved, everything in it "
                "is made anew, and what exists is left behind."
            )
            title = f"{unit.renamed_from} is now {unit.path}"
            yield _Found("renamed-unit", "medium", title, detail, unit.path)


def _of_trust(trust: Trust) -> Iterator[_Found]:
    if trust.level != "high":
        level: Level = "medium" if trust.level == "low" else "low"
        yield _Found("trust", level, "not everything in this plan is certain", " ".join(trust.grounds))
