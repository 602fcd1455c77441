"""The table of what evaluates which kind of node, and what all of these share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from .errors import HclError
from .scope import Scope
from .syntax import Expr, Literal
from .types import DYNAMIC, Type
from .values import Residual, Sensitive, SetValue, Unknown

Handler = Callable[[Any, Scope], Any]
_H = TypeVar("_H", bound=Handler)

HANDLERS: dict[type[Expr], Handler] = {}


def handles(node: type[Expr]) -> Callable[[_H], _H]:
    """Register the function that evaluates a kind of node."""

    def register(handler: _H) -> _H:
        HANDLERS[node] = handler
        return handler

    return register


def value_of(expr: Expr, scope: Scope) -> Any:
    """The value of an expression; :func:`tools.hcl.evaluate` is the same with a guard against deep recursion."""
    return HANDLERS[expr.__class__](expr, scope)


def fail(expr: Expr, summary: str, detail: str = "", hint: str = "") -> NoReturn:
    """Refuse an expression."""
    raise HclError.at(expr.range, summary, detail, hint)


def fold(value: Any, origin: Expr) -> Expr:
    """The expression that stands for a value inside a residual."""
    if isinstance(value, Residual):
        return value.expr
    return Literal(origin.source, origin.start, origin.end, value)


def unresolved(expr: Expr, values: list[Any], type: Type = DYNAMIC) -> Unknown:
    """The residual ``expr``, or a mere unknown when one of the values it is made of cannot be expressed."""
    return Unknown(type) if any(map(_is_nameless, values)) else Residual(expr, type)


def _is_nameless(value: Any) -> bool:
    """Whether an unknown that has no expression is in the value."""
    if isinstance(value, Unknown):
        return not isinstance(value, Residual)
    if isinstance(value, dict):
        return any(map(_is_nameless, value.values()))
    if isinstance(value, list | SetValue):
        return any(map(_is_nameless, value))
    return isinstance(value, Sensitive) and _is_nameless(value.value)
