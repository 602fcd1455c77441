"""GitHub workflows: actionlint's rules, and the actions that are used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from . import programs
from .model import Finding, Project
from .processes import run
from .view import View

_WORKFLOWS = (".github/workflows/*.yml", ".github/workflows/*.yaml")
_ACTIONS = (*_WORKFLOWS, ".github/actions/*action.yml", ".github/actions/*action.yaml", "action.yml", "action.yaml")
_USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(?P<quote>[\"']?)(?P<action>[^\s\"'#]+)(?P=quote)\s*(?P<comment>#.*)?$", re.M)


def actionlint(project: Project) -> Iterator[Finding]:
    """Workflows keep actionlint's rules."""
    files = project.chosen(*_WORKFLOWS)
    if not files:
        return
    program = programs.find(programs.ACTIONLINT, project.root)
    # The shell and Python in `run:` are checked by shellcheck and pyflakes where these happen to be installed; what
    # a check finds must not depend on that.
    command: list[str | Path] = [program, "-no-color", "-shellcheck=", "-pyflakes=", "-format", "{{json .}}", *files]
    done = run(command, project.root)
    try:
        problems = json.loads(done.stdout or "[]")
    except ValueError as error:
        raise GroundplanError(f"actionlint failed: {(done.stderr or done.stdout).strip()}") from error
    if done.returncode and not problems:
        raise GroundplanError(f"actionlint failed: {done.stderr.strip()}")
    for problem in problems:
        yield Finding(problem["filepath"], problem["line"], f"{problem['message']} [{problem['kind']}]")


@dataclass(frozen=True, slots=True)
class Use:
    """An action that a workflow, or another action, uses."""

    file: str
    line: int
    action: str
    comment: str


def uses(view: View) -> Iterator[Use]:
    """The actions of others that are used."""
    for file, text in view.texts(*_ACTIONS):
        for found in _USES.finditer(text):
            if not found["action"].startswith("./"):
                line = text.count("\n", 0, found.start("action")) + 1
                yield Use(file, line, found["action"], found["comment"] or "")


def is_pinned(use: Use) -> bool:
    """Whether it is named by a commit."""
    return re.search(r"@[0-9a-f]{40}$", use.action) is not None
