"""An output is never a whole resource."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_WHOLE = re.compile(r"^(?!(?:var|local|each|path|data)\.)[a-z][\w-]*\.[\w-]+(?:\[[^\]]*\])?$")


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for output in module.outputs:
            if _WHOLE.match(output.value) and output.value.count(".") == 1:
                message = f"{output.name} is the whole of {output.value}: give the attributes that callers need"
                yield view.at(output.place, message)


RULE = Rule(
    id="GP017",
    check="modules",
    scope="module",
    title="An output is never a whole resource.",
    why=(
        "Every attribute of it would be a promise to callers, secrets among them, and a change of the provider's "
        "would break them."
    ),
    fix="Give the attributes that callers need: `value = aws_vpc.this.id`.",
    find=_find,
)
