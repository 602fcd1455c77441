"""The affected part of the graph as inline SVG.

An action has a colour *and* a shape with its sign, so that nobody has to see the colours. The SVG has classes only; the
page's style sheet gives them their colours, in light and dark.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Action, Blast
from .layout import Graph, Laid, Shape, fold, lay_out
from .palette import TONES
from .values import name, visible
from .words import VERBS, common_folder, counted, plural

_ROW, _HEIGHT, _GAP, _MARGIN = 70, 56, 52, 6
_BADGE = 13
_NARROW, _WIDE = 136, 240
_FITS = 1_500
"""Up to this width a drawing is made to fit a wide page; a wider one is scrolled."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and what is said around it."""

    svg: Markup
    folder: str
    """The folder that is left out of all names."""
    note: str | None


def picture(blast: Blast, anchors: Mapping[str, str]) -> Picture | None:
    """The drawing of a blast; None where it is one unit alone. ``anchors``: unit -> the id of its section."""
    graph = fold(blast)
    if len(graph.shapes) < 2:
        return None
    folder = common_folder(shape.name for shape in graph.shapes)
    width = _width(graph, folder)
    laid = lay_out(graph)
    bows = any(laid.at[one][0] == laid.at[other][0] == laid.columns - 1 for one, other in graph.edges)
    total = laid.columns * (width + _GAP) - _GAP + 2 * _MARGIN + (_GAP // 2 if bows else 0)
    tall = round(laid.rows * _ROW - (_ROW - _HEIGHT)) + 2 * _MARGIN
    body = Markup("").join(
        [*_edges(laid, width), *(_node(shape, laid, width, folder, anchors) for shape in graph.shapes)]
    )
    svg = Markup(
        '<svg class="graph{fits}" role="group" aria-labelledby="graph-title graph-words" viewBox="0 0 {w} {h}"'
        ' width="{w}" height="{h}" xmlns="http://www.w3.org/2000/svg"><title id="graph-title">{title}</title>'
        '<desc id="graph-words">{words}</desc>{body}</svg>'
    ).format(
        fits=" fits" if total <= _FITS else "",
        w=total,
        h=tall,
        title="The affected part of the graph",
        words=_words(graph),
        body=body,
    )
    return Picture(svg, folder, graph.note)


def _words(graph: Graph) -> str:
    told = (
        f"{name(shape.name)}: {counted(shape.node.counts)}{', data at stake' if shape.node.loses_data else ''}"
        for shape in graph.shapes
        if shape.node.action != "none"
    )
    return f"{plural(len(graph.shapes), 'node')}, {plural(len(graph.edges), 'edge')}. " + "; ".join(told)


def _label(shape: Shape, folder: str) -> tuple[str, str]:
    """The folder and the name of a node, as they are written in it."""
    head, _, tail = shape.name.removeprefix(folder).rpartition("/")
    return visible(head).replace("\n", " "), visible(tail).replace("\n", " ")


def counts_line(shape: Shape) -> str:
    """What is said of a node under its name: how many units it stands for, and what happens in them."""
    told = [counted(shape.node.counts) if shape.node.action != "none" else "no changes"]
    if shape.units > 1:
        told.insert(0, plural(shape.units, "unit"))
    if shape.node.status in ("added", "removed", "renamed"):
        told.insert(0, shape.node.status)
    return " · ".join(told)


def _em(text: str) -> float:
    """About how wide a text is, in letters of Latin."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _fit(text: str, letters: float) -> str:
    if _em(text) <= letters:
        return text
    while text and _em(text) > letters - 1:
        text = text[:-1]
    return text + "…"


def _width(graph: Graph, folder: str) -> int:
    widest = 0.0
    for shape in graph.shapes:
        head, tail = _label(shape, folder)
        data = 7 if shape.node.loses_data else 0
        widest = max(widest, _em(head) * 6.3, _em(tail) * 7.7, (_em(counts_line(shape)) + data) * 6.6)
    return round(min(max(widest + 52, _NARROW), _WIDE))


def _node(shape: Shape, laid: Laid, width: int, folder: str, anchors: Mapping[str, str]) -> Markup:
    column, row = laid.at[shape.name]
    node = shape.node
    head, tail = _label(shape, folder)
    room = width - 50
    lines = [("where", _fit(head, room / 6.3))] if head else []
    lines += [("name", _fit(tail, room / 7.7)), ("counts", counts_line(shape))]
    top = _HEIGHT / 2 - 16 * (len(lines) - 1) / 2 + 4
    stake = Markup('<tspan class="stake"> · data</tspan>') if node.loses_data else Markup("")
    texts = Markup("").join(
        Markup('<text class="{kind}" x="40" y="{y}">{text}{stake}</text>').format(
            kind=kind, y=_number(top + 16 * index), text=text, stake=stake if kind == "counts" else ""
        )
        for index, (kind, text) in enumerate(lines)
    )
    drawn = Markup(
        '<g class="node {status} tone-{tone}{data}" transform="translate({x} {y})"><title>{whole}</title>'
        '<rect width="{w}" height="{h}" rx="7"/>{badge}{texts}</g>'
    ).format(
        status=node.status,
        tone=TONES[node.action],
        data=" stakes" if node.loses_data else "",
        x=_number(_x(column, width)),
        y=_number(_MARGIN + row * _ROW),
        whole=f"{name(shape.name)}: {counts_line(shape)}",
        w=width,
        h=_HEIGHT,
        badge=badge(node.action, 21, _HEIGHT / 2),
        texts=texts,
    )
    anchor = anchors.get(node.unit)
    return Markup('<a href="#{}">{}</a>').format(anchor, drawn) if anchor else drawn


def badge(action: Action, x: float, y: float) -> Markup:
    """The sign of an action on its shape, around a point."""
    return Markup('<g class="badge tone-{tone}" transform="translate({x} {y})">{shape}{sign}</g>').format(
        tone=TONES[action], x=_number(x), y=_number(y), shape=_BADGES[action], sign=_sign(action)
    )


def icon(action: Action) -> Markup:
    """The sign of an action as a small drawing of its own; its name is for screen readers."""
    return Markup(
        '<svg class="icon" role="img" aria-label="{verb}" viewBox="-14 -14 28 28" width="20" height="20">'
        "<title>{verb}</title>{badge}</svg>"
    ).format(verb=VERBS[action], badge=badge(action, 0, 0))


def _polygon(points: str) -> Markup:
    return Markup('<polygon points="{}"/>').format(points)


_CIRCLE = Markup('<circle r="12"/>')
_BADGES: Mapping[Action, Markup] = {
    "add": _CIRCLE,
    "change": _polygon("0,-13.5 13.5,0 0,13.5 -13.5,0"),
    "replace": _polygon("-6.5,-12 6.5,-12 13,0 6.5,12 -6.5,12 -13,0"),
    "destroy": Markup('<rect x="-11.5" y="-11.5" width="23" height="23" rx="2"/>'),
    "forget": Markup('<rect x="-11.5" y="-11.5" width="23" height="23" rx="2"/>'),
    "move": _polygon("-12,-9 3,-9 13,0 3,9 -12,9"),
    "import": _polygon("-9,-12 9,-12 9,3 0,13 -9,3"),
    "none": Markup('<circle class="hollow" r="6"/>'),
}
_STROKES: Mapping[Action, str] = {
    "add": "M-5.5 0H5.5M0 -5.5V5.5",
    "change": "M-5.5 1.5C-4 -3 -1.5 -2.5 0 0S4 3 5.5 -1.5",
    "replace": "M-5 -2H5M0 -7V3M-5 6.5H5",
    "destroy": "M-5.5 0H5.5",
    "forget": "M-4.5 -4.5L4.5 4.5M-4.5 4.5L4.5 -4.5",
    "move": "M-7 0H5M1 -4L5 0L1 4",
    "import": "M0 -7V5M-4 1L0 5L4 1",
}


def _sign(action: Action) -> Markup:
    stroke = _STROKES.get(action)
    return Markup('<path class="sign" d="{}"/>').format(stroke) if stroke else Markup("")


def _edges(laid: Laid, width: int) -> Iterable[Markup]:
    """One path for each piece that an edge consists of; pieces that edges share are drawn once."""
    pieces: dict[str, None] = {}
    for route in laid.routes.values():
        last = len(route) - 2
        for index, (start, end) in enumerate(itertools.pairwise(route)):
            pieces[_piece(start, end, width, index == 0, index == last)] = None
    for piece in pieces:
        yield Markup('<path class="edge" d="{}"/>').format(piece)


def _piece(start: tuple[int, float], end: tuple[int, float], width: int, first: bool, last: bool) -> str:
    """From the right side of a column to the left side of the next; straight on through the column of a bend.

    In a cycle an edge leads back, from left to right side, or stays in its column, on the right.
    """
    out, into = (1, -1) if end[0] > start[0] else (-1, 1) if end[0] < start[0] else (1, 1)
    x1, x2 = (_x(at, width) + (width if turn > 0 else 0) for at, turn in ((start[0], out), (end[0], into)))
    y1, y2 = (_MARGIN + row * _ROW + _HEIGHT / 2 for row in (start[1], end[1]))
    path = "" if first else f"M{_number(x1 - out * width)} {_number(y1)}H{_number(x1)}"
    path += f"M{_number(x1)} {_number(y1)}C{_number(x1 + out * _GAP / 2)} {_number(y1)} "
    path += f"{_number(x2 + into * _GAP / 2)} {_number(y2)} {_number(x2)} {_number(y2)}"
    if last:
        tail = _number(x2 + into * 7)
        path += f"M{tail} {_number(y2 - 4)}L{_number(x2 + into)} {_number(y2)}L{tail} {_number(y2 + 4)}"
    return path


def _x(column: int, width: int) -> float:
    return _MARGIN + column * (width + _GAP)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
