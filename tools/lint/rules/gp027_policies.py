"""Policies are made with jsonencode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_DOCUMENT = re.compile(r"^<<-?\"?\w+\"?\s*\n\s*\{|^\"\s*\{\s*\\\"")


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            for name, value in block.attributes.items():
                if name.endswith("policy") and _DOCUMENT.match(value):
                    yield view.at(block.place, f"{name} is JSON in a text: jsonencode makes it, and is checked")


RULE = Rule(
    id="GP027",
    check="modules",
    scope="part",
    title="Policies are made with jsonencode.",
    why="A policy in a text is checked by nobody before AWS refuses it, and a value in it can break its quotes.",
    fix='Write `jsonencode({ Version = "2012-10-17", Statement = [ … ] })`.',
    find=_find,
)
