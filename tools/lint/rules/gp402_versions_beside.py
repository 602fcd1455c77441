"""Beside the commit of an action stands its version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View
from ..workflows import is_pinned, uses


def _find(view: View) -> Iterator[Finding]:
    for use in uses(view):
        if is_pinned(use) and not re.match(r"#\s*v?\d", use.comment):
            message = f"{use.action} has no version beside it: add a comment such as # v4.2.2"
            yield Finding(use.file, use.line, message)


RULE = Rule(
    id="GP402",
    check="pins",
    scope="workflow",
    title="Beside the commit of an action stands its version.",
    why="Nobody sees from 40 digits how old an action is, and update tools go by the comment.",
    fix="Add a comment with the version: `# v4.2.2`.",
    find=_find,
)
