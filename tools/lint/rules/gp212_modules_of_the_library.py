"""A unit takes its module from modules/."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View, once


def _find(view: View) -> Iterator[Finding]:
    yield from once(_each(view))


def _each(view: View) -> Iterator[Finding]:
    estate = view.estate
    if not view.library.is_dir():
        return
    for unit in estate.units.values():
        folder = unit.module_dir
        place = unit.config.ranges.get(("terraform", ""), unit.inputs_range)
        if unit.source is None:
            if any(unit.directory.glob("*.tf")):
                yield estate.finding(place, "its module is beside it, and not in modules/")
            continue
        if folder is not None and folder.resolve().is_relative_to(view.library.resolve()):
            if not any(folder.glob("*.tf")):
                yield estate.finding(place, f"there is no module in {view.project.path(folder)}")
            continue
        if folder is None and re.search(r"//modules/[^?]+\?(?:.*&)?ref=[^&]+", unit.source):
            continue
        source = unit.source.replace(f"{view.project.root}/", "")
        yield estate.finding(place, f"its module is {source}, which is not in modules/")


RULE = Rule(
    id="GP212",
    check="live",
    scope="unit",
    title="A unit takes its module from modules/.",
    why="A copy beside the unit, or somebody's repository, is in no review and no test of the library.",
    fix="Point `terraform.source` to a module below modules/, or to the library at a tag.",
    find=_find,
)
