"""What is simulated: a commit, or the working tree as if it were committed, fetched as actions/checkout does."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError

_ANY_COMMIT = "git -c uploadpack.allowAnySHA1InWant=true upload-pack"
"""What serves a fetch: a commit is asked for by its name, though no branch may stand there any more."""


@dataclass(frozen=True, slots=True)
class Source:
    """A commit of a repository on this machine, and the one that it is to be merged into."""

    folder: Path
    sha: str
    base_name: str
    base_sha: str
    branch: str
    upload_pack: str = _ANY_COMMIT
    """The command that serves it to git."""


def _git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise GroundplanError(f"git does not run: {error}", where=str(folder)) from error
    if done.returncode:
        raise GroundplanError(f"git {arguments[0]} failed: {done.stderr.strip()}", where=str(folder))
    return done.stdout.strip()


@contextlib.contextmanager
def open_source(folder: Path, base: str, *, uncommitted: bool) -> Iterator[Source]:
    """The commit to be simulated; with ``uncommitted`` one that also holds what git does not ignore.

    Nothing is written into the repository: such a commit lives in a folder of its own, for as long as this is open.

    Raises:
        GroundplanError: there is no repository, or no such base.
    """
    head = _git(folder, "rev-parse", "--verify", "HEAD^{commit}")
    try:
        base_sha = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}")
    except GroundplanError as error:
        raise GroundplanError(f"there is no commit {base}", hint="name a branch, tag or commit with --base") from error
    is_branch = bool(_git(folder, "branch", "--list", "--format=%(refname:short)", base))
    # HEAD~2 and the like have no branch: on GitHub the base is one.
    base_name = base.removeprefix("origin/") if is_branch or base.startswith("origin/") else "main"
    branch = _git(folder, "branch", "--show-current") or "detached"
    with tempfile.TemporaryDirectory(prefix="groundplan-objects-") as scratch:
        upload_pack = _ANY_COMMIT
        if uncommitted:
            objects = _git(folder, "rev-parse", "--path-format=absolute", "--git-path", "objects")
            who = {f"GIT_{role}_{key}": "nobody" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
            writing = {
                "GIT_INDEX_FILE": f"{scratch}/index",
                "GIT_OBJECT_DIRECTORY": scratch,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
                **who,
            }
            _git(folder, "read-tree", head, environment=writing)
            _git(folder, "add", "--all", environment=writing)
            tree = _git(folder, "write-tree", environment=writing)
            head = _git(folder, "commit-tree", tree, "-p", head, "-m", "the working tree", environment=writing)
            upload_pack = f"env GIT_ALTERNATE_OBJECT_DIRECTORIES={shlex.quote(scratch)} {_ANY_COMMIT}"
        yield Source(folder, head, base_name, base_sha, branch, upload_pack)


def uncommitted_files(folder: Path) -> int:
    """How many files a simulation of HEAD leaves out."""
    return len(_git(folder, "status", "--porcelain", "--untracked-files=all").splitlines())


def checkout(source: Source, folder: Path, depth: int) -> None:
    """Fetch the commit into an empty folder; ``depth`` 0 is its whole history, with the base as a remote branch.

    Raises:
        GroundplanError: git cannot do it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet")
    _git(folder, "remote", "add", "origin", str(source.folder))
    fetch = ["fetch", "--quiet", "--no-tags", f"--upload-pack={source.upload_pack}"]
    if depth:
        _git(folder, *fetch, f"--depth={depth}", "origin", source.sha)
    else:
        base = f"+{source.base_sha}:refs/remotes/origin/{source.base_name}"
        _git(folder, *fetch, "origin", source.sha, base)
    _git(folder, "checkout", "--quiet", "--detach", source.sha)
