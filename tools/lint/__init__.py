"""All static checks of the project behind one registry: each finds, says where, and fixes what it can."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from ..errors import GroundplanError
from . import formatting, interfaces, library, plain, python, terraform, tree, workflows
from .model import Check, Finding, Outcome, Project, SkipCheck, open_project

__all__ = ["CHECKS", "Check", "Finding", "Outcome", "Project", "SkipCheck", "lint", "open_project", "run_checks"]


def _check(name: str, run: Callable[[Project], Iterable[Finding]], *, fixes: bool = False) -> Check:
    return Check(name, (run.__doc__ or "").split("\n")[0], run, fixes)


CHECKS = {
    check.name: check
    for check in (
        # The slow ones first: the others run beside them.
        _check("mypy", python.mypy),
        _check("tflint", terraform.tflint),
        _check("secrets", python.secrets),
        _check("fmt", formatting.fmt, fixes=True),
        _check("ruff", python.ruff, fixes=True),
        _check("format", python.python_format, fixes=True),
        _check("docs", library.readmes, fixes=True),
        _check("modules", library.modules),
        _check("examples", library.examples),
        _check("interfaces", interfaces.interfaces),
        _check("inputs", tree.inputs),
        _check("actionlint", workflows.actionlint),
        _check("pins", workflows.pins),
        _check("whitespace", plain.whitespace, fixes=True),
        _check("conflicts", plain.conflicts),
        _check("syntax", plain.syntax),
        _check("size", plain.size),
        _check("links", plain.links),
        _check("paths", plain.paths),
    )
}
"""Every check by its name."""


def lint(root: Path, names: Sequence[str] = (), *, fix: bool = False, output: str = "text") -> int:
    """Run the checks named (all of them where none is), print what they found, and answer with the exit code.

    Raises:
        GroundplanError: a name is unknown, or ``root`` is no git working tree.
    """
    outcomes = run_checks(root, names, fix=fix)
    if output == "json":
        sys.stdout.write(json.dumps([asdict(outcome) for outcome in outcomes], indent=2) + "\n")
    else:
        _print(outcomes)
    statuses = {outcome.status for outcome in outcomes}
    return 2 if "broken" in statuses else int("failed" in statuses)


def run_checks(root: Path, names: Sequence[str] = (), *, fix: bool = False) -> list[Outcome]:
    """The outcomes of the checks named, in the registry's order.

    Raises:
        GroundplanError: a name is unknown, or ``root`` is no git working tree.
    """
    if unknown := [name for name in names if name not in CHECKS]:
        raise GroundplanError(f"no check is called {', '.join(unknown)}", hint=f"there are: {', '.join(CHECKS)}")
    chosen = [check for name, check in CHECKS.items() if not names or name in names]
    project = open_project(root.resolve(), fix)
    outcomes: dict[str, Outcome] = {}
    with _progress(len(chosen)) as done:
        # Two fixers could write the same file: they run one after the other, before anything is only looked at.
        for check in [check for check in chosen if fix and check.fixes]:
            outcomes[check.name] = done(_outcome(check, project))
        with ThreadPoolExecutor(4) as pool:
            rest = [pool.submit(_outcome, check, project) for check in chosen if check.name not in outcomes]
            for future in as_completed(rest):
                outcome = done(future.result())
                outcomes[outcome.check] = outcome
    return [outcomes[check.name] for check in chosen]


def _outcome(check: Check, project: Project) -> Outcome:
    start = time.monotonic()
    try:
        findings = tuple(sorted(check.run(project), key=lambda found: (found.path, found.line, found.message)))
    except SkipCheck as skip:
        return Outcome(check.name, "skipped", words=str(skip))
    except (GroundplanError, OSError, subprocess.SubprocessError) as error:
        return Outcome(check.name, "broken", words=str(error))
    failed = any(not found.fixed for found in findings)
    return Outcome(check.name, "failed" if failed else "passed", findings, seconds=round(time.monotonic() - start, 2))


class _progress:
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


_STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow", "broken": "bold red"}


def _print(outcomes: Sequence[Outcome]) -> None:
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    for outcome in outcomes:
        for found in outcome.findings:
            console.print(f"{found} [{outcome.check}]", markup=False, style="dim" if found.fixed else None)
    if any(outcome.findings for outcome in outcomes):
        console.print()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("check", "result", "found", "s", "what it proves, or why it did not run"):
        table.add_column(name, justify="right" if name in ("found", "s") else "left", overflow="fold")
    for outcome in outcomes:
        open_, fixed = (sum(found.fixed is state for found in outcome.findings) for state in (False, True))
        table.add_row(
            outcome.check,
            f"[{_STYLES[outcome.status]}]{outcome.status}[/]",
            " ".join(filter(None, [str(open_) if open_ else "", f"({fixed} fixed)" if fixed else ""])),
            f"{outcome.seconds:.1f}",
            outcome.words.replace("[", "\\[") or CHECKS[outcome.check].summary,
        )
    Console(highlight=False, emoji=False).print(table)
