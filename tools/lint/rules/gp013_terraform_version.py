"""A module says the least version of Terraform that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import bounds


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        if not bounds(module.terraform_version or "")[0]:
            here = (block.place for block in module.blocks if "required_version" in block.attributes)
            place = next(here, Place(module.directory / "versions.tf", 1, 1))
            yield view.at(place, 'required_version needs a lower bound: ">= 1.11"')


RULE = Rule(
    id="GP013",
    check="modules",
    scope="module",
    title="A module says the least version of Terraform that it needs.",
    why="An older one fails at some expression with words that do not name the cause.",
    fix='Write `required_version = ">= 1.11"` in versions.tf.',
    find=_find,
)
