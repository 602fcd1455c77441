"""Links of Markdown files, and the headings that they may lead to."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from .view import View, line_of

_LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]\n]|\[[^\]\n]*\])*)\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(?P<words>.+?)\s*#*$", re.MULTILINE)
_NAMED = re.compile(r"<a\s+(?:id|name)=[\"'](?P<name>[^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place within the project."""

    source: str
    line: int
    target: str
    """As it is written, without its anchor."""
    file: str | None
    """The file or folder that it leads to; None where there is none."""
    anchor: str


def links(view: View) -> list[Link]:
    """The links of all Markdown files: one that did not change may lead to what did."""
    return view.kept("links", lambda: list(_links(view)))


def _links(view: View) -> Iterator[Link]:
    project = view.project
    known = set(project.files) | {str(parent) for file in project.files for parent in Path(file).parents}
    for file in project.matching("*.md"):
        text = project.text(file) or ""
        prose = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        for found in _LINK.finditer(prose):
            target, _, anchor = found["target"].partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", found["target"]):
                continue
            if not target:
                yield Link(file, line_of(text, found.start()), target, file, unquote(anchor))
                continue
            base = Path(project.root) if target.startswith("/") else (project.root / file).parent
            place = Path(os.path.normpath(base / unquote(target).lstrip("/")))
            relative = place.relative_to(project.root).as_posix() if place.is_relative_to(project.root) else ".."
            leads = relative if relative in known else None
            yield Link(file, line_of(text, found.start()), target, leads, unquote(anchor))


def anchors(text: str) -> frozenset[str]:
    """The anchors that GitHub gives the headings of a text, and those that it has as HTML."""
    prose = _FENCED.sub("", text)
    seen: Counter[str] = Counter()
    found = {name["name"].lower() for name in _NAMED.finditer(prose)}
    for heading in _HEADING.finditer(prose):
        words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading["words"])
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]+>", "", words).replace("`", "").lower()).strip().replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)
