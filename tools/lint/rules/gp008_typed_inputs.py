"""Every input has a type, and none is `any`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for variable in module.variables:
            type_ = variable.type
            if type_ is None or re.search(r"\bany\b", re.sub(r"(#|//).*|\"[^\"]*\"", "", type_)):
                yield view.at(variable.place, f"{variable.name} takes anything: say its type, `any` hides mistakes")


RULE = Rule(
    id="GP008",
    check="modules",
    scope="part",
    title="Every input has a type, and none is `any`.",
    why="With `any` a mistake of the caller is found by AWS, or by nobody.",
    fix="Write the type, with `optional()` for what need not be given.",
    find=_find,
)
