"""A secret that is an input is sensitive and ephemeral."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...hcl import Expr, syntax
from ..model import Finding
from ..resting import parsed
from ..rule import Rule
from ..view import View

_SECRET = re.compile(
    r"(?:^|_)(?:passwords?|passwd|secret|tokens?|credentials?|(?:api|access|private|secret)_?keys?|connection_string)$"
)


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            if block.kind != "variable" or not block.labels:
                continue
            missing = [flag for flag in ("sensitive", "ephemeral") if block.attributes.get(flag) != "true"]
            type_ = parsed(block.attributes.get("type", "string"))
            for name in _secrets(type_, block.labels[0]) if missing and type_ else ():
                message = f"{name} is a secret, and would be kept in the state: {' = true, '.join(missing)} = true"
                yield view.at(block.place, message)


def _secrets(type_: Expr, path: str) -> Iterator[str]:
    """The texts in a type that are called as secrets are."""
    match type_:
        case syntax.Variable(name="string") if _SECRET.search(path.rpartition(".")[2]):
            yield path
        case syntax.Call(name="object", arguments=(syntax.Object(items=items),)):
            for key, value in items:
                yield from _secrets(value, f"{path}.{key.value if isinstance(key, syntax.Literal) else ''}")
        case syntax.Call(arguments=(inner, *_)):
            yield from _secrets(inner, path)


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
