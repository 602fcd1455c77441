"""Markdown and HTML as a reader's program understands them: the tests look at what is left of a hostile text there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

VOID = frozenset({"br", "meta", "link", "input", "wbr", "hr", "img"})
# SVG's shapes are written `<rect …/>`; Python's parser reports them as start and end at once.


@dataclass(slots=True)
class Page(HTMLParser):
    """The elements and texts of a page. Raises AssertionError where an end does not meet its start."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    """(the elements around it, text)"""
    open_: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open_.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_ and self.open_[-1] == tag, (tag, self.open_, self.getpos())
        self.open_.pop()

    def handle_data(self, data: str) -> None:
        if self.texts and self.texts[-1][0] == tuple(self.open_):
            data = self.texts.pop()[1] + data
        self.texts.append((tuple(self.open_), data))

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def text(self, *, without: tuple[str, ...] = ()) -> str:
        return "".join(text for around, text in self.texts if not set(around) & set(without))


def page(html: str) -> Page:
    """A page, read; all its elements are closed."""
    read = Page()
    read.feed(html)
    read.close()
    assert not read.open_, read.open_
    return read


def comment(markdown: str) -> Page:
    """Markdown with tables, rendered and read."""
    return page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
