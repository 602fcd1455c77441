"""Which of the things that nodes rest on a change touches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..live.belonging import CODE, belongs
from ..live.paths import UNIT_FILES
from .nodes import Ground, Kind
from .world import World


class Grounds:
    """Many grounds, to be asked which of them a change touches."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        self._all = frozenset(grounds)
        self._globs = [ground for ground in self._all if ground[0] == "glob"]

    def touched(self, before: World, after: World, keys: Iterable[str]) -> dict[Ground, list[str]]:
        """The grounds whose answer differs, each with the keys that are why. ``keys``: what differs."""
        found: dict[Ground, list[str]] = {}
        apart = _Apart(before, after)
        for key in sorted(keys):
            for ground in self._touched_by(key, before, after, apart):
                found.setdefault(ground, []).append(key)
        return found

    def _touched_by(self, key: str, before: World, after: World, apart: _Apart) -> Iterator[Ground]:
        was, is_ = before.content(key) is not None, after.content(key) is not None
        for kind in ("file", "folder", "below"):
            yield from self._known(kind, key)
        yield from self._inside(key)
        for folder in _above(key):
            yield from self._known("below", folder)
            for ground in self._known("folder", folder):
                if apart.belongs(folder, key, was, is_):
                    yield ground
        for path in (key, *_above(key)) if was != is_ else ():
            for ground in self._known("there", path):
                if before.is_there(path) != after.is_there(path):
                    yield ground
        if was != is_ and self._globs:
            from ..live.globs import matches

            yield from (ground for ground in self._globs if matches(key, ground[1]))

    def _known(self, kind: Kind, key: str) -> Iterator[Ground]:
        ground = (kind, key)
        if ground in self._all:
            yield ground

    def _inside(self, key: str) -> Iterator[Ground]:
        """What lies below a submodule, whose files git does not know by name, or below a file that was a folder."""
        start = f"{key}/"
        for index in range(bisect_left(self._ordered, start), len(self._ordered)):
            if not self._ordered[index].startswith(start):
                return
            for kind in ("file", "there", "folder", "below"):
                yield from self._known(kind, self._ordered[index])

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted({key for _, key in self._all})


class _Apart:
    """Which folders are modules or units of their own, before and after."""

    def __init__(self, before: World, after: World) -> None:
        self._before, self._after = before, after

    def belongs(self, folder: str, key: str, was: bool, is_: bool) -> bool:
        """Whether a key below a folder belonged or belongs to it."""
        start = len(folder) + 1 if folder else 0
        inside = key[start:]
        return (was and belongs(inside, lambda each: key[:start] + each in self._then)) or (
            is_ and belongs(inside, lambda each: key[:start] + each in self._now)
        )

    @cached_property
    def _then(self) -> frozenset[str]:
        return _modules(self._before)

    @cached_property
    def _now(self) -> frozenset[str]:
        return _modules(self._after)


def _modules(world: World) -> frozenset[str]:
    ends = (*CODE, *(f"/{name}" for name in UNIT_FILES))
    return frozenset(path.rpartition("/")[0] for path in world.files if path.endswith(ends))


def _above(key: str) -> Iterator[str]:
    folder = key
    while folder:
        folder = folder.rpartition("/")[0]
        if folder or not key.startswith("/"):
            yield folder
