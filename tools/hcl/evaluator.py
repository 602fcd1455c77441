"""Evaluation: an expression and a scope give a value, or what is left of the expression where it is not known yet."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType
from typing import Any

from . import calls, loops, operators, steps  # noqa: F401 - they register what they evaluate
from .dispatch import fail, fold, handles, unresolved, value_of
from .errors import HclError
from .scope import Scope
from .syntax import Expr, For, Literal, Object, Template, TemplateFor, Tuple
from .types import STRING, ConversionError, convert
from .values import Residual, Sensitive, Unknown, Value, contains, map_elements, remark, unmark


def evaluate(expr: Expr, scope: Scope) -> Value:
    """The value of an expression. Mistakes come as :class:`HclError`."""
    try:
        value: Value = value_of(expr, scope)
    except RecursionError:
        raise HclError.at(
            expr.range,
            "Expression nested too deeply",
            "Its evaluation does not come to an end, or goes through too many definitions.",
            "Look for a definition that leads back to itself, or split it.",
        ) from None
    return value


@handles(Literal)
def _literal(expr: Literal, scope: Scope) -> Any:
    value = expr.value
    return value if value.__class__ in _SCALARS or not contains(value, Residual) else _once_more(value, scope)


_SCALARS = (str, bool, int, Decimal, NoneType)
"""What a literal is as it was written; one that was folded (``fold``) may hold residuals."""


def _once_more(value: Any, scope: Scope) -> Any:
    """A value whose residuals are evaluated, now that more is known."""
    if isinstance(value, Residual):
        return value_of(value.expr, scope)
    if isinstance(value, Sensitive):
        return remark(_once_more(value.value, scope), True)
    return map_elements(value, lambda item: _once_more(item, scope))


@handles(Tuple)
def _tuple(expr: Tuple, scope: Scope) -> Any:
    return [value_of(item, scope) for item in expr.items]


@handles(Object)
def _object(expr: Object, scope: Scope) -> Any:
    result: dict[str, Any] = {}
    sensitive = False
    for position, (key_expr, value_expr) in enumerate(expr.items):
        if key_expr.__class__ is Literal and key_expr.value.__class__ is str:
            name = key_expr.value
        else:
            key, marked = unmark(value_of(key_expr, scope))
            sensitive = sensitive or marked
            if isinstance(key, Unknown):
                return remark(_object_with_unknown_key(expr, scope, position, result), sensitive)
            name = _object_key(key_expr, key)
        result[name] = value_of(value_expr, scope)
    return remark(result, sensitive)


def _object_key(expr: Expr, key: Any) -> str:
    if key is None:
        fail(expr, "Null value as key", "Can't use a null value as a key.")
    try:
        return str(convert(key, STRING))
    except ConversionError as error:
        fail(expr, "Incorrect key type", f"Can't use this value as a key: {error.message}.")


def _object_with_unknown_key(expr: Object, scope: Scope, position: int, done: dict[str, Any]) -> Any:
    values: list[Any] = []
    pairs: list[tuple[Expr, Expr]] = []
    for name, value in done.items():
        pairs.append((fold(name, expr), fold(value, expr)))
        values.append(value)
    for key_expr, value_expr in expr.items[position:]:
        key, value = value_of(key_expr, scope), value_of(value_expr, scope)
        if not isinstance(unmark(key)[0], Unknown):
            key = _object_key(key_expr, unmark(key)[0])
        pairs.append((fold(key, key_expr), fold(value, value_expr)))
        values += [key, value]
    return unresolved(Object(expr.source, expr.start, expr.end, tuple(pairs)), values)


@handles(Template)
def _template(expr: Template, scope: Scope) -> Any:
    texts: list[Any] = []
    known, sensitive = True, False
    for part in expr.parts:
        value = value_of(part, scope)
        if value.__class__ is not str:
            value, marked = unmark(value)
            sensitive = sensitive or marked
            value = _text(part, value)
            known = known and value.__class__ is str
        texts.append(value)
    if known:
        return remark("".join(texts), sensitive)
    return remark(_residual_template(expr, texts), sensitive)


def _text(part: Expr, value: Any) -> Any:
    """What a part of a template contributes: a string, or an unknown one."""
    if value is None:
        fail(
            part,
            "Invalid template interpolation value",
            "The expression result is null. Cannot include a null value in a string template.",
            'Use coalesce(…, "") or a condition for the case that there is no value.',
        )
    if isinstance(value, Unknown):
        return value
    try:
        return convert(value, STRING)
    except ConversionError as error:
        fail(
            part,
            "Invalid template interpolation value",
            f"Cannot include the given value in a string template: {error.message}.",
            "Use join(…) or jsonencode(…) to make a string of it.",
        )


def _residual_template(expr: Template, texts: list[Any]) -> Any:
    parts: list[Expr] = []
    for origin, text in zip(expr.parts, texts, strict=True):
        inner = text.expr if isinstance(text, Residual) else None
        pieces = inner.parts if isinstance(inner, Template) else (fold(text, origin),)
        for piece in pieces:
            last = parts[-1] if parts else None
            if isinstance(piece, Literal) and isinstance(last, Literal):
                parts[-1] = Literal(last.source, last.start, piece.end, f"{last.value}{piece.value}")
            elif not (isinstance(piece, Literal) and piece.value == ""):
                parts.append(piece)
    return unresolved(Template(expr.source, expr.start, expr.end, tuple(parts)), texts, STRING)


@handles(TemplateFor)
def _template_for(expr: TemplateFor, scope: Scope) -> Any:
    value, sensitive = unmark(value_of(expr.loop, scope))
    if isinstance(value, Residual) and isinstance(value.expr, For):
        return remark(Residual(TemplateFor(expr.source, expr.start, expr.end, value.expr), STRING), sensitive)
    if isinstance(value, Unknown):
        return Unknown(STRING)
    parts = tuple(fold(item, expr.loop.value) for item in value)
    return remark(value_of(Template(expr.source, expr.start, expr.end, parts), scope), sensitive)
