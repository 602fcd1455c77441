"""Templates: quoted strings and heredocs with interpolations, directives, strip markers and escapes.

As in HCL a template is first a flat row of pieces, literals cut at line ends. Strip markers and the indentation of a
``<<-`` heredoc change single pieces; only then are the directives put together. The parser's own literal nodes are of
no use, because it drops white space: a literal is whatever lies between two other pieces.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

from .grammar import kind
from .syntax import Conditional, Expr, For, Literal, Template, TemplateFor

if TYPE_CHECKING:
    from .expressions import Builder

_COMMENT = kind("comment")
_EXPRESSION = kind("expression")
_INTERPOLATION = kind("template_interpolation")
_DIRECTIVE = kind("template_directive")
_STRIP = kind("strip_marker")
_HEREDOC_IDENTIFIER = kind("heredoc_identifier")
_HEADS = {
    kind("template_if_intro"): "if",
    kind("template_else_intro"): "else",
    kind("template_if_end"): "endif",
    kind("template_for_start"): "for",
    kind("template_for_end"): "endfor",
}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)|\$\$\{|%%\{", re.DOTALL)
_DOUBLED = re.compile(r"\$\$\{|%%\{")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_NEWLINE_IN_STRING = (
    "Invalid multi-line string",
    "Quoted strings may not be split over multiple lines.",
    "Write \\n for a newline, or use a heredoc: <<EOT … EOT.",
)


@dataclass(slots=True)
class _Piece:
    """A literal (with ``text``), an interpolation or the head of a directive (with its parser node)."""

    kind: str
    start: int
    end: int
    text: str = ""
    node: Node | None = None
    strip_before: bool = False
    strip_after: bool = False


def quoted(builder: Builder, node: Node) -> Expr:
    """A ``"…"`` with something to evaluate inside."""
    pieces: list[_Piece] = []
    nodes = node.children
    _flatten(builder, nodes[1:-1], nodes[0].end_byte, nodes[-1].start_byte, pieces)
    literals = [piece for piece in pieces if piece.kind == "literal"]
    for piece in literals:
        piece.text = unescape(builder, piece.start, piece.end)
    return _finish(builder, node, pieces)


def heredoc(builder: Builder, node: Node) -> Expr:
    """A ``<<EOT`` or ``<<-EOT``."""
    nodes = [child for child in node.children if child.kind_id != _COMMENT]
    data = builder.data
    start = data.find(b"\n", nodes[1].end_byte) + 1
    end = data.rfind(b"\n", 0, nodes[-1].start_byte) + 1
    pieces: list[_Piece] = []
    _flatten(builder, nodes[2:-1], start, max(start, end), pieces)
    pieces = [part for piece in pieces for part in _lines(builder, piece)]
    if builder.whole_template and pieces:
        pieces[-1].text = pieces[-1].text.removesuffix("\n")  # which was only put before the end mark
    return _finish(builder, node, pieces, flush=nodes[0].end_byte - nodes[0].start_byte == 3)


def _flatten(builder: Builder, nodes: list[Node], position: int, end: int, out: list[_Piece]) -> None:
    """Append the pieces of a template that lies between two offsets."""
    for node in nodes:
        number = node.kind_id
        if number == _INTERPOLATION:
            _literal(position, node.start_byte, out)
            out.append(_head("interpolation", node))
            position = node.end_byte
        elif number == _DIRECTIVE:
            for part in node.children[0].children:
                word = _HEADS.get(part.kind_id)
                if word is not None:
                    _literal(position, part.start_byte, out)
                    out.append(_head(word, part))
                    position = part.end_byte
                elif part.kind_id in {_INTERPOLATION, _DIRECTIVE}:
                    _flatten(builder, [part], position, part.end_byte, out)
                    position = part.end_byte
    _literal(position, end, out)


def _literal(start: int, end: int, out: list[_Piece]) -> None:
    if end > start:
        out.append(_Piece("literal", start, end))


def _head(word: str, node: Node) -> _Piece:
    children = node.children
    before = children[1].kind_id == _STRIP
    after = len(children) > 2 and children[-2].kind_id == _STRIP
    return _Piece(word, node.start_byte, node.end_byte, "", node, before, after)


def _lines(builder: Builder, piece: _Piece) -> list[_Piece]:
    """A literal of a heredoc, cut behind each newline."""
    if piece.kind != "literal":
        return [piece]
    parts, start = [], piece.start
    data = builder.data
    while start < piece.end:
        newline = data.find(b"\n", start, piece.end)
        end = newline + 1 if newline >= 0 else piece.end
        parts.append(_Piece("literal", start, end, _heredoc_text(data[start:end])))
        start = end
    return parts


def _heredoc_text(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    if not raw.isascii():
        text = unicodedata.normalize("NFC", text)
    return _DOUBLED.sub(lambda match: match.group()[1:], text) if "{" in text else text


def unescape(builder: Builder, start: int, end: int) -> str:
    """The text that a piece of a quoted string stands for."""
    raw = builder.data[start:end]
    text = raw.decode("utf-8", "replace")
    if "\n" in text:
        at = start + raw.index(b"\n")
        builder.fail(at, at, *_NEWLINE_IN_STRING)
    if "\\" not in text and "{" not in text:
        return text if raw.isascii() else unicodedata.normalize("NFC", text)

    def replace(match: re.Match[str]) -> str:
        escape = match.group()
        if escape[0] != "\\":
            return escape[1:]
        if len(escape) > 2:
            return chr(int(escape[2:], 16))
        simple = _SIMPLE.get(escape[1:])
        if simple is None:
            at = start + len(text[: match.start()].encode())
            builder.fail(
                at,
                at + len(escape),
                "Invalid escape sequence",
                f'The symbol "{escape[1:]}" cannot follow a backslash.',
                'Known are \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN. Write \\\\ for a backslash.',
            )
        return simple

    text = _ESCAPE.sub(replace, text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _finish(builder: Builder, node: Node, pieces: list[_Piece], flush: bool = False) -> Expr:
    _strip(pieces)
    if flush:
        _flush(pieces)
    if len(pieces) == 1 and pieces[0].kind == "interpolation":
        return _interpolation(builder, pieces[0])
    parts, _ = _assemble(builder, pieces, 0)
    if not parts:
        return Literal(builder.source, node.start_byte, node.end_byte, "")
    if len(parts) == 1 and isinstance(parts[0], Literal) and isinstance(parts[0].value, str):
        return Literal(builder.source, node.start_byte, node.end_byte, parts[0].value)
    return Template(builder.source, node.start_byte, node.end_byte, tuple(parts))


def _strip(pieces: list[_Piece]) -> None:
    """``~`` takes the white space off the piece next to it: in a heredoc that is no more than the rest of the line."""
    for index, piece in enumerate(pieces):
        if piece.strip_before and index and pieces[index - 1].kind == "literal":
            pieces[index - 1].text = pieces[index - 1].text.rstrip()
        if piece.strip_after and index + 1 < len(pieces) and pieces[index + 1].kind == "literal":
            pieces[index + 1].text = pieces[index + 1].text.lstrip()


def _flush(pieces: list[_Piece]) -> None:
    """Take the indentation that all lines share off a ``<<-`` heredoc. Blank lines do not count, and stay."""
    least: int | None = None
    adjust: list[_Piece] = []
    newline = True
    for piece in pieces:
        if newline:
            newline = False
            text = piece.text
            stripped = text.lstrip()
            if piece.kind != "literal":
                least = 0
            elif stripped or not text.endswith("\n"):
                spaces = len(text) - len(stripped)
                least = spaces if least is None else min(least, spaces)
                adjust.append(piece)
        if piece.kind == "literal" and piece.text.endswith("\n"):
            newline = True
    for piece in adjust:
        piece.text = piece.text[least or 0 :]


def _interpolation(builder: Builder, piece: _Piece) -> Expr:
    return builder.inside_brackets(_expression_of(builder, piece))


def _expression_of(builder: Builder, piece: _Piece) -> Node:
    assert piece.node is not None  # noqa: S101 - only literals have none
    for child in piece.node.children:
        if child.kind_id == _EXPRESSION:
            return child
    builder.fail(piece.start, piece.end, "Missing expression", 'Expected an expression between "${" and "}".')


def _assemble(builder: Builder, pieces: list[_Piece], position: int) -> tuple[list[Expr], int]:
    """The parts from a position up to the end, or to the ``else``, ``endif`` or ``endfor`` that closes them."""
    parts: list[Expr] = []
    text, text_start, text_end = "", 0, 0

    def close_text() -> None:
        nonlocal text
        if text:
            parts.append(Literal(builder.source, text_start, text_end, text))
            text = ""

    while position < len(pieces):
        piece = pieces[position]
        if piece.kind == "literal":
            if not text:
                text_start = piece.start
            text, text_end = text + piece.text, piece.end
            position += 1
            continue
        close_text()
        if piece.kind == "interpolation":
            parts.append(_interpolation(builder, piece))
            position += 1
        elif piece.kind == "if":
            part, position = _if(builder, pieces, position)
            parts.append(part)
        elif piece.kind == "for":
            part, position = _for(builder, pieces, position)
            parts.append(part)
        else:
            break
    close_text()
    return parts, position


def _if(builder: Builder, pieces: list[_Piece], position: int) -> tuple[Expr, int]:
    head = pieces[position]
    condition = builder.expression(_expression_of(builder, head))
    then, position = _assemble(builder, pieces, position + 1)
    otherwise: list[Expr] = []
    if pieces[position].kind == "else":
        otherwise, position = _assemble(builder, pieces, position + 1)
    end = pieces[position].end
    arms = (Template(builder.source, head.start, end, tuple(arm)) for arm in (then, otherwise))
    return Conditional(builder.source, head.start, end, condition, *arms), position + 1


def _for(builder: Builder, pieces: list[_Piece], position: int) -> tuple[Expr, int]:
    head = pieces[position]
    assert head.node is not None  # noqa: S101 - only literals have none
    names, collection = builder.for_intro(head.node)
    parts, position = _assemble(builder, pieces, position + 1)
    end = pieces[position].end
    body = Template(builder.source, head.start, end, tuple(parts))
    key_name = names[0] if len(names) > 1 else None
    loop = For(builder.source, head.start, end, key_name, names[-1], collection, None, body, None)
    return TemplateFor(builder.source, head.start, end, loop), position + 1
