"""The keys of for_each, and count, are known when planning."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..resting import KEYS, Resting
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        resting = Resting(module)
        for block in module.blocks:
            for late in resting.ask(block.attributes.get("for_each", "null"), KEYS):
                message = f"its keys rest on {late}, which only AWS knows: take keys that the caller gives"
                yield view.at(block.place, message)
            for late in resting.ask(block.attributes.get("count", "null")):
                message = f"its count rests on {late}, which only AWS knows: take an input that says so"
                yield view.at(block.place, message)


RULE = Rule(
    id="GP029",
    check="modules",
    scope="part",
    title="The keys of for_each, and count, are known when planning.",
    why="Terraform refuses a plan whose keys it does not know, in the empty account and nowhere before it.",
    fix="Use a map whose keys the caller gives; what is known only later may stand in its values.",
    find=_find,
)
