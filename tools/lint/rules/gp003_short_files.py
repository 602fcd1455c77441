"""No file of a module is over 300 lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View

_MOST = 300


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for path in sorted(module.directory.glob("*.tf")):
            lines = path.read_text(encoding="utf-8", errors="replace").count("\n")
            if lines > _MOST:
                place = Place(path, _MOST + 1, lines)
                yield view.at(place, f"{lines} lines, more than {_MOST}: give a topic its file")


RULE = Rule(
    id="GP003",
    check="modules",
    scope="part",
    title="No file of a module is over 300 lines.",
    why="What nobody can see at once nobody reviews.",
    fix="Move a topic into a file of its own: `alarms.tf`, `variables-scaling.tf`.",
    find=_find,
)
