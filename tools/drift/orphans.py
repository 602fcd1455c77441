"""States of units that the tree has no longer: what they made is still there, and no code says so."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..errors import GroundplanError
from ..estate.states import held
from ..live import RemoteState, Tree
from ..live.discovery import find_units
from ..live.paths import Disk
from ..terraform import Binary
from .ignored import Entry
from .s3 import Buckets, Config
from .state_file import parse

_AT_ONCE = 16


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
    own = {_place(config) for unit in tree.units.values() if (config := _in_s3(unit.remote_state))}
    found: dict[tuple[str, str], Config] = {}
    unseen: list[GroundplanError] = []
    for naming in _namings(tree, read):
        try:
            for path, config in _named(naming, buckets):
                if path not in present and _place(config) not in own and asked(path):
                    found[path, _place(config)] = config
        except GroundplanError as error:
            unseen.append(error)

    def orphan(path: str, place: str) -> Orphan | None:
        entry = next((entry for entry in entries if entry.covers(path, "", "")), None)
        try:
            kept = buckets.read(found[path, place])
            count = held(parse(kept.content, place, binary)[0]) if kept else 0
        except GroundplanError as error:
            return Orphan(path, place, None, error=error, entry=entry)
        return Orphan(path, place, count, kept.modified, entry=entry) if kept and count else None

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [each for each in pool.map(lambda named: orphan(*named), sorted(found)) if each], unseen


def _in_s3(remote: RemoteState | None) -> Config | None:
    is_named = remote and remote.backend == "s3" and remote.config.get("bucket") and remote.config.get("key")
    return remote.config if remote and is_named else None


def _place(config: Config) -> str:
    return f"s3://{config['bucket']}/{config['key']}"


def _namings(tree: Tree, read: Iterable[str]) -> Iterator[_Naming]:
    """How the units name their states, each way once."""
    known = set()
    for path in sorted(read):
        config = _in_s3(tree.units[path].remote_state) if path in tree.units else None
        before, there, after = str(config["key"]).rpartition(path) if config else ("", "", "")
        if not config or not there or not after or path == ".":
            continue
        same: Mapping[str, object] = {**config, "key": [before, after]}
        text = json.dumps(same, sort_keys=True, default=str)
        if text not in known:
            known.add(text)
            yield _Naming(config, before, after)


def _named(naming: _Naming, buckets: Buckets) -> Iterator[tuple[str, Config]]:
    """What a bucket holds under such names: the path of each unit, and a backend that reads its state."""
    for key in buckets.list(naming.config, naming.before):
        path = key.removeprefix(naming.before).removesuffix(naming.after)
        if path and key == f"{naming.before}{path}{naming.after}":
            yield path, {**naming.config, "key": key}
