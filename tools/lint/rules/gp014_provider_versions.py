"""Each provider has a lower and an upper bound."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import bounds


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        here = (block.place for block in module.blocks if block.inner("required_providers"))
        place = next(here, Place(module.directory / "versions.tf", 1, 1))
        for name, versions in module.providers.items():
            if not all(bounds(versions)):
                message = f'the {name} provider needs a lower and an upper bound, such as ">= 5.100, < 7.0"'
                yield view.at(place, message)


RULE = Rule(
    id="GP014",
    check="modules",
    scope="module",
    title="Each provider has a lower and an upper bound.",
    why="The next major version of a provider removes what the module uses, on the day it is published.",
    fix='Write `version = ">= 5.100, < 7.0"`.',
    find=_find,
)
