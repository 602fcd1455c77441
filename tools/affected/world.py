"""The files of a project at one moment, by the names that git has for their contents; no file is opened here.

A *key* is a path relative to the root of the repository, or an absolute one for what lies outside.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

FOLDER = "folder"
"""What stands for the content of a folder that git does not know."""


class World:
    """Which files there are, and what is in them.

    ``extras`` are keys that git does not know (ignored files, files elsewhere), with what is in them; None: nothing is
    there.
    """

    def __init__(self, files: Mapping[str, str], extras: Mapping[str, str | None]) -> None:
        self.files = files
        self.extras = extras

    def content(self, key: str) -> str | None:
        """What is in the file at a key; None where there is none."""
        found = self.files.get(key)
        return found if found is not None else self.extras.get(key)

    def is_there(self, key: str) -> bool:
        """Whether there is a file or a folder at a key."""
        return key in self.files or key in self.folders or self.extras.get(key) is not None

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders that hold files, however deep."""
        found: set[str] = {""}
        for path in self.files:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self.files)

    def below(self, folder: str) -> Iterator[str]:
        """The files below a folder, however deep."""
        prefix = f"{folder}/" if folder else ""
        for index in range(bisect_left(self._ordered, prefix), len(self._ordered)):
            path = self._ordered[index]
            if not path.startswith(prefix):
                return
            yield path


def differences(before: World, after: World) -> set[str]:
    """The keys whose content or existence is not the same."""
    found = {key for key, _ in before.files.items() ^ after.files.items()}
    return found | {key for key, _ in before.extras.items() ^ after.extras.items() if key not in after.files}


class Keys:
    """Turns paths on disk into keys, following symbolic links: what a path means rests on each link on the way."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._real = os.path.realpath(root)
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, path: str) -> tuple[str, ...]:
        """The keys that a path means: first the file or folder itself, then links that lead there."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._find(posixpath.normpath(path), 0)
        return found

    def _find(self, path: str, depth: int) -> tuple[str, ...]:
        relative = self._inside(path)
        if relative is None:
            real = os.path.realpath(path)
            inside = self._inside(real)
            return (path,) if inside is None else (inside,)
        folder, _, name = relative.rpartition("/")
        above: tuple[str, ...] = self.of(f"{self._root}/{folder}") if folder else ("",)
        key = posixpath.join(above[0], name) if name else ""
        links = above[1:]
        if key.startswith("/") or depth > 40:
            return (key, *links)
        place = f"{self._root}/{key}"
        if key and os.path.islink(place):  # noqa: PTH114 - strings all the way
            target = posixpath.normpath(posixpath.join(posixpath.dirname(place), os.readlink(place)))  # noqa: PTH115
            beyond = self._find(target, depth + 1)
            return (beyond[0], key, *links, *beyond[1:])
        return (key, *links)

    def _inside(self, path: str) -> str | None:
        for root in (self._root, self._real):
            if path == root:
                return ""
            if path.startswith(f"{root}/"):
                return path[len(root) + 1 :]
        return None


def unknown_to_git(root: Path, key: str) -> str | None:
    """What is at a key that git does not know: the content's digest, or FOLDER; None where there is nothing."""
    path = root / key
    try:
        if path.is_dir():
            return FOLDER
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
