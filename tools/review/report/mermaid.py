"""The affected part of the graph as the text of a Mermaid diagram, for a comment.

Everything in a label but letters, digits, ``/``, ``_`` and blanks is written as an entity code: whatever a unit is
called, it means nothing to Mermaid. Fills and text colours are set together, so that both of GitHub's themes are fine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Blast
from .layout import fold
from .palette import LIGHT, TONES
from .picture import counts_line
from .values import name
from .words import common_folder

_MOST_NODES, _MOST_EDGES = 40, 160
_CLASSES: Mapping[str, str] = {
    **{
        tone: f"fill:{LIGHT[f'{tone}-ground']},stroke:{LIGHT[tone]},color:{LIGHT['text']}"
        for tone in ("good", "warn", "hot", "bad", "cool")
    },
    "none": f"fill:{LIGHT['sunken']},stroke:{LIGHT['muted']},color:{LIGHT['text']}",
    "stakes": f"stroke:{LIGHT['bad']},stroke-width:4px",
}


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram, and what is said around it."""

    text: str
    folder: str
    """The folder that is left out of all names."""
    note: str | None


def mermaid(blast: Blast) -> Diagram | None:
    """The diagram of a blast; None where there is nothing to draw, or more than anybody could read."""
    graph = fold(blast, _MOST_NODES)
    if not graph.edges or len(graph.edges) > _MOST_EDGES:
        return None
    folder = common_folder(shape.name for shape in graph.shapes)
    ids = {shape.name: f"n{index}" for index, shape in enumerate(graph.shapes)}
    lines = ["graph LR"]
    for shape in graph.shapes:
        words = counts_line(shape) + (" · data" if shape.node.loses_data else "")
        label = f"{_coded(name(shape.name.removeprefix(folder), 60))}<br/>{_coded(words)}"
        lines.append(f'  {ids[shape.name]}["{label}"]:::{TONES[shape.node.action]}')
    lines += [f"  {ids[other]} --> {ids[one]}" for one, other in graph.edges]
    if stakes := [ids[shape.name] for shape in graph.shapes if shape.node.loses_data]:
        lines.append(f"  class {','.join(stakes)} stakes")
    lines += [f"  classDef {tone} {style}" for tone, style in _CLASSES.items()]
    return Diagram("\n".join(lines), folder, graph.note)


def _coded(text: str) -> str:
    return "".join(
        character if character.isascii() and (character.isalnum() or character in "/_ ") else f"#{ord(character)};"
        for character in text
    )
