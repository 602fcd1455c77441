"""What changed, so that only that is looked at."""

from __future__ import annotations

from pathlib import Path

from ..errors import GroundplanError
from ..git import changes, merge_base

_OURS = ("tools/lint/", "tools/docs/", "tools/hcl/", "tools/live/", "tools/compose/", "tests/tools/lint/rules/")


def changed_files(root: Path, base: str | None) -> frozenset[str] | None:
    """The files that differ from where the head left ``base``, deleted and untracked ones too.

    Without a base it is where the head left the main branch. None means everything: the checks themselves changed.

    Raises:
        GroundplanError: ``root`` is no git working tree, or git knows no such base.
    """
    found = frozenset(changes(root, start_of(root, base)).paths)
    return None if any(file.startswith(_OURS) for file in found) else found


def start_of(root: Path, base: str | None) -> str:
    """The commit where the head left ``base``, or the main branch where none is said; the head where there is none.

    Raises:
        GroundplanError: ``root`` is no git working tree, or git knows no such base.
    """
    if base is not None:
        return merge_base(root, base)
    for branch in ("origin/HEAD", "origin/main", "main"):
        try:
            return merge_base(root, branch)
        except GroundplanError:
            continue
    return "HEAD"
