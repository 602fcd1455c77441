"""Tasks that read a tree: render, graph, environments, compose."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from invoke import Context

from .task import DEPENDENTS_HELP, SELECTION_HELP, TREE_HELP, checked_folder, checked_format, command, tree_folder

__all__ = ["compose", "environments", "graph", "render"]


@command(
    help={
        "dir": "the unit, or with --all the folder with units below it",
        "all": "every unit below --dir, as a map from path to configuration; broken ones are told and left out",
        "format": "json",
        "allow-run-cmd": "let the configuration start programs with run_cmd",
        "account-id": "what get_aws_account_id answers",
    }
)
def render(
    context: Context,
    dir: str = ".",
    all: bool = False,
    format: str = "json",
    allow_run_cmd: bool = False,
    account_id: str | None = None,
) -> int:
    """Print the evaluated configuration of a unit, as `terragrunt render --json` does."""
    from ..live import Options
    from ..live.commands import render_command

    checked_format(format, "json")
    options = Options(allow_run_cmd=allow_run_cmd, account_id=account_id)
    return render_command(checked_folder(dir), all=all, format=format, options=options)


@command(help={"tree": TREE_HELP, "format": "text, json, dot or mermaid"})
def graph(context: Context, tree: str | None = None, format: str = "text") -> int:
    """Print the dependency graph of a tree."""
    from ..live.commands import graph_command

    return graph_command(tree_folder(tree), format=checked_format(format, "text", "json", "dot", "mermaid"))


@command(
    help={
        "differing": "only what is not the same everywhere",
        "tree": TREE_HELP,
        "format": "text or json",
    }
)
def environments(context: Context, differing: bool = False, tree: str | None = None, format: str = "text") -> int:
    """Compare the environments of a tree: what their account.hcl and env.hcl say, with what differs marked."""
    from ..live.environments import environments as compare

    checked_format(format, "text", "json")
    names, settings = compare(tree_folder(tree))
    shown = [each for each in settings if each.differs or not differing]
    if format == "json":
        rows = [{"setting": each.name, "differs": each.differs, "values": each.values} for each in shown]
        print(json.dumps({"environments": names, "settings": rows}, indent=2, default=str))
        return 0
    from rich.table import Column, Table
    from rich.text import Text

    from ..console import output

    table = Table("", Column("setting", no_wrap=True), *names, box=None, pad_edge=False, header_style="bold")
    for each in shown:
        cells = [_cell(each.values[name]) if name in each.values else "–" for name in names]
        style = "" if each.differs else "dim"
        table.add_row("≠" if each.differs else "", *(Text(cell, style=style) for cell in (each.name, *cells)))
    output().print(table)
    print(f"\n{len(settings)} settings, {sum(each.differs for each in settings)} differ (≠); – is not said")
    return 0


def _cell(value: object) -> str:
    """A value, short enough for a table."""
    match value:
        case str():
            return value or '""'
        case list():
            return "\n".join(map(_cell, value)) or "[]"
        case dict():
            return ", ".join(f"{key} = {_cell(each)}" for key, each in value.items()) or "{}"
        case _:
            return json.dumps(value, default=str)


@command(
    iterable=["unit"],
    help=SELECTION_HELP | DEPENDENTS_HELP | {"out": "the folder to write to (default: below .groundplan/compositions)"},
)
def compose(
    context: Context,
    account: str | None = None,
    region: str | None = None,
    unit: list[str] | None = None,
    with_dependents: bool = False,
    tree: str | None = None,
    out: str | None = None,
) -> int:
    """Write units as one Terraform root, main.tf.json, and print where."""
    import os

    from ..compose import compose as compose_tree
    from ..emulator.environment import clean_environment
    from ..estate import Selection, folder_name, select
    from ..files import work_folder
    from .planned import build_packages

    root = tree_folder(tree)
    build_packages(root)
    selection = Selection(account, region, tuple(unit or ()), with_dependents)
    environment = clean_environment("http://localhost:4566", os.environ)
    composition = compose_tree(select(root, selection, environment))
    folder = Path(out) if out else work_folder(root) / "compositions" / folder_name(selection)
    path = composition.write(folder.absolute())
    for name, reason in composition.apart.items():
        print(f"{name} is not composed: {reason}", file=sys.stderr)
    for member in composition.members.values():
        if member.mocks:
            print(f"{member.unit.path} rests on the mocks of {', '.join(member.mocks)}", file=sys.stderr)
    print(json.dumps({"file": str(path), "units": sorted(composition.members), "apart": composition.apart}, indent=2))
    return 0
