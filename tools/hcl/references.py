"""Which variables an expression refers to."""

from __future__ import annotations

from typing import Any

from .syntax import AttrStep, Expr, For, GetAttr, Index, IndexStep, Literal, Traversal, Variable, children
from .values import Residual, Sensitive, SetValue

_NOTHING: frozenset[str] = frozenset()


def references(expr: Expr) -> list[Traversal]:
    """All references in an expression, in source order, without those to the loop variables of its for-expressions."""
    found: list[Traversal] = []
    _collect(expr, _NOTHING, found)
    return found


def _collect(expr: Expr, bound: frozenset[str], found: list[Traversal]) -> None:
    if isinstance(expr, Literal):
        if expr.value.__class__ not in _PLAIN:
            _collect_value(expr.value, bound, found)
        return
    if isinstance(expr, Variable | GetAttr | Index):
        _collect_traversal(expr, bound, found)
        return
    if isinstance(expr, For):
        _collect(expr.collection, bound, found)
        bound |= {expr.value_name} | ({expr.key_name} if expr.key_name is not None else _NOTHING)
        for part in (expr.key, expr.value, expr.condition):
            if part is not None:
                _collect(part, bound, found)
        return
    for child in children(expr):
        _collect(child, bound, found)


_PLAIN = frozenset({str, int, bool, type(None)})


def _collect_value(value: Any, bound: frozenset[str], found: list[Traversal]) -> None:
    """The references of the residuals inside a value."""
    if isinstance(value, Residual):
        _collect(value.expr, bound, found)
    elif isinstance(value, Sensitive):
        _collect_value(value.value, bound, found)
    elif isinstance(value, list | dict | SetValue):
        for item in value.values() if isinstance(value, dict) else value:
            _collect_value(item, bound, found)


def _collect_traversal(expr: Expr, bound: frozenset[str], found: list[Traversal]) -> None:
    """A chain of steps: as one traversal as far as its keys are literals, then the references in what is left."""
    chain: list[GetAttr | Index] = []
    root = expr
    while isinstance(root, GetAttr | Index):
        chain.append(root)
        root = root.object
    keys: list[Expr] = []
    steps: list[AttrStep | IndexStep] = []
    end = root
    static = isinstance(root, Variable)
    for node in reversed(chain):
        if isinstance(node, Index) and not _is_literal_key(node.key):
            keys.append(node.key)
            static = False
        if static:
            steps.append(_step(node))
            end = node
    if isinstance(root, Variable):
        if root.name not in bound:
            found.append(Traversal(root.name, tuple(steps), end.range))
    else:
        _collect(root, bound, found)
    for key in keys:
        _collect(key, bound, found)


def _is_literal_key(key: Expr) -> bool:
    return isinstance(key, Literal) and isinstance(key.value, str | int)


def _step(node: GetAttr | Index) -> AttrStep | IndexStep:
    if isinstance(node, GetAttr):
        return AttrStep(node.name, node.range)
    assert isinstance(node.key, Literal)  # noqa: S101 - only literal keys come here
    return IndexStep(node.key.value, node.range)
