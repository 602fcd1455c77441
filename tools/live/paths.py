"""Paths as Terragrunt computes them (on strings, as Go's filepath does), and what was found on disk, asked once."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from pathlib import Path

from .trace import Trace

UNIT_FILES = ("terragrunt.hcl.json", "terragrunt.hcl")
"""The files that make a folder a unit, in Terragrunt's order of preference."""
STACK_FILE = "terragrunt.stack.hcl"
AUTOINCLUDE_FILE = "terragrunt.autoinclude.hcl"
VALUES_FILE = "terragrunt.values.hcl"
SKIPPED_FOLDERS = frozenset({".git", ".terraform", ".terragrunt-cache"})
MAX_PARENTS = 100


def join(directory: str, path: str) -> str:
    """``path`` taken relative to ``directory`` unless it is absolute, cleaned."""
    return posixpath.normpath(posixpath.join(directory, path))


class Disk:
    """What exists on disk. Each question is put to the system once; a tree is expected to hold still meanwhile.

    All questions go into ``trace``, which whoever wants to know replaces by an empty one beforehand.
    """

    def __init__(self, stand_ins: Mapping[str, str] | None = None) -> None:
        self.stand_ins = stand_ins or {}
        """Files that functions read in place of others, by path."""
        self._exists: dict[str, bool] = {}
        self._is_dir: dict[str, bool] = {}
        self._repositories: dict[str, str | None] = {}
        self._parents: dict[tuple[str, str], tuple[str | None, list[str]]] = {}
        self._configs: dict[str, str] = {}
        self.trace = Trace()
        self.listings: dict[str, frozenset[str]] = {}
        """What is in folders that have been listed already: the system need not be asked for what is not there."""

    def forget(self) -> None:
        """Ask the system anew: a program has run, which may have written files."""
        for known in (self._exists, self._is_dir, self._repositories, self._parents, self._configs, self.listings):
            known.clear()

    def exists(self, path: str) -> bool:
        """Whether there is anything at the path."""
        self.trace.paths.add(path)
        return self._there(path)

    def _there(self, path: str) -> bool:
        found = self._exists.get(path)
        if found is None:
            folder, _, name = path.rpartition("/")
            listed = self.listings.get(folder)
            found = (listed is None or name in listed) and os.path.exists(path)  # noqa: PTH110 - strings all the way
            self._exists[path] = found
        return found

    def is_dir(self, path: str) -> bool:
        """Whether the path is a folder."""
        self.trace.paths.add(path)
        found = self._is_dir.get(path)
        if found is None:
            found = self._is_dir[path] = os.path.isdir(path)  # noqa: PTH112
        return found

    def config_in(self, directory: str) -> str:
        """The unit file of a folder, or the default name where there is none."""
        found = self._configs.get(directory)
        candidates = [f"{directory}/{name}" for name in UNIT_FILES]
        self.trace.paths.update(candidates)
        if found is None:
            found = next((path for path in candidates if self._there(path)), candidates[-1])
            self._configs[directory] = found
        return found

    def config_at(self, directory: str, path: str) -> str:
        """The configuration file that a path means: itself, or the unit file of the folder it names."""
        target = join(directory, path)
        return self.config_in(target) if self.is_dir(target) else target

    def in_parents(self, directory: str, name: str) -> str | None:
        """The nearest ``name`` (the unit file when empty) in the folders above ``directory``."""
        key = (directory, name)
        if key not in self._parents:
            self._parents[key] = self._search_parents(directory, name)
        found, looked_for = self._parents[key]
        self.trace.paths.update(looked_for)
        return found

    def _search_parents(self, directory: str, name: str) -> tuple[str | None, list[str]]:
        looked_for: list[str] = []
        for _ in range(MAX_PARENTS):
            parent = posixpath.dirname(directory)
            if parent == directory:
                break
            names = (name,) if name else UNIT_FILES
            for candidate in (join(parent, each) for each in names):
                looked_for.append(candidate)
                if self._there(candidate):
                    return candidate, looked_for
            directory = parent
        return None, looked_for

    def repository(self, directory: str) -> str | None:
        """The root of the git working tree around a folder, with symbolic links resolved as git does."""
        if directory not in self._repositories:
            folder = Path(os.path.realpath(directory))
            self._repositories[directory] = next(
                (str(parent) for parent in (folder, *folder.parents) if (parent / ".git").exists()), None
            )
        return self._repositories[directory]
