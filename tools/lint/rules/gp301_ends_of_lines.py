"""Lines and files end as they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    project = view.project
    for file, text in view.texts():
        clean = re.sub(r"[ \t\r]+$", "", text.removeprefix("\ufeff"), flags=re.MULTILINE).rstrip("\n") + "\n"
        if clean == text:
            continue
        lines = list(zip(text.split("\n"), clean.split("\n"), strict=False))
        line = next((number for number, (is_, should) in enumerate(lines, 1) if is_ != should), len(lines))
        if project.fix:
            project.write(file, clean)
        message = "blanks at a line's end, a carriage return, a byte-order mark, or not one line end at the file's end"
        yield Finding(file, line, message, "./inv lint whitespace --fix", fixed=project.fix)


RULE = Rule(
    id="GP301",
    check="whitespace",
    scope="file",
    title="Lines and files end as they should.",
    why="Blanks at a line's end and carriage returns make differences that nobody sees.",
    fix="Run `./inv lint whitespace --fix`.",
    find=_find,
    fixes=True,
)
