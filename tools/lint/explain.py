"""A rule explained: its words, and a wrong and a right example from the fixtures that its test runs on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from ..console import output
from ..errors import GroundplanError
from ..hcl import did_you_mean
from ..policy.checks import RULES as OF_PLANS
from ..policy.checks import Rule as RuleOfPlans
from .model import Finding, Project
from .rule import SCOPES, Rule
from .rules import RULES
from .running import apply_rules
from .view import View

__all__ = ["EVERY", "RULES", "as_data", "examine", "examples", "find", "print_list", "text"]

EVERY: tuple[Rule | RuleOfPlans, ...] = (*RULES, *OF_PLANS)
"""What may be explained: lint's rules, and those that `./inv security` holds plans against."""

_PLACES = (
    Path(__file__).resolve().parents[2] / "tests/tools/lint/rules",
    Path(__file__).resolve().parent / "fixtures",  # where a wheel has them
)
_AROUND = 12
"""Lines that are shown before and after a finding."""
_ALL_RULES = ("GP902",)
"""What is found only where the other rules have run as well."""


_BEFORE = "BEFORE/"
"""In a fixture, the folder with the files as they were."""
_NAMES = "NAMES"
"""In a fixture, a file with the names of files that no file system could hold beside each other."""


def find(name: str) -> Rule | RuleOfPlans:
    """The rule of an id.

    Raises:
        GroundplanError: there is none.
    """
    every = {rule.id: rule for rule in EVERY}
    rule = every.get(name.upper())
    if rule is None:
        near = did_you_mean(name.upper(), every)
        raise GroundplanError(f"there is no rule {name}", hint=f"{near} All of them: ./inv explain".strip())
    return rule


def print_list() -> None:
    """All rules, one to a line."""
    table = Table("rule", "check", "what holds", box=None, pad_edge=False, header_style="bold")
    for rule in RULES:
        table.add_row(rule.id, rule.check, rule.title.replace("[", "\\["))
    for each in OF_PLANS:
        table.add_row(each.id, "security", each.title.replace("[", "\\["))
    output().print(table)


def text(rule: Rule | RuleOfPlans) -> str:
    """All that is to say of a rule."""
    if isinstance(rule, RuleOfPlans):
        parts = [f"{rule.id}  {rule.title}", f"Why: {rule.why}", f"To mend it: {rule.fix}"]
        return "\n\n".join([*parts, "It looks at plans (`./inv security`); accepted.yaml excepts a place for a time."])
    parts = [f"{rule.id}  {rule.title}", f"Why: {rule.why}"]
    if shown := examples(rule):
        wrong, right = shown
        parts += [f"Wrong:\n{wrong}", f"Right:\n{right}"]
    parts += [f"To mend it: {rule.fix}"]
    if rule.fixes:
        parts.append(f"It is mended by `./inv lint {rule.id} --fix`.")
    if rule.check != "exceptions":
        parts.append(
            f"To except a place, in a comment on its line or above it: groundplan:ignore {rule.id} -- the reason"
        )
    parts.append(f"It looks at {SCOPES[rule.scope]}; run it alone with `./inv lint {rule.id}`.")
    return "\n\n".join(parts)


def as_data(rule: Rule | RuleOfPlans) -> dict[str, Any]:
    """A rule for programs."""
    if isinstance(rule, RuleOfPlans):
        return {"id": rule.id, "check": "security", "title": rule.title, "why": rule.why, "fix": rule.fix}
    wrong, right = examples(rule) or ("", "")
    words = {"id": rule.id, "check": rule.check, "scope": rule.scope, "title": rule.title, "why": rule.why}
    return {**words, "fix": rule.fix, "fixes": rule.fixes, "wrong": wrong, "right": right}


def examples(rule: Rule) -> tuple[str, str] | None:
    """A wrong and a right example; None where the fixtures are not here."""
    folder = next((place / rule.id for place in _PLACES if (place / rule.id).is_dir()), None)
    if folder is None:
        return None
    wrong, right = folder / "fail", folder / "pass"
    found = examine(rule, wrong)[0]
    return _shown(wrong, found), _shown(right, found)


def examine(rule: Rule, folder: Path) -> list[Finding]:
    """What a rule finds in the files of a folder."""
    names = folder / _NAMES
    if names.is_file():
        texts = dict.fromkeys(names.read_text(encoding="utf-8").split(), "")
        project = Project(folder, tuple(texts), False, {**texts})
    else:
        every = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        before = {name: path.read_text(encoding="utf-8") for name, path in every.items() if name.startswith(_BEFORE)}
        files = tuple(sorted(every.keys() - before.keys()))
        project = Project(folder, files, before={name.removeprefix(_BEFORE): text for name, text in before.items()})
    found = apply_rules(RULES if rule.id in _ALL_RULES else (rule,), View(project))
    return sorted((each for each in found if each.rule == rule.id), key=lambda each: (each.path, each.line))


def _shown(folder: Path, found: Finding) -> str:
    """The lines around a finding, which a mark points to in the wrong example; of a folder, what is in it."""
    path = folder / found.path
    if path.is_dir() or not path.is_file():
        base = path if path.is_dir() else folder
        names = sorted(each.relative_to(folder).as_posix() for each in base.rglob("*") if each.is_file())
        mark = f"\n  ^ {found.message}" if folder.name == "fail" else ""
        return "\n".join(f"  {name}" for name in names) + mark
    lines = path.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n")
    first, last = max(found.line - _AROUND, 1), min(found.line + _AROUND, len(lines))
    out = [f"  {found.path}"]
    for number in range(first, last + 1):
        out.append(f"  {number:>4} | {lines[number - 1]}".rstrip())
        if number == found.line and folder.name == "fail":
            out.append(f"       ^ {found.message}")
    return "\n".join(out)
