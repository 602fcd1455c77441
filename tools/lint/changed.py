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
    found = frozenset(changes(root, merge_base(root, base) if base else _start(root)).paths)
    return None if any(file.startswith(_OURS) for file in found) else found


def _start(root: Path) -> str:
    for branch in ("origin/HEAD", "origin/main", "main"):
        try:
            return merge_base(root, branch)
        except GroundplanError:
            continue
    return "HEAD"
