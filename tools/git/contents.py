"""What files contain, by the names that git has for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..files import WORK_FOLDER, project_root
from .refs import resolve
from .run import require_working_tree, run, run_well, split, text

SUBMODULE = "160000"
LIST_ALL = (
    *("ls-files", "-z", "-t", "--stage", "--cached", "--modified", "--deleted", "--others", "--exclude-standard"),
    *("--exclude", f"/{WORK_FOLDER}/"),
)


def blobs(project: Path, commit: str | None = None) -> dict[str, str]:
    """The name that git has for the content of each file, of a commit or of the working tree (without ignored files).

    Of the working tree, only what differs from the index is read. A submodule is one entry with its commit.

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    if commit is not None:
        listed = split(run_well(project, "ls-tree", "-r", "-z", "--full-tree", resolve(project, commit)))
        return {path: head.rsplit(" ", 1)[1] for head, _, path in (line.partition("\t") for line in listed)}
    require_working_tree(project)
    return in_working_tree(project, run_well(project, *LIST_ALL))


def in_working_tree(project: Path, listed: bytes) -> dict[str, str]:
    """The blob ids of the files that ``git ls-files`` (with :data:`LIST_ALL`) lists."""
    found: dict[str, str] = {}
    unsure: set[str] = set()
    gone: set[str] = set()
    for line in split(listed):
        tag = line[0]
        if tag == "?":
            if not line.endswith("/"):  # another repository within this one is none of ours
                unsure.add(line[2:])
            continue
        head, _, path = line[2:].partition("\t")
        if tag == "R":
            gone.add(path)
        elif tag == "C" or not head.endswith(" 0"):
            unsure.add(path)
            if head.startswith(SUBMODULE):
                found[path] = head.split(" ")[1]
        else:
            found[path] = head.split(" ")[1]
    for path in gone:
        found.pop(path, None)
    found |= _hashed(project, unsure - gone)
    return found


def _hashed(project: Path, paths: Iterable[str]) -> dict[str, str]:
    """The blob ids that files would have if they were added; links and folders of submodules by what they stand for."""
    root = project_root(project)
    plain: list[str] = []
    found: dict[str, str] = {}
    for path in sorted(paths):
        place = root / path
        if place.is_symlink():
            target = os.fsencode(place.readlink())
            found[path] = text(run_well(project, "hash-object", "--stdin", stdin=target)).strip()
        elif place.is_dir():
            found[path] = text(run(place, "rev-parse", "HEAD").stdout).strip()
        elif place.is_file():
            if "\n" in path or path.startswith('"'):  # would be read as two, or as quoted
                found[path] = text(run_well(project, "hash-object", "--", path)).strip()
            else:
                plain.append(path)
    if plain:
        names = b"".join(os.fsencode(path) + b"\n" for path in plain)
        ids = text(run_well(project, "hash-object", "--stdin-paths", stdin=names)).split()
        found |= dict(zip(plain, ids, strict=True))
    return found
