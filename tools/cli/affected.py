"""The task that says which units a change touches."""

from __future__ import annotations

import sys

from invoke import Context

from .task import TREE_HELP, checked_format, command, tree_folder

__all__ = ["affected"]


@command(
    help={
        "base": "the branch, tag or commit to compare with; what counts is where the head parted from it",
        "tree": TREE_HELP,
        "format": "text, json, or matrix for GitHub Actions (by account and region)",
        "dependents": "also the units that depend on those that changed (default); --no-dependents leaves them out",
        "allow-run-cmd": "let the configuration start programs with run_cmd; nothing is remembered then",
        "account-id": "what get_aws_account_id answers",
    }
)
def affected(
    context: Context,
    base: str = "main",
    tree: str | None = None,
    format: str = "text",
    dependents: bool = True,
    allow_run_cmd: bool = False,
    account_id: str | None = None,
) -> int:
    """Say which units a change touches, and through what; uncommitted and untracked files count."""
    from ..affected import affected as find
    from ..affected.report import FORMATS

    checked_format(format, *FORMATS)
    found = find(tree_folder(tree), base, dependents=dependents, allow_run_cmd=allow_run_cmd, account_id=account_id)
    sys.stdout.write(FORMATS[format](found))
    for error in found.errors:
        sys.stderr.write(f"{error.message}\n\n")
    return 0
