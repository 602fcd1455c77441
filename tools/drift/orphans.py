"""States of units that the tree has no longer: what they made is still there, and no code says so."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..errors import GroundplanError
from ..estate.states import held
from ..live import Tree
from ..live.discovery import find_units
from ..live.paths import Disk
from ..terraform import Binary
from .backend import AT_ONCE, read_object
from .ignored import Entry
from .s3 import Buckets, Config, place_of


@dataclass(frozen=True, slots=True)
class Orphan:
    """A state that holds resources, or that nobody can read, and is no unit's."""

    path: str
    """The unit that it was of."""
    place: str
    """``s3://bucket/key``."""
    resources: int | None
    """How many it holds; None where it cannot be read."""
    modified: datetime.datetime | None = None
    error: GroundplanError | None = None
    entry: Entry | None = None
    """The entry of the list by which somebody lives with it."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """How keys of a bucket are made of units' paths."""

    config: Config
    before: str
    after: str


def find_orphans(
    tree: Tree,
    read: Iterable[str],
    asked: Callable[[str], bool],
    buckets: Buckets,
    binary: Binary,
    entries: Iterable[Entry] = (),
) -> tuple[list[Orphan], list[GroundplanError]]:
    """The orphans of the buckets in which units keep their states, and why what some hold cannot be seen.

    A key is taken for that of a unit where it is made of a path as the keys of the units there are: so states of other
    projects, which share the bucket under other names, are passed over. A unit that was destroyed leaves a state of
    nothing, which is no orphan.

    Args:
        tree: the units that are looked at.
        read: those of them whose states were read.
        asked: whether a unit of some path would be among what is looked at, if it were there.
    """
    present = find_units(str(tree.root), Disk())[0]
    configs = {
        path: remote.config
        for path, unit in tree.units.items()
        if (remote := unit.remote_state) and remote.backend == "s3" and all(map(remote.config.get, ("bucket", "key")))
    }
    own = {place_of(config) for config in configs.values()}
    found: dict[tuple[str, str], Config] = {}
    unseen: list[GroundplanError] = []
    for naming in _namings({path: configs[path] for path in sorted(read) if path in configs}):
        try:
            for path, config in _named(naming, buckets):
                place = place_of(config)
                if path not in present and place not in own and asked(path):
                    found[path, place] = config
        except GroundplanError as error:
            unseen.append(error)

    def orphan(path: str, place: str) -> Orphan | None:
        entry = next((entry for entry in entries if entry.covers(path, "", "")), None)
        try:
            stored = read_object(found[path, place], buckets, binary)
        except GroundplanError as error:
            return Orphan(path, place, None, error=error, entry=entry)
        count = held(stored.state) if stored.state else 0
        return Orphan(path, place, count, stored.modified, entry=entry) if count else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each for each in pool.map(lambda named: orphan(*named), sorted(found)) if each], unseen


def _namings(configs: Mapping[str, Config]) -> Iterable[_Naming]:
    """How units name their states, each way once."""
    found: dict[str, _Naming] = {}
    for path, config in configs.items():
        before, there, after = str(config["key"]).rpartition(path)
        if there and after and path != ".":
            same = json.dumps({**config, "key": [before, after]}, sort_keys=True, default=str)
            found.setdefault(same, _Naming(config, before, after))
    return found.values()


def _named(naming: _Naming, buckets: Buckets) -> Iterator[tuple[str, Config]]:
    """What a bucket holds under such names: the path of each unit, and a backend that reads its state."""
    for key in buckets.keys(naming.config, naming.before):
        path = key.removeprefix(naming.before).removesuffix(naming.after)
        if path and key == f"{naming.before}{path}{naming.after}":
            yield path, {**naming.config, "key": key}
