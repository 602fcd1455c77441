"""`count` is for one or none."""

from __future__ import annotations

from collections.abc import Iterator

from ...docs import Module
from ...hcl import Expr, syntax
from ..model import Finding
from ..resting import parsed
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    for module in view.parts:
        for block in module.blocks:
            count = block.attributes.get("count")
            if count is not None and not _is_switch(module, parsed(count)):
                message = f"count = {count}: use for_each over a map; count is for one or none (`x ? 1 : 0`)"
                yield view.at(block.place, message)


def _is_switch(module: Module, expr: Expr | None) -> bool:
    """Whether it is one or none, by a condition; the condition may stand in a local."""
    match expr:
        case syntax.Conditional(then=then, otherwise=otherwise):
            return all(
                (isinstance(part, syntax.Literal) and part.value in (0, 1)) or _is_switch(module, part)
                for part in (then, otherwise)
            )
        case syntax.GetAttr(object=syntax.Variable(name="local"), name=name):
            text = module.locals.get(name, "null")
            return f"local.{name}" not in text and _is_switch(module, parsed(text))
    return False


RULE = Rule(
    id="GP015",
    check="modules",
    scope="part",
    title="`count` is for one or none.",
    why="With `count = length(…)` each address is a position: taking the first element out replaces all that follow.",
    fix="Use `for_each` over a map whose keys the caller gives; keep `count = x ? 1 : 0`.",
    find=_find,
)
