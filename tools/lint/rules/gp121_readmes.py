"""The tables in the modules' READMEs say what the code says."""

from __future__ import annotations

from collections.abc import Iterator

from ... import docs
from ...files import write_atomically
from ..model import Finding, findings
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    project = view.project
    if not project.changed("modules/*"):
        return
    result = docs.changes(project.root)
    for error in result.errors:
        yield from findings(project, error)
    for change in result.found:
        if project.fix:
            write_atomically(change.path, change.after)
            project.forget(project.path(change.path))
        yield Finding(project.path(change.path), change.line, "differs from the code", docs.FIX, fixed=project.fix)


RULE = Rule(
    id="GP121",
    check="docs",
    scope="library",
    title="The tables in the modules' READMEs say what the code says.",
    why="A table that is wrong is worse than none.",
    fix="Run `./inv docs`, which writes them.",
    find=_find,
    fixes=True,
)
