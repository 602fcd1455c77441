"""A module asks for no environment by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...docs import Place
from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import code_of

_NAME = r"\"(?:dev|development|test|qa|stage|staging|prod|production|live)\""
_ASKED = re.compile(
    rf"[!=]=\s*{_NAME}|{_NAME}\s*[!=]=|contains\(\s*\[[^\]]*{_NAME}[^\]]*\]\s*,\s*(?:var|local|terraform)\."
)


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            for number, line in enumerate(code_of(block.text) if block.kind != "variable" else ()):
                if _ASKED.search(line):
                    at = block.place.line + number
                    message = "asks for an environment by its name: take what differs as an input"
                    yield view.at(Place(block.place.path, at, at), message)


RULE = Rule(
    id="GP019",
    check="modules",
    scope="part",
    title="A module asks for no environment by its name.",
    why=(
        "What is different in production is then never tried before it, and a fourth environment means changing "
        "the module."
    ),
    fix="Take what differs as an input (`deletion_protection`, `instance_class`); each environment gives its own.",
    find=_find,
)
