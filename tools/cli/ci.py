"""The task of the workflows: they are run here, and ask here what GitHub's own language cannot say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from ..files import project_root, work_folder
from .task import TREE_HELP, checked_folder, checked_format, command, tree_folder

__all__ = ["ci"]


@command(
    positional=["what"],
    iterable=["job"],
    help={
        "what": "simulate: the jobs of .github/workflows/pull-request.yml, each in a clean clone of HEAD; shards: an "
        "account's part of a matrix, in order; surprises: what plans would do that the review does not say",
        "job": "simulate: a job by its id or its name, with what it needs (default: all); may be given again",
        "base": "simulate: the branch, tag or commit that the change is to be merged into",
        "uncommitted": "simulate: the working tree as if it were committed, in place of HEAD",
        "list": "simulate: run nothing; print the jobs and their steps",
        "matrix": "shards: a file with what `./inv affected --format matrix` printed",
        "account": "shards: the account",
        "plans": "surprises: the folder that `terragrunt run --all --json-out-dir` wrote",
        "reviewed": "surprises: the review.json that `./inv review` wrote",
        "tree": TREE_HELP,
        "format": "simulate: text or json",
    },
)
def ci(
    context: Context,
    what: str,
    job: list[str] | None = None,
    base: str = "main",
    uncommitted: bool = False,
    list: bool = False,
    matrix: str | None = None,
    account: str | None = None,
    plans: str | None = None,
    reviewed: str | None = None,
    tree: str | None = None,
    format: str = "text",
) -> int:
    """Run what a pull request runs, read from the workflow itself; and what the workflows ask of the tree.

    Exit codes: 0 all jobs passed, or no surprise; 1 one failed, or there is one; 2 could not run.
    """
    checked_format(format, "text", "json")
    match what:
        case "simulate":
            return _simulate(job or (), base, uncommitted, list, format)
        case "shards":
            return _shards(_given(matrix, "shards", "--matrix FILE"), _given(account, "shards", "--account NAME"), tree)
        case "surprises":
            folder = _given(plans, "surprises", "--plans FOLDER")
            return _surprises(folder, _given(reviewed, "surprises", "--reviewed FILE"))
    raise GroundplanError(f"there is no ci {what}", hint="use simulate, shards or surprises")


def _given(value: str | None, what: str, flag: str) -> str:
    if not value:
        raise GroundplanError(f"ci {what} needs {flag}", hint="./inv --help ci says the rest")
    return value


def _simulate(jobs: Sequence[str], base: str, uncommitted: bool, only_list: bool, form: str) -> int:
    from ..ci import listed, simulate
    from ..ci.report import show, show_list
    from ..ci.source import uncommitted_files

    project = project_root(Path.cwd())
    file = project / ".github" / "workflows" / "pull-request.yml"
    if file.is_relative_to(Path.cwd()):
        file = file.relative_to(Path.cwd())
    if only_list:
        show_list(listed(file, project), form)
        return 0
    if not uncommitted and (left_out := uncommitted_files(project)):
        print(f"not committed, and left out: {left_out} (--uncommitted takes them along)", file=sys.stderr)
    found = simulate(file, project, work_folder(project) / "ci", jobs=jobs, base=base, uncommitted=uncommitted)
    show(found, form)
    print(f"the logs: {found.logs}", file=sys.stderr)
    return 0 if found.passed else 1


def _shards(matrix: str, account: str, tree: str | None) -> int:
    from ..ci.shards import shards
    from ..live.graph import load_graph

    try:
        given = json.loads(Path(matrix).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GroundplanError(f"this cannot be read: {error}", where=matrix) from error
    found = shards(given, load_graph(tree_folder(tree)).needs(), account, matrix)
    print(json.dumps(found) if found else "")
    return 0


def _surprises(plans: str, reviewed: str) -> int:
    from ..ci.reviewed import read_review, surprises
    from ..operations import read_plans

    found = surprises(read_review(Path(reviewed)), read_plans(checked_folder(plans)))
    for line in found:
        print(line)
    if found:
        print("  nothing may be applied: see what happened to the account since, or review again", file=sys.stderr)
    return 1 if found else 0
