"""Words and values in GitHub's Markdown, so that nothing in them works: markup, HTML, links, mentions, issues, maths.

GitHub looks for mentions, issue numbers and addresses in the text that Markdown has left, where a backslash has gone
already; code is the one place where it does not look. In prose they are broken by a zero-width space.
"""

from __future__ import annotations

import html
import re

from .values import visible

_MARKUP = re.compile(r"[\\`*_\[\]|~]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]")
_LINKS = re.compile(r"(@|#|\bGH-|://|\bwww\.|\b(?:mailto|xmpp):)", re.IGNORECASE)
_GAP = "&#8203;"
_PLAIN_CODE = re.compile(r"[^`|\\\n]+")


def prose(text: str) -> str:
    """Text among text, on one line."""
    text = " ".join(visible(text).split())
    return "".join(
        part if part == _GAP else _MARKUP.sub(r"\\\g<0>", html.escape(part, quote=False)).replace("$", "&#36;")
        for part in _broken(text)
    )


def _broken(text: str) -> list[str]:
    """The text cut where GitHub would find something, with the zero-width space in between."""
    parts: list[str] = []
    last = 0
    for found in _LINKS.finditer(text):
        # Within `://` and `www.` the space stands before the last character, after the others behind them.
        end = found.end() - 1 if found[0].endswith(("/", ".", ":")) else found.end()
        parts += [text[last:end], _GAP]
        last = end
    return [*parts, text[last:]]


def code(text: str) -> str:
    """Text in code style, on one line; good in tables too."""
    text = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    if not text.strip():
        return "`(blank)`" if text else "`(empty)`"
    if _PLAIN_CODE.fullmatch(text):
        return f"`{text}`"
    return f"<code>{markup(text)}</code>"


def markup(text: str) -> str:
    """Text as HTML among Markdown: every sign that means something to either is an entity."""
    return re.sub(
        r"[^\w ,;/]|_", lambda found: f"&#{ord(found[0])};", " ".join(visible(text).split(" ")), flags=re.ASCII
    )


def raw(text: str) -> str:
    """Text in a line of HTML where Markdown is not read (``<summary>``)."""
    text = " ".join(visible(text).split())
    return "".join(part if part == _GAP else html.escape(part).replace("$", "&#36;") for part in _broken(text))


def raw_code(text: str) -> str:
    """Text in code style in a line of HTML where Markdown is not read."""
    return f"<code>{html.escape(visible(text)).replace(chr(10), ' ').replace('$', '&#36;')}</code>"


def fence(text: str, language: str = "") -> str:
    """A block of code; its fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"
