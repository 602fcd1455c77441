"""A link in Markdown leads to a file of the project."""

from __future__ import annotations

from collections.abc import Iterator

from ..markdown import links
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for link in links(view):
        if link.file is None:
            yield Finding(link.source, link.line, f"the link leads nowhere: {link.target}")


RULE = Rule(
    id="GP307",
    check="links",
    scope="file",
    title="A link in Markdown leads to a file of the project.",
    why="The reader who needs it finds nothing.",
    fix="Correct the path, or take the link out.",
    find=_find,
)
