"""The words, signs and orders that every form of a report shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..model import Action, FindingChange, Level, ResourceChange, Review, Side, UnitReview
from .points import points

SIGNS: Mapping[Action, str] = {
    "add": "+",
    "change": "~",
    "replace": "±",
    "destroy": "−",
    "move": "→",
    "import": "↓",
    "forget": "×",
    "none": "·",
}
VERBS: Mapping[Action, str] = {
    "add": "added",
    "change": "changed",
    "replace": "replaced",
    "destroy": "destroyed",
    "move": "moved",
    "import": "imported",
    "forget": "forgotten",
    "none": "unchanged",
}
GRAVEST_FIRST: tuple[Action, ...] = ("destroy", "replace", "forget", "change", "add", "move", "import", "none")
MAIN: tuple[Action, ...] = ("add", "change", "replace", "destroy")
"""The actions that every table counts; the others are told where there are any."""
_LEVELS: Mapping[Level, int] = {"high": 0, "medium": 1, "low": 2}


def gravity(change: ResourceChange) -> tuple[int, int, str, str]:
    """A sort key: data at stake first, then what Terraform refuses, then by action, unit and address."""
    stake = 0 if change.loses_data else 1 if change.refused else 2
    return stake, GRAVEST_FIRST.index(change.action), change.unit, change.address


def gravest(actions: Iterable[Action]) -> Action:
    """The action that weighs most; ``none`` of nothing."""
    return min(actions, key=GRAVEST_FIRST.index, default="none")


def by_gravity(units: Iterable[UnitReview]) -> list[UnitReview]:
    """Units, those first whose changes weigh most; what could not be planned before all."""

    def key(unit: UnitReview) -> tuple[bool, tuple[int, int], int, str]:
        weights = [gravity(change)[:2] for change in unit.changes]
        return unit.planned, min(weights, default=(9, 9)), -len(unit.changes), unit.path

    return sorted(units, key=key)


def by_level(level: Level) -> int:
    """A sort key: ``high`` first."""
    return _LEVELS[level]


def plural(count: int, noun: str, many: str | None = None) -> str:
    """``1 unit``, ``2 units``, ``1,200 units``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def counted(counts: Mapping[Action, int] | Mapping[str, int]) -> str:
    """``+3 ~5 ±1 −2``, with nothing of what there is none of; ``no changes``."""
    found = [f"{SIGNS[action]}{counts[action]:,}" for action in SIGNS if action != "none" and counts.get(action)]
    return " ".join(found) or "no changes"


def shorten(text: str, limit: int) -> str:
    """A text of at most ``limit`` characters, its middle left out."""
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (limit - 1 - head) :]}"


def sentence(text: str) -> str:
    """The text with a capital where it starts with a plain word, not with a name."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[0].upper() + text[1:] if first.rstrip(",:").isalpha() and text[0].islower() else text


def within(text: str, folder: str) -> str:
    """Words about a unit, without the folder that all units share."""
    return re.sub(rf"(?<![\w/.-]){re.escape(folder)}", "", text) if folder else text


def side(of: Side) -> str:
    """``main (1a2b3c4)``, ``working tree``."""
    return f"{of.name} ({of.commit[:7]})" if of.commit and of.commit != of.name else of.name[:40]


def common_folder(units: Iterable[str]) -> str:
    """The folder that all units share, with its slash; empty where there is none or one unit only."""
    parts = [unit.split("/")[:-1] for unit in units]
    if len(parts) < 2:
        return ""
    shared: list[str] = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join([*shared, ""]) if shared else ""


def why(unit: UnitReview, folder: str = "") -> str:
    """Why a unit is affected, in a few words: what its first chain starts with, and how many others start elsewhere.

    ``folder`` is left out of the units' names.
    """
    if unit.status == "renamed" and unit.renamed_from:
        return f"renamed from {unit.renamed_from.removeprefix(folder)}"
    starts = list(dict.fromkeys(chain.steps[0] for chain in unit.chains if chain.steps))
    if not starts:
        return {"added": "new unit", "removed": "unit removed"}.get(unit.status, "")
    start = re.sub(r" \((?:changed|modified)\)$", "", starts[0])
    own, found, file = start.rpartition(f"{unit.path}/")
    if found and (not own or own.endswith("/")):
        start = f"its own {file}"
    passed = [step.removeprefix("unit ") for step in unit.chains[0].steps[1:-1] if step.startswith("unit ")]
    through = f", through {passed[-1].removeprefix(folder)}" if passed else ""
    return start + through + (f", and {len(starts) - 1:,} more" if len(starts) > 1 else "")


def headline(review: Review) -> str:
    """The verdict in a few words."""
    found = points(review)
    if blocks := sum(point.blocks for point in found):
        return f"Needs a decision: {plural(blocks, 'point blocks', 'points block')}"
    if any(problem.side == "head" for problem in review.problems):
        return "Not everything could be planned"
    if found:
        return f"Nothing blocks; {plural(len(found), 'point')} to look at"
    if not review.units:
        return "No unit is affected"
    return "Nothing to worry about"


def tone(review: Review) -> str:
    """What colour the verdict has: ``bad``, ``warn`` or ``good``."""
    if review.verdict == "decision":
        return "bad"
    return "warn" if review.concerns or review.problems else "good"


def at_stake(review: Review) -> list[ResourceChange]:
    """The changes that put data at stake, the gravest first."""
    return sorted((change for unit in review.units for change in unit.changes if change.loses_data), key=gravity)


def money(amount: float | None) -> str:
    """``+12.30``, ``−4.00``, ``0.00``: USD, signed."""
    if amount is None:
        return "?"
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{abs(amount):,.2f}"


def tally(words: Iterable[str]) -> str:
    """``2 new, 1 fixed``: how often each word comes, in the order of their first coming."""
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return ", ".join(f"{count:,} {word}" for word, count in found.items())


LESS = frozenset({"lost", "trust lost", "no longer exposed"})
"""Kinds of permission changes after which less is allowed."""
_STATES = ("new", "expired", "remaining", "accepted", "fixed")
_SEVERITIES = ("critical", "high", "medium", "low", "info")


def by_state(finding: FindingChange) -> tuple[int, int, str, str, str]:
    """A sort key: new findings first, the severest first."""
    severity = (finding.severity or "medium").lower()
    rank = _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)
    return _STATES.index(finding.state), rank, finding.rule, finding.unit, finding.address


def undrawn(review: Review) -> str:
    """What the picture of the blast leaves out, in a sentence; empty where it shows every unit."""
    drawn = sum(node.counts.get("units", 1) for node in review.blast.nodes if node.status != "context")
    left = len(review.units) - drawn
    what = "in which nothing changes, and which rest on nothing that does"
    return f"Not drawn: {plural(left, 'unit')} {what}." if left > 0 else ""
