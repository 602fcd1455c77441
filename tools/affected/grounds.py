"""Which of the things that nodes rest on a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ..live.belonging import CODE, belongs
from ..live.paths import UNIT_FILES
from .nodes import Ground
from .world import World


class Grounds:
    """Many grounds, to be asked which of them a change touches."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        self._by_key: dict[str, list[Ground]] = {}
        self._globs: list[Ground] = []
        for ground in grounds:
            if ground[0] == "glob":
                self._globs.append(ground)
            else:
                self._by_key.setdefault(ground[1], []).append(ground)

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
        for ground in self._by_key.get(key, ()):
            if ground[0] != "there" or before.is_there(key) != after.is_there(key):
                yield ground
        if key in self._folders:  # a submodule, whose files git does not know by name; or a file that was a folder
            for inner, grounds in self._by_key.items():
                if inner.startswith(f"{key}/"):
                    yield from grounds
        for folder in _above(key):
            for ground in self._by_key.get(folder, ()):
                match ground[0]:
                    case "below":
                        yield ground
                    case "there" if before.is_there(folder) != after.is_there(folder):
                        yield ground
                    case "folder" if apart.belongs(folder, key, was, is_):
                        yield ground
        if was != is_ and self._globs:
            from ..live.globs import matches

            yield from (ground for ground in self._globs if matches(key, ground[1]))

    @cached_property
    def _folders(self) -> frozenset[str]:
        found: set[str] = set()
        for key in self._by_key:
            folder = key.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)


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
