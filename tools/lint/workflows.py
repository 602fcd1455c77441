"""GitHub workflows: actionlint's rules, and actions pinned by commit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import GroundplanError
from . import programs
from .model import Finding, Project, run

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


def pins(project: Project) -> Iterator[Finding]:
    """Actions are named by commit, which nobody can move."""
    for file in project.matching(*_ACTIONS):
        text = project.text(file) or ""
        for found in _USES.finditer(text):
            action, line = found["action"], text.count("\n", 0, found.start("action")) + 1
            if action.startswith("./"):
                continue
            if action.startswith("docker://"):
                if not re.search(r"@sha256:[0-9a-f]{64}$", action):
                    yield Finding(file, line, f"{action} is not named by its digest")
            elif not re.search(r"@[0-9a-f]{40}$", action):
                yield Finding(file, line, f"{action} is not named by a commit: owner/action@<40 hex digits> # vX.Y.Z")
            elif not re.match(r"#\s*v?\d", found["comment"] or ""):
                yield Finding(file, line, f"{action} has no version beside it: add a comment such as # v4.2.2")
