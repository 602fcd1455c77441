"""The states of units, read where each unit's own backend keeps them: with no lock taken, and nothing written."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import GroundplanError
from ..estate.states import State
from ..live import RemoteState, Unit
from ..terraform import Binary
from .s3 import Buckets, Config, place_of
from .state_file import parse

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Lock:
    """Who holds a state's lock, as Terraform wrote it into the lock file."""

    who: str
    since: str
    """A time, as RFC 3339."""
    operation: str
    """``OperationTypeApply`` and the like."""
    id: str

    def __str__(self) -> str:
        return f"locked by {self.who} since {self.since} ({self.operation.removeprefix('OperationType').lower()})"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a unit's backend holds."""

    state: State | None
    """None where the unit was never applied."""
    place: str
    """``s3://bucket/key`` or a path."""
    lock: Lock | None = None
    modified: datetime.datetime | None = None
    note: str | None = None
    """What to know of it, in words."""


def read_states(
    units: Mapping[str, Unit], buckets: Buckets, binary: Binary
) -> tuple[dict[str, Stored], dict[str, GroundplanError]]:
    """The states of units by path, and why those that could not be read were not. One never stands for another."""

    def read(unit: Unit) -> Stored | GroundplanError:
        try:
            return _read(unit, buckets, binary)
        except GroundplanError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(units, pool.map(read, units.values()), strict=True))
    found |= _sharing({path: units[path] for path, each in found.items() if isinstance(each, Stored)})
    return (
        {path: each for path, each in found.items() if isinstance(each, Stored)},
        {path: each for path, each in found.items() if isinstance(each, GroundplanError)},
    )


def _sharing(units: Mapping[str, Unit]) -> dict[str, GroundplanError]:
    """The units whose state is another one's as well: what one of them applies, the other would take away."""
    places: dict[str, list[str]] = {}
    for path, unit in units.items():
        remote = unit.remote_state
        config = (remote.backend, remote.config) if remote else None
        places.setdefault(json.dumps(config, sort_keys=True, default=str), []).append(path)
    return {
        path: GroundplanError(
            f"its state is kept where that of {next(each for each in sharing if each != path)} is",
            hint="give each unit a key of its own, such as one with path_relative_to_include()",
        )
        for sharing in places.values()
        if len(sharing) > 1
        for path in sharing
    }


def _read(unit: Unit, buckets: Buckets, binary: Binary) -> Stored:
    remote = unit.remote_state
    if remote is None:
        raise GroundplanError(
            "it has no remote_state block: its state is on the machine of whoever applied it",
            hint="give it a remote_state with the backend s3",
        )
    match remote.backend:
        case "s3":
            return _from_s3(remote, buckets, binary)
        case "local":
            return _from_file(remote, binary)
    raise GroundplanError(
        f"its state is kept in the backend {remote.backend}", hint="states are read from the backends s3 and local"
    )


def _from_s3(remote: RemoteState, buckets: Buckets, binary: Binary) -> Stored:
    if missing := [name for name in ("bucket", "key") if not remote.config.get(name)]:
        raise GroundplanError(
            f"its backend s3 names no {' and no '.join(missing)}", hint="remote_state needs both in its config"
        )
    stored = read_object(remote.config, buckets, binary)
    return replace(
        stored, lock=_lock(buckets.read_beside(remote.config, ".tflock") or buckets.lock_item(remote.config))
    )


def read_object(config: Config, buckets: Buckets, binary: Binary) -> Stored:
    """What an S3 backend holds; nothing is asked about locks.

    Raises:
        GroundplanError: it cannot be read, or is no state.
    """
    found = buckets.read(config)
    place = place_of(config)
    if found is None:
        return Stored(None, place)
    state, note = parse(found.content, place, binary)
    return Stored(state, place, None, found.modified, note)


def _from_file(remote: RemoteState, binary: Binary) -> Stored:
    path = Path(str(remote.config.get("path", "terraform.tfstate")))
    if not path.is_absolute():
        raise GroundplanError(
            f"its local backend keeps the state at {path}, in a copy of the module that Terragrunt makes",
            hint="give the backend an absolute path, such as one below get_repo_root()",
        )
    if not path.is_file():
        return Stored(None, str(path))
    lock = path.with_name(f".{path.name}.lock.info")
    modified = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC)
    state, note = parse(path.read_bytes(), str(path), binary)
    return Stored(state, str(path), _lock(lock.read_bytes() if lock.is_file() else None), modified, note)


def _lock(content: bytes | None) -> Lock | None:
    if content is None:
        return None
    try:
        said = json.loads(content)
        return Lock(said["Who"], said["Created"], said["Operation"], said["ID"])
    except (ValueError, KeyError, TypeError):
        return Lock("somebody", "an unknown time", "?", "?")
