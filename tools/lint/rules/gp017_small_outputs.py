"""An output is never a whole resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...hcl import Expr, syntax
from ..model import Finding
from ..resting import parsed
from ..rule import Rule
from ..view import View

_NOT_RESOURCES = {"count", "data", "each", "local", "path", "self", "terraform", "var"}
_PARTS = {"alltrue", "anytrue", "can", "contains", "keys", "length"}
"""Functions whose result is nothing of what they are given."""
_DEEPEST = 20


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        locals_ = module.locals
        for output in module.outputs:
            expr = parsed(output.value)
            for whole in dict.fromkeys(_wholes(expr, locals_, {}, 0)) if expr else ():
                message = f"{output.name} is the whole of {whole}: give the attributes that callers need"
                yield view.at(output.place, message)


def _wholes(expr: Expr, locals_: Mapping[str, str], names: Mapping[str, Expr], depth: int) -> Iterator[str]:
    """The resources and modules that are in a value with all that they have."""
    if depth > _DEEPEST:
        return
    inner: list[Expr]
    match expr:
        case syntax.GetAttr(object=syntax.Variable(name="local"), name=name):
            found = parsed(locals_.get(name, "null"))
            inner = [found] if found else []
        case syntax.GetAttr(object=syntax.Variable(name=root), name=name) if root not in names:
            inner = []
            if root not in _NOT_RESOURCES:
                yield f"{root}.{name}"
        case syntax.Variable(name=name):
            inner = [names[name]] if name in names else []
        case syntax.Index(object=of):
            inner = [of]
        case syntax.Splat(object=of, each=syntax.SplatItem()):
            inner = [of]
        case syntax.Object(items=items):
            inner = [value for _, value in items]
        case syntax.Tuple(items=each):
            inner = list(each)
        case syntax.Conditional(then=then, otherwise=otherwise):
            inner = [then, otherwise]
        case syntax.For(collection=collection, value=value, value_name=name):
            names = {**names, name: collection}
            inner = [value]
        case syntax.Call(name=name, arguments=arguments) if name not in _PARTS:
            inner = list(arguments)
        case _:
            inner = []
    for part in inner:
        yield from _wholes(part, locals_, names, depth + 1)


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
