"""No file is over 512 KiB."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_LARGEST = 512 * 1024


def _find(view: View) -> Iterator[Finding]:
    for file in view.project.chosen("*"):
        bytes_ = len(view.project.data(file))
        if bytes_ > _LARGEST and not file.endswith(".lock"):
            yield Finding(file, 1, f"{bytes_ // 1024} KiB, more than {_LARGEST // 1024}")


RULE = Rule(
    id="GP306",
    check="size",
    scope="file",
    title="No file is over 512 KiB.",
    why="Git keeps every version of it for ever, and every clone fetches them all.",
    fix="Keep it elsewhere, or make a smaller one.",
    find=_find,
)
