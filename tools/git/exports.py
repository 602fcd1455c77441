"""The files of a commit, in a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from ..errors import GroundplanError
from ..files import project_root, work_folder
from .contents import SUBMODULE
from .refs import resolve
from .run import run, run_well, split, text

_KEPT_EXPORTS = 6
_IN_USE_SECONDS = 3600


def export(project: Path, commit: str, into: Path | None = None) -> Path:
    """The files of a commit in a folder of their own, made once for each content; exports long unused are removed.

    The folder holds an empty ``.git``, so that what looks for the root of a project stops there. Files are written as
    a checkout would write them: links, executable bits, line ends, and also what ``export-ignore`` keeps from archives.
    Submodules are filled where they are checked out here.

    Raises:
        GroundplanError: there is no git, no repository, no such commit, or no place to write to.
    """
    tree = text(run_well(project, "rev-parse", f"{resolve(project, commit)}^{{tree}}")).strip()
    into = into or work_folder(project) / "review" / "trees"
    target = into / tree
    try:
        if not _is_whole(target):
            into.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=into, prefix=".making-", ignore_cleanup_errors=True) as folder:
                made = Path(folder) / "files"
                _write(project_root(project), tree, made)
                (made / ".git").mkdir()
                _put(made, target)
        os.utime(target)
        _prune(into, target)
    except OSError as error:
        raise GroundplanError(
            f"cannot write the files of {commit} to {target}: {error.strerror}",
            hint="check the permissions and the free disk space",
        ) from error
    return target


def _is_whole(target: Path) -> bool:
    """Whether it is an export: it gets its name only when it is complete."""
    return (target / ".git").is_dir()


def _put(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        if not _is_whole(target):
            raise


def _write(root: Path, tree: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
        extra = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        run_well(root, "-c", "core.sparseCheckout=false", "read-tree", tree, extra=extra)
        run_well(root, "checkout-index", "--all", "--force", f"--prefix={target}/", extra=extra)
    for line in split(run_well(root, "ls-tree", "-r", "-z", "--full-tree", tree)):
        head, _, path = line.partition("\t")
        mode, _, commit = head.split(" ")
        inner = root / path
        known = mode == SUBMODULE and (inner / ".git").exists()
        if known and run(inner, "cat-file", "-e", f"{commit}^{{tree}}").returncode == 0:
            _write(inner, f"{commit}^{{tree}}", target / path)


def _prune(into: Path, current: Path) -> None:
    """Remove all but the newest exports, and what a run that was killed left behind; nothing that may be in use."""
    old = time.time() - _IN_USE_SECONDS
    dated = sorted(((each.stat().st_mtime, each) for each in into.iterdir() if each != current), reverse=True)
    exports = [each for _, each in dated if not each.name.startswith(".")]
    for moment, folder in dated:
        if moment < old and (folder.name.startswith(".making-") or folder in exports[_KEPT_EXPORTS - 1 :]):
            shutil.rmtree(folder, ignore_errors=True)
