"""A link to a heading leads to a heading."""

from __future__ import annotations

from collections.abc import Iterator

from ...hcl import did_you_mean
from ..markdown import anchors, links
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    known: dict[str, frozenset[str]] = {}
    for link in links(view):
        if not link.anchor or link.file is None or not link.file.endswith(".md"):
            continue
        if link.file not in known:
            known[link.file] = anchors(view.project.text(link.file) or "")
        if link.anchor.lower() not in known[link.file]:
            near = did_you_mean(link.anchor, known[link.file])
            yield Finding(link.source, link.line, f"{link.file} has no heading #{link.anchor}", near)


RULE = Rule(
    id="GP308",
    check="links",
    scope="file",
    title="A link to a heading leads to a heading.",
    why="The reader lands at the top of the page and does not find the place.",
    fix="Use the heading's words in small letters, with hyphens in place of blanks.",
    find=_find,
)
