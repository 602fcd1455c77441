"""Every module has the examples minimal and complete."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_EXAMPLES = ("minimal", "complete")


def _find(view: View) -> Iterator[Finding]:
    for folder in view.module_folders:
        for name in _EXAMPLES:
            if not (folder / "examples" / name / "main.tf").is_file():
                yield Finding(view.project.path(folder), 1, f"there is no examples/{name}/main.tf")


RULE = Rule(
    id="GP101",
    check="examples",
    scope="examples",
    title="Every module has the examples minimal and complete.",
    why="The smallest use shows what has to be given, the complete one is planned with every input.",
    fix="Add `examples/minimal/main.tf` and `examples/complete/main.tf`.",
    find=_find,
)
