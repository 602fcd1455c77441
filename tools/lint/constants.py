"""What an expression of a module is whatever its caller hands over."""

from __future__ import annotations

from pathlib import Path

from ..docs import Module
from ..errors import GroundplanError
from ..hcl import FUNCTIONS, Scope, Value, evaluate, references
from .resting import parsed

_DEEPEST = 5


def constant(module: Module, text: str) -> str | None:
    """It as a text: ``true``, ``null``, ``INACTIVE``; None where it is none, or not known."""
    try:
        value = _value(module, text, 0)
    except GroundplanError:
        return None
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return value
    return None


def _value(module: Module, text: str, depth: int) -> Value:
    """The value of an expression that refers to locals at most.

    Raises:
        GroundplanError: it refers to something else, or is wrong.
    """
    expr = parsed(text)
    if expr is None or depth > _DEEPEST:
        raise GroundplanError("not known")
    named = {each.names[1] for each in references(expr) if each.root == "local" and len(each.names) > 1}
    texts = module.locals
    values = {name: _value(module, texts[name], depth + 1) for name in named & texts.keys()}
    return evaluate(expr, Scope({"local": values}, FUNCTIONS, Path()))
