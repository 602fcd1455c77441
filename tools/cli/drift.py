"""Tasks that look at accounts and write nothing: drift, and what `plan --from-state` does."""

from __future__ import annotations

import datetime
import os
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Context

from .task import SELECTION_HELP, TERRAFORM_HELP, checked_format, command, tree_folder

if TYPE_CHECKING:
    from ..drift.place import Place
    from ..estate import Selection
    from ..live import Tree

__all__ = ["drift"]


@command(
    help={
        **SELECTION_HELP,
        "terraform-binary": TERRAFORM_HELP,
        "emulator": "look at the emulator that runs here, as LOCALSTACK=true and GROUNDPLAN_EMULATOR=true mean it, too",
        "ignore": "the list of drift to live with (default: drift-ignore.yaml of the project)",
        "pending": "what was not applied counts for the exit code, too",
        "verbose": "also show each difference that is no drift, with the reason",
        "format": "text or json",
        "json": "a file that takes the report as JSON as well",
    },
    iterable=["unit"],
)
def drift(
    context: Context,
    account: str | None = None,
    region: str | None = None,
    unit: list[str] | None = None,
    emulator: bool = False,
    ignore: str | None = None,
    pending: bool = False,
    verbose: bool = False,
    tree: str | None = None,
    terraform_binary: str | None = None,
    format: str = "text",
    json: str | None = None,
) -> int:
    """Say what is not as the last apply left it. Reads states and accounts, and writes neither.

    Exit codes: 0 nothing, 1 drift or an orphaned state, 2 a unit could not be looked at; what was found elsewhere is
    told all the same.
    """
    from ..drift import FILE, look, read_entries
    from ..drift.document import document
    from ..drift.report import report
    from ..errors import GroundplanError
    from ..estate import Selection
    from ..estate.progress import Progress
    from ..files import project_root, write_atomically

    checked_format(format, "text", "json")
    root = tree_folder(tree)
    listed = Path(ignore) if ignore else project_root(root) / FILE
    if ignore and not listed.is_file():
        raise GroundplanError(f"there is no file {ignore} (--ignore)", hint="name another, or leave it out")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    entries = read_entries(listed, today)
    selection = Selection(account, region, tuple(unit or ()))
    place, chosen, folder = _looked_at(root, selection, emulator, terraform_binary)
    found = look(chosen, place, folder, Progress(), entries, today, selection.covers)
    code = found.exit_code(pending=pending)
    text = dumps(document(found, code), indent=2)
    if json:
        write_atomically(Path(json), f"{text}\n")
    if format == "json":
        print(text)
    else:
        report(found, verbose=verbose)
    return code


def plan_from_state(
    root: Path, selection: Selection, *, refresh: bool, emulator: bool, terraform_binary: str | None, format: str
) -> int:
    """What an apply would do, on the units' own states (`./inv plan --from-state`)."""
    from ..drift import plan
    from ..drift.document import document
    from ..drift.report import report_plan
    from ..estate.progress import Progress

    place, chosen, folder = _looked_at(root, selection, emulator, terraform_binary)
    found = plan(chosen, place, folder, Progress(), refresh=refresh)
    code = 0 if found.is_whole else 2
    if format == "json":
        print(dumps(document(found, code), indent=2))
    else:
        report_plan(found)
    return code


def _looked_at(
    root: Path, selection: Selection, emulator: bool, terraform_binary: str | None
) -> tuple[Place, Tree, Path]:
    """The AWS to look at, the units there, and the folder to work in."""
    from ..drift import find_place
    from ..estate import folder_name, select
    from ..files import work_folder
    from .planned import build_packages

    place = find_place(root, os.environ, emulator=emulator, terraform_binary=terraform_binary)
    build_packages(root)
    chosen = select(root, selection, place.evaluation, real=place.name == "aws")
    return place, chosen, work_folder(root) / "drift" / place.name / folder_name(selection)
