"""Inputs and outputs say in a sentence what they are."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Output, Variable
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        things: tuple[Variable | Output, ...] = (*module.variables, *module.outputs)
        for thing in things:
            text = thing.description.strip()
            if not text:
                yield view.at(thing.place, f"{thing.name} has no description")
            elif not text.endswith((".", "`", ")")) or (text[0].isalpha() and not text[0].isupper()):
                message = f"the description of {thing.name} is no sentence: a capital first, a full stop last"
                yield view.at(thing.place, message)


RULE = Rule(
    id="GP010",
    check="modules",
    scope="module",
    title="Inputs and outputs say in a sentence what they are.",
    why="The README's tables are made of these descriptions; without them a caller reads the code.",
    fix="Write a description that begins with a capital and ends with a full stop.",
    find=_find,
)
