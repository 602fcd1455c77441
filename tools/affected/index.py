"""What is known of a tree from the last time: kept in a file, and of no consequence if that file is lost or wrong."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..files import write_atomically
from .nodes import Ground, Node
from .world import World

_FORMAT = "1"
_CODE = ("affected", "hcl", "hcl/functions", "live", "live/functions", "package")


@dataclass(frozen=True, slots=True)
class Index:
    """The nodes of a tree, and the world in which they were found to rest on what they rest on."""

    nodes: Mapping[str, Node]
    grounds: Collection[Ground] = ()
    """All that the nodes rest on, and perhaps more."""
    world: World = field(default_factory=lambda: World({}, {}))


def load(path: Path) -> Index:
    """The index in a file; an empty one if there is none, or none that this version wrote in one piece."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return Index({})
    if head.decode("ascii", "replace") != f"{_version()} {hashlib.sha256(body).hexdigest()}":
        return Index({})
    known = json.loads(body)
    grounds: list[Ground] = [(kind, key) for kind, key in known["grounds"]]
    nodes = {
        name: Node(tuple(grounds[number] for number in numbers), tuple(uses), tuple(needs), error, variables)
        for name, (numbers, uses, needs, error, variables) in known["nodes"].items()
    }
    return Index(nodes, grounds, World(known["files"], known["extras"]))


def save(path: Path, index: Index) -> None:
    """Write an index for the next time."""
    numbers: dict[tuple[str, str], int] = {}
    for node in index.nodes.values():
        for ground in node.grounds:
            numbers.setdefault(ground, len(numbers))
    nodes = {
        name: (
            [numbers[ground] for ground in node.grounds],
            node.uses,
            node.needs,
            node.error,
            dict(node.variables),
        )
        for name, node in index.nodes.items()
    }
    extras = {key: content for key, content in index.world.extras.items() if _asked(key, numbers)}
    known = {"files": dict(index.world.files), "extras": extras, "grounds": list(numbers), "nodes": nodes}
    body = json.dumps(known, separators=(",", ":")).encode()
    write_atomically(path, f"{_version()} {hashlib.sha256(body).hexdigest()}\n".encode() + body)


def _asked(key: str, numbers: Mapping[tuple[str, str], int]) -> bool:
    return ("file", key) in numbers or ("there", key) in numbers


def _version() -> str:
    """Of the format, and of the code that evaluates: with other code, units may rest on something else."""
    tools = Path(__file__).parents[1]
    digest = hashlib.sha256(_FORMAT.encode())
    for folder in _CODE:
        with os.scandir(tools / folder) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    digest.update(f"{entry.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
