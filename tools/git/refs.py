"""The names of commits."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from ..errors import GroundplanError
from ..files import WORK_FOLDER, project_root
from .run import failed, require_working_tree, run, run_well, text


@dataclass(frozen=True, slots=True)
class Head:
    """What is looked at."""

    name: str
    """The branch, the short id of a commit, or ``working tree`` where something is not committed."""
    commit: str | None
    """None for a working tree with changes that are not committed."""


def merge_base(project: Path, ref: str) -> str:
    """The commit in which the head and ``ref`` parted.

    Raises:
        GroundplanError: there is no git, no repository, no such ref, or no such commit.
    """
    _require_name(ref)
    require_working_tree(project)
    done = run(project, "merge-base", f"{ref}^{{commit}}", "HEAD")
    if done.returncode == 0:
        return text(done.stdout).split()[0]
    resolve(project, ref)
    if done.returncode != 1:
        raise failed(project, done, "merge-base")
    raise GroundplanError(
        f"{ref} and the head have no commit in common",
        hint=f"the clone is shallow, so its history ends early: {_DEEPEN}"
        if _is_shallow(project)
        else "name a branch that the head was made from",
    )


def resolve(project: Path, ref: str) -> str:
    """The id of the commit that a ref names.

    Raises:
        GroundplanError: there is no git, no repository, or no such ref.
    """
    _require_name(ref)
    require_working_tree(project)
    done = run(project, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if done.returncode == 0:
        return text(done.stdout).strip()
    if run(project, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0:
        raise GroundplanError(f"{project_root(project)} has no commit yet", hint="commit something first")
    raise GroundplanError(f"git knows no commit {ref!r}", hint=_advice(project, ref))


_DEEPEN = "git fetch --unshallow (in GitHub Actions: `fetch-depth: 0` for actions/checkout)"


def _advice(project: Path, ref: str) -> str:
    listed = text(run(project, "for-each-ref", "--format=%(refname:short)").stdout).split("\n")
    names = [name for name in listed if name]
    near = [name for name in names if name.endswith(f"/{ref}")] or difflib.get_close_matches(ref, names, 1, 0.7)
    if near:
        return f"did you mean {near[0]}?"
    remote, _, branch = ref.partition("/") if ref.startswith("origin/") else ("origin", "", ref)
    fetch = f"it may not have been fetched: git fetch {remote} {branch}"
    return f"{fetch}; the clone is shallow: {_DEEPEN}" if _is_shallow(project) else fetch


def _is_shallow(project: Path) -> bool:
    return text(run(project, "rev-parse", "--is-shallow-repository").stdout).strip() == "true"


def _require_name(ref: str) -> None:
    """Be sure that it is not an option, which git would obey."""
    if not ref or ref.startswith("-") or not ref.isprintable():
        raise GroundplanError(f"{ref!r} is no name of a commit", hint="name a branch, a tag or a commit: --base main")


def describe(project: Path) -> Head:
    """What the head is.

    Raises:
        GroundplanError: there is no git, no repository, or no commit.
    """
    commit = resolve(project, "HEAD")
    if run_well(project, "status", "--porcelain", "-z", "--ignore-submodules=none", "--", ".", _NOT_OURS):
        return Head("working tree", None)
    branch = run(project, "symbolic-ref", "--short", "--quiet", "HEAD")
    return Head(text(branch.stdout).strip() or commit[:12], commit)


_NOT_OURS = f":(top,exclude){WORK_FOLDER}"
