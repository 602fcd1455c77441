"""Operators and conditionals."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from . import numbers
from .dispatch import fail, fold, handles, unresolved, value_of
from .errors import HclError
from .scope import Scope
from .syntax import Binary, Conditional, Expr, Index, Literal, Object, Template, Tuple, Unary
from .types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ConversionError,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
    convert,
    type_of,
    unify,
)
from .values import Residual, Unknown, contains, equals, remark, unmark, unmark_deep

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}
_COMPARISON: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@handles(Binary)
def _binary(expr: Binary, scope: Scope) -> Any:
    """A chain of operators, its left side followed in a loop: chains of hundreds are not nesting."""
    chain = [expr]
    left_expr = expr.left
    while left_expr.__class__ is Binary:
        chain.append(left_expr)
        left_expr = left_expr.left
    left = value_of(left_expr, scope)
    for node in reversed(chain):
        left = _apply(node, left, value_of(node.right, scope))
    return left


def _apply(expr: Binary, left: Any, right: Any) -> Any:
    sign = expr.operator
    if sign in {"==", "!="}:
        return _equality(expr, left, right)
    left, sensitive_left = unmark(left)
    right, sensitive_right = unmark(right)
    sensitive = sensitive_left or sensitive_right
    operands = BOOL if sign in {"&&", "||"} else NUMBER
    left = _operand(expr.left, left, operands, "left operand")
    right = _operand(expr.right, right, operands, "right operand")
    if left is None or right is None:
        fail(expr, "Operation failed", f'Error during operation: the operands of "{sign}" must not be null.')
    if operands is BOOL:
        decides = sign == "||"
        if left is decides or right is decides:
            return remark(decides, sensitive)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        result = NUMBER if sign in _ARITHMETIC else BOOL
        node = Binary(expr.source, expr.start, expr.end, sign, fold(left, expr.left), fold(right, expr.right))
        return remark(unresolved(node, [left, right], result), sensitive)
    if operands is BOOL:
        return remark(not decides, sensitive)
    if sign in _COMPARISON:
        return remark(_COMPARISON[sign](left, right), sensitive)
    if sign == "/" and right == 0:
        fail(expr.right, "Operation failed", "Error during operation: division by zero.")
    if sign == "%" and right == 0:
        return remark(left, sensitive)
    return remark(_ARITHMETIC[sign](left, right), sensitive)


def _operand(expr: Expr, value: Any, want: Type, place: str) -> Any:
    if isinstance(value, Unknown) and value.type in {DYNAMIC, want}:
        return value  # the operator itself converts
    try:
        return convert(value, want)
    except ConversionError as error:
        fail(expr, "Invalid operand", f"Unsuitable value for {place}: {error.message}.")


def _equality(expr: Binary, left: Any, right: Any) -> Any:
    left, sensitive_left = unmark_deep(left)
    right, sensitive_right = unmark_deep(right)
    sensitive = sensitive_left or sensitive_right
    wanted = expr.operator == "=="
    if left is None or right is None:
        if not isinstance(left, Unknown) and not isinstance(right, Unknown):
            return remark((left is right) is wanted, sensitive)
    elif not contains(left, Unknown) and not contains(right, Unknown):
        return remark(equals(left, right) is wanted, sensitive)
    node = Binary(expr.source, expr.start, expr.end, expr.operator, fold(left, expr.left), fold(right, expr.right))
    return remark(unresolved(node, [left, right], BOOL), sensitive)


@handles(Unary)
def _unary(expr: Unary, scope: Scope) -> Any:
    value, sensitive = unmark(value_of(expr.operand, scope))
    want = NUMBER if expr.operator == "-" else BOOL
    value = _operand(expr.operand, value, want, "unary operand")
    if value is None:
        fail(expr, "Operation failed", f'Error during operation: the operand of "{expr.operator}" must not be null.')
    if isinstance(value, Unknown):
        node = Unary(expr.source, expr.start, expr.end, expr.operator, fold(value, expr.operand))
        return remark(unresolved(node, [value], want), sensitive)
    return remark(numbers.negate(value) if want is NUMBER else not value, sensitive)


@handles(Conditional)
def _conditional(expr: Conditional, scope: Scope) -> Any:
    """A chain of conditionals, from its end: as in HCL both results are always evaluated, to know their types."""
    chain: list[Conditional] = []
    last: Expr = expr
    while isinstance(last, Conditional):
        chain.append(last)
        last = last.otherwise
    otherwise = _attempt(last, scope)
    for link in reversed(chain):
        try:
            otherwise = _choose(link, otherwise, scope)
        except HclError as error:
            otherwise = error
    if isinstance(otherwise, HclError):
        raise otherwise
    return otherwise


def _attempt(expr: Expr, scope: Scope) -> Any:
    """The value, or the error that comes in its place."""
    try:
        return value_of(expr, scope)
    except HclError as error:
        return error


def _choose(expr: Conditional, otherwise: Any, scope: Scope) -> Any:
    """One conditional, whose last result is a value or the error that came in its place."""
    condition, sensitive = unmark(value_of(expr.condition, scope))
    if condition is None:
        detail = "The condition value is null. Conditions must either be true or false."
        fail(expr.condition, "Null condition", detail)
    if isinstance(condition, Unknown) and condition.type in {DYNAMIC, BOOL}:
        return remark(_undecided(expr, condition, _attempt(expr.then, scope), otherwise), sensitive)
    try:
        chosen = convert(condition, BOOL)
    except ConversionError as error:
        detail = f"The condition expression must be of type bool: {error.message}."
        fail(expr.condition, "Incorrect condition type", detail)
    then = _attempt(expr.then, scope)
    value, other = (then, otherwise) if chosen else (otherwise, then)
    if isinstance(value, HclError):
        raise value
    value, sensitive_value = unmark(value)
    if isinstance(other, HclError):  # what is not taken may fail
        other = _despite_errors(expr.otherwise if chosen else expr.then, scope)
    other, sensitive_other = unmark(other)
    sensitive = sensitive or sensitive_value or sensitive_other
    if type(value) is type(other) and isinstance(value, str | bool | int):
        return remark(value, sensitive)
    want = _common_type(expr, *((value, other) if chosen else (other, value)))
    try:
        return remark(convert(value, want), sensitive)
    except ConversionError as error:
        which, taken = ("true", expr.then) if chosen else ("false", expr.otherwise)
        detail = f"The {which} result value has the wrong type: {error.message}."
        fail(taken, "Inconsistent conditional result types", detail)


def _undecided(expr: Conditional, condition: Any, then: Any, otherwise: Any) -> Unknown:
    """The conditional as a residual. A result that fails matters only if it is chosen, so it is left to fail then."""
    if isinstance(then, HclError):
        if isinstance(otherwise, HclError):
            raise then
        then = _failing(expr.then, then)
    elif isinstance(otherwise, HclError):
        otherwise = _failing(expr.otherwise, otherwise)
    common = _common_type(expr, then, otherwise)
    arms = fold(then, expr.then), fold(otherwise, expr.otherwise)
    node = Conditional(expr.source, expr.start, expr.end, fold(condition, expr.condition), *arms)
    return unresolved(node, [condition, then, otherwise], common)


def _failing(expr: Expr, error: HclError) -> Residual:
    """An expression that cannot be evaluated, and shows why: what is not in an empty object."""
    place = expr.source, expr.start, expr.end
    return Residual(Index(*place, Object(*place, ()), Literal(*place, str(error).split("\n", 1)[0])))


def _despite_errors(expr: Expr, scope: Scope) -> Any:
    """A value that fails to evaluate, with what fails in it unknown: enough to know of what type it would have been."""
    try:
        match expr:
            case Tuple(items=items):
                return [_despite_errors(item, scope) for item in items]
            case Object(items=pairs):
                return {str(value_of(key, scope)): _despite_errors(item, scope) for key, item in pairs}
            case Conditional(then=then, otherwise=otherwise):
                return Unknown(unify([type_of(_despite_errors(arm, scope)) for arm in (then, otherwise)]))
        return value_of(expr, scope)
    except HclError:
        match expr:
            case Binary(operator=sign) | Unary(operator=sign):
                return Unknown(NUMBER if sign in _ARITHMETIC else BOOL)
            case Template():
                return Unknown(STRING)
        return Unknown()


def _common_type(expr: Conditional, then: Any, otherwise: Any) -> Type:
    if then is None:
        return type_of(otherwise)
    if otherwise is None:
        return type_of(then)
    kinds = type_of(then), type_of(otherwise)
    common = unify(kinds)
    if common is None:
        fail(
            expr,
            "Inconsistent conditional result types",
            f"The true and false result expressions must have consistent types. {_mismatch(*kinds)}.",
            "Give both results the same type, for example with tolist(…), tostring(…) or null.",
        )
    return common


def _mismatch(then: Type, otherwise: Type) -> str:
    """Where two types differ, in Terraform's words."""
    match then, otherwise:
        case ObjectType(), ObjectType():
            left, right = then.attributes, otherwise.attributes
            for name in left:
                if name not in right:
                    return (
                        f"The 'true' value includes object attribute \"{name}\", which is absent in the 'false' value"
                    )
            for name in right:
                if name not in left:
                    return (
                        f"The 'false' value includes object attribute \"{name}\", which is absent in the 'true' value"
                    )
            for name, kind in left.items():
                if kind != right[name]:
                    return f'Type mismatch for object attribute "{name}": {_mismatch(kind, right[name])}'
        case TupleType(), TupleType():
            lengths = len(then.elements), len(otherwise.elements)
            if lengths[0] != lengths[1]:
                return f"The 'true' tuple has length {lengths[0]}, but the 'false' tuple has length {lengths[1]}"
            for position, (kind, other) in enumerate(zip(then.elements, otherwise.elements, strict=True)):
                if kind != other:
                    return f"Type mismatch for tuple element {position}: {_mismatch(kind, other)}"
        case (ListType(), ListType()) | (SetType(), SetType()) | (MapType(), MapType()):
            inner = then.element, otherwise.element  # type: ignore[attr-defined]
            if inner[0].name == inner[1].name and inner[0].name in {"object", "tuple"}:
                return f"Mismatched {then.name} element types: {_mismatch(*inner)}"
    return f"The 'true' value is {then}, but the 'false' value is {otherwise}"
