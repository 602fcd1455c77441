"""For-expressions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .dispatch import fail, fold, handles, unresolved, value_of
from .scope import Scope
from .syntax import Expr, For, Variable
from .types import BOOL, STRING, ConversionError, convert, describe
from .values import Residual, SetValue, Unknown, remark, unmark

# Roots that references in a residual may start with, so that a loop variable of that name would hide them.
_ROOTS = frozenset({"module", "local", "var", "data", "path", "terraform", "each", "self", "count", "dependency"})


class _UndecidedError(Exception):
    """Which elements there are, or under which key, is not known: the loop stays whole."""


@handles(For)
def _for(expr: For, scope: Scope) -> Any:
    collection, sensitive = unmark(value_of(expr.collection, scope))
    if collection is None:
        fail(
            expr.collection,
            "Iteration over null value",
            "A null value cannot be used as the collection in a 'for' expression.",
            "Use coalesce(…, []) or a condition for the case that there is none.",
        )
    if isinstance(collection, Unknown):
        return remark(_whole(expr, scope, collection), sensitive)
    if not isinstance(collection, list | dict | SetValue):
        detail = f"A value of type {describe(collection)} cannot be used as the collection in a 'for' expression."
        fail(expr.collection, "Iteration over non-iterable value", detail)
    try:
        result, sensitive_items = _run(expr, scope, collection)
    except _UndecidedError:
        return remark(_whole(expr, scope, collection), sensitive)
    return remark(result, sensitive or sensitive_items)


def _run(expr: For, scope: Scope, collection: Any) -> tuple[Any, bool]:
    """The elements one by one, and whether a condition or a key was marked."""
    sensitive = False
    items: list[Any] = []
    by_key: dict[str, Any] = {}
    key_name, value_name, key_expr, condition = expr.key_name, expr.value_name, expr.key, expr.condition
    if condition is not None and not len(collection):
        _check_condition(expr, condition, scope)
    for key, value in iterate(collection):
        variables = {value_name: value} if key_name is None else {key_name: key, value_name: value}
        inner = scope.child(variables)
        if condition is not None:
            included, marked = _included(condition, inner)
            sensitive = sensitive or marked
            if not included:
                continue
        if key_expr is None:
            items.append(value_of(expr.value, inner))
            continue
        name, marked = _key(expr, inner)
        sensitive = sensitive or marked
        item = value_of(expr.value, inner)
        if expr.group:
            by_key.setdefault(name, []).append(item)
        elif name in by_key:
            fail(
                key_expr,
                "Duplicate object key",
                f"Two different items produced the key \"{name}\" in this 'for' expression.",
                "If duplicates are expected, use the ellipsis (...) after the value to enable grouping by key.",
            )
        else:
            by_key[name] = item
    return (items if key_expr is None else by_key), sensitive


def iterate(collection: Any) -> Iterator[tuple[Any, Any]]:
    """Keys and values in the order in which Terraform goes through a collection."""
    if isinstance(collection, list):
        yield from enumerate(collection)
    elif isinstance(collection, dict):
        for key in sorted(collection):
            yield key, collection[key]
    else:
        for value in collection:
            yield value, value


def _included(condition: Expr, scope: Scope) -> tuple[bool, bool]:
    value, sensitive = unmark(value_of(condition, scope))
    if value is None:
        fail(condition, "Condition is null", "The value of the 'if' clause must not be null.")
    if isinstance(value, Unknown):
        raise _UndecidedError
    try:
        return bool(convert(value, BOOL)), sensitive
    except ConversionError as error:
        fail(condition, "Invalid 'for' condition", f"The 'if' clause value is invalid: {error.message}.")


def _check_condition(expr: For, condition: Expr, scope: Scope) -> None:
    """Refuse, as Terraform does, a condition that cannot be one even where there is no element to try it on."""
    variables = {name: Unknown() for name in (expr.key_name, expr.value_name) if name is not None}
    with suppress(_UndecidedError):
        _included(condition, scope.child(variables))


def _key(expr: For, scope: Scope) -> tuple[str, bool]:
    assert expr.key is not None  # noqa: S101 - called for object loops only
    value, sensitive = unmark(value_of(expr.key, scope))
    if value is None:
        fail(expr.key, "Invalid object key", "Key expression in 'for' expression must not produce a null value.")
    if isinstance(value, Unknown):
        raise _UndecidedError
    try:
        return str(convert(value, STRING)), sensitive
    except ConversionError as error:
        fail(expr.key, "Invalid object key", f"The key expression produced an invalid result: {error.message}.")


def _whole(expr: For, scope: Scope, collection: Any) -> Any:
    """The loop as a residual, its body folded with the loop variables standing for themselves."""
    if isinstance(collection, Unknown) and not isinstance(collection, Residual):
        return Unknown()
    key_name = _free_name(expr.key_name) if expr.key_name is not None else None
    value_name = _free_name(expr.value_name)
    variables: dict[str, Any] = {expr.value_name: _symbol(expr, value_name)}
    if expr.key_name is not None and key_name is not None:
        variables = {expr.key_name: _symbol(expr, key_name)} | variables
    inner = scope.child(variables)
    parts = [part for part in (expr.key, expr.value, expr.condition) if part is not None]
    values = [value_of(part, inner) for part in parts]
    folded = dict(zip(map(id, parts), map(fold, values, parts), strict=True))
    node = For(
        expr.source,
        expr.start,
        expr.end,
        key_name,
        value_name,
        fold(collection, expr.collection),
        folded.get(id(expr.key)),
        folded[id(expr.value)],
        folded.get(id(expr.condition)),
        expr.group,
    )
    return unresolved(node, [collection, *values])


def _free_name(name: str) -> str:
    return f"{name}_" if name in _ROOTS else name


def _symbol(expr: For, name: str) -> Residual:
    return Residual(Variable(expr.source, expr.start, expr.end, name))
