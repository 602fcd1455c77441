"""A module has the files that a reader looks for."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_FILES = ("versions.tf", "variables.tf", "outputs.tf", "main.tf", "README.md")


def _find(view: View) -> Iterator[Finding]:
    for folder in view.module_folders:
        for name in _FILES:
            if not (folder / name).is_file():
                yield Finding(view.project.path(folder), 1, f"there is no {name}")


RULE = Rule(
    id="GP002",
    check="modules",
    scope="module",
    title="A module has the files that a reader looks for.",
    why="Whoever opens a module should know where its inputs, outputs and versions are without searching.",
    fix="Add the file that is named. An empty outputs.tf is fine where there is nothing to give.",
    find=_find,
)
