"""A `moved` block leads from what is gone to what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_INDEX = re.compile(r"\[(?:\"[^\"]*\"|[^\]]*)\]")


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        declared = {f"{resource.type}.{resource.name}" for resource in module.resources if not resource.data}
        declared |= {f"module.{name}" for name in module.calls}
        onwards = {
            _object(block.attributes.get("from", "")) for block in module.blocks if block.kind in ("moved", "removed")
        }
        for block in module.blocks:
            if block.kind != "moved":
                continue
            origin, target = (block.attributes.get(key, "") for key in ("from", "to"))
            if _object(target) not in declared | (onwards - {_object(origin)}):
                yield view.at(block.place, f"moves to {target}, which is not declared here")
            elif origin in declared and _object(origin) != _object(target):
                yield view.at(block.place, f"moves from {origin}, which is still declared")


def _object(address: str) -> str:
    """The resource or module call that an address is of, without its index."""
    parts = _INDEX.sub("", address).split(".")
    return ".".join(parts[:2])


RULE = Rule(
    id="GP025",
    check="modules",
    scope="part",
    title="A `moved` block leads from what is gone to what is there.",
    why="A wrong one moves nothing: Terraform destroys the old resource and makes a new one.",
    fix="Correct the address in `to`, or take the block out where `from` is still declared.",
    find=_find,
)
