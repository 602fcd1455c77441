"""A secret that is an input is sensitive and ephemeral."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding
from ..rule import Rule
from ..view import View

_SECRET = re.compile(r"(?:^|_)(?:password|passwd|secret|token|api_?key|private_?key|secret_?key|credentials?)$")


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind != "variable" or not block.labels or not _SECRET.search(block.labels[0]):
                continue
            missing = [flag for flag in ("sensitive", "ephemeral") if block.attributes.get(flag) != "true"]
            if missing and block.attributes.get("type", "string") in ("string", "map(string)", "list(string)"):
                message = (
                    f"{block.labels[0]} is a secret, and would be kept in the state: {' = true, '.join(missing)} = true"
                )
                yield view.at(block.place, message)


RULE = Rule(
    id="GP022",
    check="modules",
    scope="part",
    title="A secret that is an input is sensitive and ephemeral.",
    why="Any other input is written into plans and states, where whoever reads them reads it.",
    fix=(
        "Let the service make the password, or take the ARN of a secret; else `sensitive = true` and `ephemeral = "
        "true`."
    ),
    find=_find,
)
