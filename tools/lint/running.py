"""Running checks: other programs beside each other, our own rules one after the other in this process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ..errors import GroundplanError
from . import processes
from .checks import CHECKS, Check
from .model import Finding, Outcome, Project, SkipCheck
from .rule import Rule
from .rules import BY_ID
from .view import View

_AT_ONCE = 4


def run_all(chosen: Sequence[Check], project: Project) -> list[Outcome]:
    """The outcomes of the checks, in their order."""
    outcomes: dict[str, Outcome] = {}
    with _Progress(len(chosen)) as done:
        # Two fixers could write the same file: they run one after the other, before anything is only looked at.
        for check in [check for check in chosen if project.fix and check.fixes]:
            outcomes[check.name] = done(_outcome(check, project, View(project)))
        rest = [check for check in chosen if check.name not in outcomes]
        view = View(project)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                programs = [pool.submit(_outcome, check, project, view) for check in rest if not check.rules]
                for check in (check for check in rest if check.rules):
                    outcomes[check.name] = done(_outcome(check, project, view))
                for future in programs:
                    outcome = done(future.result())
                    outcomes[outcome.check] = outcome
            except KeyboardInterrupt:
                processes.stop()
                raise
    return [outcomes[check.name] for check in chosen]


def apply_rules(rules: Iterable[Rule], view: View) -> list[Finding]:
    """What the rules find and no exception speaks of."""
    left = []
    for rule in rules:
        for found in rule.find(view):
            exempt = [each for each in view.exemptions if each.fits(found.path, found.line, rule.id)]
            view.used.update(exempt)
            if not exempt or rule.check == "exceptions":
                left.append(replace(found, rule=rule.id))
        if view.project.only is None:
            view.ran.add(rule.id)
    return left


def _outcome(check: Check, project: Project, view: View) -> Outcome:
    start = time.monotonic()
    try:
        found = check.run(project) if check.run else apply_rules(check.rules, view)
        findings = tuple(sorted(found, key=lambda each: (each.path, each.line, each.rule, each.message)))
    except SkipCheck as skip:
        return Outcome(check.name, "skipped", words=str(skip))
    except (GroundplanError, OSError, subprocess.SubprocessError) as error:
        return Outcome(check.name, "broken", words=str(error))
    failed = any(not each.fixed for each in findings)
    return Outcome(check.name, "failed" if failed else "passed", findings, seconds=round(time.monotonic() - start, 2))


def summary(name: str) -> str:
    """What a check or a rule proves, in a sentence."""
    return CHECKS[name].summary if name in CHECKS else BY_ID[name].title


class _Progress:
    """One changing line on a terminal, and nothing elsewhere: the table says it all at the end."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Callable[[Outcome], Outcome]:
        return self._done

    def _done(self, outcome: Outcome) -> Outcome:
        self.count += 1
        if self.shown:
            sys.stderr.write(f"\r\x1b[K{self.count}/{self.total} {outcome.check}")
            sys.stderr.flush()
        return outcome

    def __exit__(self, *_: object) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
