"""Function calls, with ``try`` and ``can``, whose arguments are only evaluated by themselves."""

from __future__ import annotations

from typing import Any

from .dispatch import fail, fold, handles, unresolved, value_of
from .errors import HclError, did_you_mean
from .function import CallSite, Function, FunctionError, Unresolved
from .scope import Scope
from .syntax import Call, Expr
from .types import BOOL
from .values import Sensitive, SetValue, Unknown, contains, unmark, unmark_deep


@handles(Call)
def _call(expr: Call, scope: Scope) -> Any:
    name = expr.name.removeprefix("core::")
    if name == "try":
        return _try(expr, scope)
    if name == "can":
        return _can(expr, scope)
    function = scope.functions.get(name)
    if function is None:
        known = [*scope.functions, "try", "can"]
        hint = did_you_mean(name, known) or "Functions of providers cannot be called here." * ("::" in name)
        fail(expr, "Call to unknown function", f'There is no function named "{expr.name}".', hint)
    values = [value_of(argument, scope) for argument in expr.arguments]
    sensitive = False
    if expr.expand:
        last, sensitive = unmark(values[-1])
        if isinstance(last, Unknown):
            return _unresolved_call(expr, values)
        values[-1:] = _spread(last, expr.arguments[-1])
    _check_count(expr, function, len(values))
    result = _invoke(expr, function, values, CallSite(name, scope.base_dir, scope))
    return Sensitive(result) if sensitive else result


def _invoke(expr: Call, function: Function, values: list[Any], site: CallSite) -> Any:
    """Call the function if it can work with what is known, and mark the result as the arguments are marked."""
    sensitive = False
    if function.on_residual != "any":
        strip = unmark_deep if function.on_residual == "whole" else unmark
        plain = []
        for value in values:
            if value.__class__ is not str:
                value, marked = strip(value)  # noqa: PLW2901
                sensitive = sensitive or marked
                if isinstance(value, Unknown) or (function.on_residual == "whole" and contains(value, Unknown)):
                    return _unresolved_call(expr, values)
            plain.append(value)
        values = plain
    try:
        result = function.call(values, site)
    except Unresolved:
        return _unresolved_call(expr, values)
    except FunctionError as error:
        _report(expr, error)
    return Sensitive(result) if sensitive else result


def _unresolved_call(expr: Call, values: list[Any]) -> Any:
    """The call as a residual; marks of its arguments stay where they are, in the arguments."""
    arguments: list[Expr] = []
    for position, value in enumerate(values):
        origin = expr.arguments[min(position, len(expr.arguments) - 1)]
        arguments.append(fold(value, origin))
    expand = expr.expand and isinstance(unmark(values[-1])[0], Unknown) and len(values) == len(expr.arguments)
    node = Call(expr.source, expr.start, expr.end, expr.name, tuple(arguments), expand)
    return unresolved(node, values)


def _spread(value: Any, at: Expr) -> list[Any]:
    if value is None:
        detail = "The expanding argument (indicated by ...) must not be null."
    elif isinstance(value, list | SetValue):
        return list(value)
    else:
        detail = "The expanding argument (indicated by ...) must be of a tuple, list, or set type."
    fail(at, "Invalid expanding argument value", detail)


def _check_count(expr: Call, function: Function, count: int) -> None:
    least, most = function.min_args, function.max_args
    if count < least:
        amount = f"at least {least}" if most != least else str(least)
        detail = f'Function "{expr.name}" expects {amount} argument{"s" * (least != 1)}, found {count}.'
        fail(expr, "Not enough function arguments", detail)
    if most is not None and count > most:
        amount = f"at most {most}" if most != least else f"only {most}"
        at = expr.arguments[min(most, len(expr.arguments) - 1)]
        detail = f'Function "{expr.name}" expects {amount} argument{"s" * (most != 1)}, found {count}.'
        fail(at, "Too many function arguments", detail)


def _report(expr: Call, error: FunctionError) -> None:
    message = error.message if error.message.endswith((".", "!", "?")) else f"{error.message}."
    if error.argument is None or not expr.arguments:
        fail(expr, "Error in function call", f'Call to function "{expr.name}" failed: {message}')
    at = expr.arguments[min(error.argument, len(expr.arguments) - 1)]
    fail(
        at, "Invalid function argument", f'Invalid value for argument {error.argument + 1} of "{expr.name}": {message}'
    )


def _try(expr: Call, scope: Scope) -> Any:
    """The first argument that can be evaluated. One that is not known may yet fail, so what follows it is kept."""
    if not expr.arguments:
        fail(expr, "Error in function call", 'Call to function "try" failed: at least one argument is required.')
    pending: list[Any] = []
    origins: list[Expr] = []
    failures: list[HclError] = []
    for argument in expr.arguments:
        try:
            value = value_of(argument, scope)
        except HclError as error:
            failures.append(error)
            continue
        if not contains(value, Unknown):
            if not pending:
                return value
            pending.append(value)
            origins.append(argument)
            break
        pending.append(value)
        origins.append(argument)
    if pending:
        arguments = tuple(map(fold, pending, origins))
        return unresolved(Call(expr.source, expr.start, expr.end, "try", arguments), pending)
    reasons = "; ".join(failure.message for failure in failures)
    fail(
        expr,
        "Error in function call",
        f'Call to function "try" failed: no expression succeeded: {reasons}',
        "Give it a last argument that cannot fail.",
    )


def _can(expr: Call, scope: Scope) -> Any:
    if len(expr.arguments) != 1:
        fail(expr, "Error in function call", 'Call to function "can" failed: exactly one argument is required.')
    try:
        value = value_of(expr.arguments[0], scope)
    except HclError:
        return False
    if not contains(value, Unknown):
        return True
    argument = fold(value, expr.arguments[0])
    return unresolved(Call(expr.source, expr.start, expr.end, "can", (argument,)), [value], BOOL)
