"""Which variables an expression refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .syntax import AttrStep, Expr, For, GetAttr, Index, IndexStep, Literal, Traversal, Variable, children
from .values import Residual, Sensitive, SetValue

_NOTHING: frozenset[str] = frozenset()


def references(expr: Expr) -> list[Traversal]:
    """All references in an expression, in source order, without those to the loop variables of its for-expressions."""
    found: list[Traversal] = []
    stack: list[_Task] = [(expr, _NOTHING)]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, Literal):
            if node.value.__class__ not in _PLAIN:
                stack += ((inner, bound) for inner in reversed(list(_in_value(node.value))))
        elif isinstance(node, Variable | GetAttr | Index):
            stack += ((inner, bound) for inner in reversed(_traversal(node, bound, found)))
        elif isinstance(node, For):
            inside = bound | {node.value_name} | ({node.key_name} if node.key_name is not None else _NOTHING)
            parts = [part for part in (node.key, node.value, node.condition) if part is not None]
            stack += ((part, inside) for part in reversed(parts))
            stack.append((node.collection, bound))
        else:
            stack += ((child, bound) for child in reversed(list(children(node))))
    return found


_Task = tuple[Expr, frozenset[str]]
_PLAIN = frozenset({str, int, bool, type(None)})


def _in_value(value: Any) -> Iterator[Expr]:
    """The expressions of the residuals inside a value."""
    if isinstance(value, Residual):
        yield value.expr
    elif isinstance(value, Sensitive):
        yield from _in_value(value.value)
    elif isinstance(value, list | dict | SetValue):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _in_value(item)


def _traversal(expr: Expr, bound: frozenset[str], found: list[Traversal]) -> list[Expr]:
    """Take a chain of steps as one reference, as far as its keys are literals; what is left to look at is returned."""
    chain: list[GetAttr | Index] = []
    root = expr
    while isinstance(root, GetAttr | Index):
        chain.append(root)
        root = root.object
    rest: list[Expr] = [] if isinstance(root, Variable) else [root]
    steps: list[AttrStep | IndexStep] = []
    end, static = root, True
    for node in reversed(chain):
        if isinstance(node, Index) and not _is_literal_key(node.key):
            rest.append(node.key)
            static = False
        if static:
            steps.append(_step(node))
            end = node
    if isinstance(root, Variable) and root.name not in bound:
        found.append(Traversal(root.name, tuple(steps), end.range))
    return rest


def _is_literal_key(key: Expr) -> bool:
    return isinstance(key, Literal) and isinstance(key.value, str | int)


def _step(node: GetAttr | Index) -> AttrStep | IndexStep:
    if isinstance(node, GetAttr):
        return AttrStep(node.name, node.range)
    assert isinstance(node.key, Literal)  # noqa: S101 - only literal keys come here
    return IndexStep(node.key.value, node.range)
