"""Actions are named by commit, images by digest, which nobody can move."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View
from ..workflows import is_pinned, uses


def _find(view: View) -> Iterator[Finding]:
    for use in uses(view):
        if use.action.startswith("docker://"):
            if not re.search(r"@sha256:[0-9a-f]{64}$", use.action):
                yield Finding(use.file, use.line, f"{use.action} is not named by its digest")
        elif not is_pinned(use):
            message = f"{use.action} is not named by a commit: owner/action@<40 hex digits> # vX.Y.Z"
            yield Finding(use.file, use.line, message)


RULE = Rule(
    id="GP401",
    check="pins",
    scope="workflow",
    title="Actions are named by commit, images by digest, which nobody can move.",
    why="A tag can be moved to other code by whoever owns the action, and it runs with the workflow's rights.",
    fix="Write `uses: owner/action@<40 hex digits> # vX.Y.Z`.",
    find=_find,
)
