"""What a change changed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .contents import LIST_ALL, SUBMODULE, in_working_tree
from .refs import resolve
from .run import finish, require_working_tree, run, run_well, split, start, text

_ABSENT = "000000"


@dataclass(frozen=True, slots=True)
class Rename:
    """A file with another name than before, and perhaps with other content."""

    old: str
    new: str
    similarity: int
    """In per cent; 100 for the same content."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the working tree differs from a commit, with what is not committed or not yet known to git.

    What ``.gitignore`` names does not count, nor what this program generates.
    """

    base: str
    added: tuple[str, ...]
    modified: tuple[str, ...]
    deleted: tuple[str, ...]
    renamed: tuple[Rename, ...]
    before: Mapping[str, str]
    """The blob ids that modified, deleted and renamed files (by their old names) have in the commit."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths that are different, old names of renamed files too, in order."""
        names = {name for each in self.renamed for name in (each.old, each.new)}
        return tuple(sorted(names.union(self.added, self.modified, self.deleted)))


def changes(project: Path, base: str) -> Changes:
    """How the working tree differs from the commit ``base`` (see :func:`merge_base`).

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    return against(project, base)[0]


def against(project: Path, base: str) -> tuple[Changes, dict[str, str]]:
    """The :func:`changes` since a commit and the :func:`blobs` of the working tree, in one go.

    Raises:
        GroundplanError: there is no git, no repository, or no such commit.
    """
    commit = base if _FULL_ID.fullmatch(base) else resolve(project, base)
    require_working_tree(project)
    diff = start(project, *_diff(commit))
    listed = run_well(project, *LIST_ALL)
    files = in_working_tree(project, listed)
    untracked = [line[2:] for line in split(listed) if line[0] == "?" and not line.endswith("/")]
    raw = finish(project, diff)
    if untracked and any(entry.status == "D" for entry in _entries(raw)):
        # A file that was moved without `git add`: only if git thinks of adding it does it see where it came from.
        again = _diff_with(project, commit, untracked)
        raw, untracked = (raw, untracked) if again is None else (again, [])
    return _changes(commit, raw, untracked, files), files


_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def _diff(commit: str) -> tuple[str, ...]:
    return (
        *("diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-relative"),
        *("--ignore-submodules=none", commit, "--"),
    )


def _diff_with(project: Path, commit: str, untracked: list[str]) -> bytes | None:
    """The differences as if all files had been added, by way of a copy of the index; None where that fails."""
    index = Path(text(run_well(project, "rev-parse", "--path-format=absolute", "--git-path", "index")).strip("\n"))
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        copy = Path(folder) / "index"
        if index.is_file():
            shutil.copy2(index, copy)  # with its time: what is as young as the index, git does not trust
        extra = {"GIT_INDEX_FILE": str(copy), "GIT_LITERAL_PATHSPECS": "1"}
        names = b"".join(os.fsencode(path) + b"\0" for path in untracked)
        add = ("add", "--intent-to-add", "--pathspec-from-file=-", "--pathspec-file-nul")
        if run(project, *add, stdin=names, extra=extra).returncode != 0:
            return None
        done = run(project, *_diff(commit), extra=extra)
        return done.stdout if done.returncode == 0 else None


class _Entry(NamedTuple):
    status: str
    id_before: str
    old: str
    new: str
    mode: str | None
    """None where it is not the same as before."""


def _entries(raw: bytes) -> Iterator[_Entry]:
    """What ``git diff --raw -z`` says."""
    fields = iter(split(raw))
    for head in fields:
        old_mode, mode, old_id, _, status = head.removeprefix(":").split(" ")
        old = next(fields)
        new = next(fields) if status[0] in "RC" else old
        known = "" if old_mode == _ABSENT else old_id
        yield _Entry(status, known, old, new, mode if mode == old_mode else None)


def _changes(commit: str, raw: bytes, untracked: Iterable[str], files: Mapping[str, str]) -> Changes:
    added, modified, deleted = set(untracked), set[str](), set[str]()
    renamed: list[Rename] = []
    before: dict[str, str] = {}
    for status, known, old, new, mode in _entries(raw):
        if mode not in (None, SUBMODULE) and known == files.get(new) and status[0] not in "RC":
            added.discard(new)  # as it was, which git had not noticed
            continue
        if known:
            before[old] = known
        match status[0]:
            case "A":
                added.add(new)
            case "D":
                deleted.add(old)
            case "R":
                renamed.append(Rename(old, new, int(status[1:] or 100)))
            case _:
                modified.add(new)
    both = added & deleted
    modified |= both
    return Changes(
        commit,
        tuple(sorted(added - both)),
        tuple(sorted(modified)),
        tuple(sorted(deleted - both)),
        tuple(sorted(renamed, key=lambda each: each.new)),
        before,
    )
