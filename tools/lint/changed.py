"""What changed, so that only that is looked at."""

from __future__ import annotations

import contextlib
from pathlib import Path

from ..errors import GroundplanError
from ..git import changes, merge_base, resolve

_OURS = ("tools/lint/", "tools/docs/", "tools/hcl/", "tools/live/", "tools/compose/", "tests/tools/lint/rules/")
_MAIN = ("origin/HEAD", "origin/main", "main")


def changed_files(root: Path, base: str | None) -> frozenset[str] | None:
    """The files that differ from where the head left ``base``, deleted and untracked ones too.

    Without a base it is where the head left the main branch. None means everything: the checks themselves changed.

    Raises:
        GroundplanError: ``root`` is no git working tree, git knows no such base, or there is no main branch.
    """
    found = frozenset(changes(root, start_of(root, base)).paths)
    return None if any(file.startswith(_OURS) for file in found) else found


def start_of(root: Path, base: str | None) -> str:
    """The commit where the head left ``base``, or the main branch where none is said.

    Raises:
        GroundplanError: ``root`` is no git working tree, git knows no such base, or there is no main branch.
    """
    if base is not None:
        return merge_base(root, base)
    resolve(root, "HEAD")
    for branch in _MAIN:
        with contextlib.suppress(GroundplanError):
            resolve(root, branch)
            break
    else:
        raise GroundplanError(
            f"there is no main branch to compare with: none of {', '.join(_MAIN)}",
            hint="fetch it, or say where the head came from: --base BRANCH (HEAD: only what is not committed)",
        )
    return merge_base(root, branch)
