"""An example only calls its module."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_INSTEAD = {
    "provider": "the tests configure it",
    "terraform": "the module says the versions",
    "variable": "write the value where it is used",
}


def _find(view: View) -> Iterator[Finding]:
    for file, blocks in view.examples:
        for block in blocks:
            if block.kind in _INSTEAD:
                message = f"an example has no {block.kind} block: {_INSTEAD[block.kind]}"
                yield Finding(file, block.place.line, message)


RULE = Rule(
    id="GP102",
    check="examples",
    scope="examples",
    title="An example only calls its module.",
    why=(
        "An example with a provider of its own cannot be planned together with the others, and shows what a unit "
        "does not write."
    ),
    fix="Take the block out: the tests configure providers, the module says versions.",
    find=_find,
)
