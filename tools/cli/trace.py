"""The task that holds the estate against what is asked of it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from invoke import Context

from ..errors import GroundplanError
from ..files import project_root
from .task import TERRAFORM_HELP, TREE_HELP, checked_format, command, tree_folder

__all__ = ["requirements"]

_STYLES = {"met": "green", "partly": "yellow", "later": "dim", "broken": "bold red"}


@command(
    help={
        "platform": "whose requirements: a file of this name in tests/live/requirements",
        "all": "every row, not only those that are not met",
        "tree": TREE_HELP,
        "terraform-binary": TERRAFORM_HELP,
        "format": "text or json",
    }
)
def requirements(
    context: Context,
    platform: str = "sarcng",
    all: bool = False,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
) -> int:
    """Hold the plan of all accounts against a platform's requirements, row by row."""
    from ..estate import Selection
    from ..trace import judge, load_requirements, plan_document
    from .planned import plan_tree

    checked_format(format, "text", "json")
    root = tree_folder(tree)
    project = project_root(root)
    asked = load_requirements(_file(project, platform))
    planned = plan_tree(root, Selection(), terraform_binary)
    verdicts = judge(asked, plan_document(planned.composition, planned.plan), project)
    if format == "json":
        rows = [
            {
                "id": each.requirement.id,
                "says": each.requirement.says,
                "status": each.status,
                "faults": list(each.faults),
                "later": each.requirement.later,
            }
            for each in verdicts
        ]
        print(json.dumps(rows, indent=2))
    else:
        from rich.table import Table
        from rich.text import Text

        from ..console import output

        table = Table("id", "status", "what is asked, and what is missing", box=None, pad_edge=False)
        for each in verdicts:
            if all or each.status != "met":
                missing = "; ".join(filter(None, [*each.faults, each.requirement.later]))
                words = Text(each.requirement.says).append(f"  {missing}", style="dim")
                table.add_row(each.requirement.id, Text(each.status, style=_STYLES[each.status]), words)
        output().print(table)
        counts = Counter(each.status for each in verdicts)
        print(f"\n{len(verdicts)} rows: " + ", ".join(f"{counts[status]} {status}" for status in _STYLES))
    broken = [each for each in verdicts if each.status == "broken"]
    if broken:
        print(f"{len(broken)} rows do not hold", file=sys.stderr)
    return 1 if broken else 0


def _file(project: Path, platform: str) -> Path:
    folder = project / "tests" / "live" / "requirements"
    path = folder / f"{platform}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.yaml"))) or "none"
        raise GroundplanError(f"there are no requirements of {platform!r}", hint=f"those known here: {known}")
    return path
