"""An example calls the module that it is an example of."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import literal
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for file, blocks in view.examples:
        calls = [literal(block.attributes.get("source")) for block in blocks if block.kind == "module"]
        if file.endswith("/main.tf") and "../.." not in calls:
            yield Finding(file, 1, 'an example calls its module: source = "../.."')


RULE = Rule(
    id="GP103",
    check="examples",
    scope="examples",
    title="An example calls the module that it is an example of.",
    why="What calls another module shows nothing of this one.",
    fix='Call it by `source = "../.."`.',
    find=_find,
)
