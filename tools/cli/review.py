"""The task that reviews a change."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context

from .task import TERRAFORM_HELP, TREE_HELP, checked_format, command, tree_folder

__all__ = ["review"]


@command(
    help={
        "base": "the branch, tag or commit that the change is to be merged into",
        "out": "the folder for review.{md,html,json,sarif} (default: .groundplan/review/report)",
        "tree": TREE_HELP,
        "terraform-binary": TERRAFORM_HELP,
        "format": "what to print: text, markdown, json or sarif",
    }
)
def review(
    context: Context,
    base: str = "main",
    out: str | None = None,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
) -> int:
    """Say what the change from --base to the working tree does to the estate, without credentials.

    Exit codes: 0 nothing to worry about, 1 somebody has to decide, 2 could not run.
    """
    from ..console import output
    from ..files import work_folder
    from ..review import report
    from ..review.review import review as review_change

    checked_format(format, "text", "markdown", "json", "sarif")
    root = tree_folder(tree)
    found = review_change(root, base, terraform_binary=terraform_binary)
    folder = Path(out).absolute() if out else work_folder(root) / "review" / "report"
    written = report.write(found, folder)
    if format == "text":
        output().print(report.summary(found))
        print(f"the whole report: {folder / 'review.html'}", file=sys.stderr)
    else:
        suffix = {"markdown": ".md", "json": ".json", "sarif": ".sarif"}[format]
        print(next(path for path in written if path.suffix == suffix).read_text(encoding="utf-8"))
    return 1 if found.verdict == "decision" else 0
