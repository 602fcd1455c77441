"""No merge conflict is left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, line_of

_MARKER = re.compile(r"^(<{7} .+|\|{7} .+|>{7} .+)$", re.MULTILINE)


def _find(view: View) -> Iterator[Finding]:
    for file, text in view.texts():
        for found in _MARKER.finditer(text):
            yield Finding(file, line_of(text, found.start()), "a merge conflict is left here")


RULE = Rule(
    id="GP302",
    check="conflicts",
    scope="file",
    title="No merge conflict is left.",
    why="The file is two files.",
    fix="Choose what stays, and take out the lines with the marks.",
    find=_find,
)
