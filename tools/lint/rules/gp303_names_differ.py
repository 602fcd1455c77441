"""Names of files differ in more than case."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file in view.project.files:
        if (other := seen.setdefault(file.lower(), file)) != file:
            yield Finding(file, 1, f"differs from {other} in case only: one of them is lost on macOS and Windows")


RULE = Rule(
    id="GP303",
    check="conflicts",
    scope="file",
    title="Names of files differ in more than case.",
    why="On macOS and Windows one of them is lost.",
    fix="Rename one of them.",
    find=_find,
)
