"""What gets another address comes with a `moved` block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...docs import Block, Module, Place
from ...errors import GroundplanError
from ...hcl import Source, parse
from ..before import of_module
from ..model import Finding
from ..rule import Rule
from ..view import View


@dataclass(frozen=True, slots=True)
class _Object:
    """A resource or a module call."""

    type: str
    name: str
    repeated: bool
    """By for_each, so that its addresses have keys."""


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        earlier = of_module(view.before, view.project.path(module.directory))
        if earlier:
            yield from _compare(view, module, set(_earlier(earlier)))


def _compare(view: View, module: Module, before: set[_Object]) -> Iterator[Finding]:
    now = dict(_present(module.blocks))
    names = {(each.type, each.name) for each in now}
    moves = [block for block in module.blocks if block.kind in ("moved", "removed")]
    moved = {block.attributes.get(end, "") for block in moves for end in ("from", "to")}
    told = {tuple(address.split("[")[0].split(".")[:2]) for address in moved if address}
    gone: dict[str, list[str]] = defaultdict(list)
    for each in before:
        if (each.type, each.name) not in names and (each.type, each.name) not in told:
            gone[each.type].append(each.name)
    known = {(each.type, each.name): each.repeated for each in before}
    for each, place in now.items():
        key = each.type, each.name
        address = f"{each.type}.{each.name}"
        if key in told:
            continue
        if key not in known and gone[each.type]:
            old = " or ".join(f"{each.type}.{name}" for name in sorted(gone[each.type]))
            yield view.at(place, f"{address} stands where {old} was: without a moved block one is destroyed")
        elif key in known and known[key] != each.repeated:
            yield view.at(place, f"{address} has other addresses than before: without moved blocks all are replaced")


def _present(blocks: Iterable[Block]) -> Iterator[tuple[_Object, Place]]:
    for block in blocks:
        if block.kind == "resource" and len(block.labels) == 2:
            yield _Object(block.labels[0], block.labels[1], "for_each" in block.attributes), block.place
        elif block.kind == "module" and block.labels:
            yield _Object("module", block.labels[0], "for_each" in block.attributes), block.place


def _earlier(files: dict[str, str]) -> Iterator[_Object]:
    """What was there; where it was no HCL, nothing can be said."""
    for path, text in files.items():
        try:
            blocks = parse(Source(Path(path), text)).blocks
        except GroundplanError:
            continue
        for block in blocks:
            repeated = "for_each" in block.body.attributes
            if block.type == "resource" and len(block.labels) == 2:
                yield _Object(block.labels[0], block.labels[1], repeated)
            elif block.type == "module" and block.labels:
                yield _Object("module", block.labels[0], repeated)


RULE = Rule(
    id="GP028",
    check="modules",
    scope="part",
    title="What gets another address comes with a `moved` block.",
    why="Terraform destroys what has the old address and makes another one, with whatever was in it.",
    fix="Add `moved { from = … to = … }` for each address; `removed` says that something goes on purpose.",
    find=_find,
)
