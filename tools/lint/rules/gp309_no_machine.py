"""No file names a place on somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, line_of

_HOME = re.compile(r"(?:/home|/Users)/[A-Za-z0-9_.-]+/|[A-Z]:\\Users\\")
_SHARED = {"/", "/home", "/Users", "/tmp", "/srv", "/opt"}  # noqa: S108 - where checkouts are, not what is written to


def _find(view: View) -> Iterator[Finding]:
    root = view.project.root
    own = {str(root), str(root.parent)} - _SHARED
    pattern = re.compile("|".join([_HOME.pattern, *(rf"{re.escape(path)}(?![\w.-])" for path in sorted(own))]))
    for file, text in view.texts():
        for found in pattern.finditer(text):
            yield Finding(file, line_of(text, found.start()), f"names a place on one machine: {found[0]}")


RULE = Rule(
    id="GP309",
    check="paths",
    scope="file",
    title="No file names a place on somebody's machine.",
    why="It works for one person, and tells the others that person's name.",
    fix="Write a path that is relative to the project.",
    find=_find,
)
