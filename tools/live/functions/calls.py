"""What the functions of the language share: where a call stands, and its arguments."""

from __future__ import annotations

from collections.abc import Callable

from ...hcl import CallSite, FunctionError, Scope, Value
from ...hcl.types import STRING, ConversionError, convert, describe
from ..place import FileScope, Place

Call = Callable[[list[Value], CallSite], Value]


def place_of(site: CallSite) -> Place:
    """Where the call stands."""
    return scope_of(site).evaluation.place


def scope_of(site: CallSite) -> FileScope:
    """The scope of the file in which the call stands."""
    scope: Scope | None = site.scope
    while scope is not None:
        if isinstance(scope, FileScope):
            return scope
        scope = scope.parent
    raise FunctionError(f"{site.name} can only be called in a Terragrunt configuration")


def strings(args: list[Value], least: int, most: int | None, name: str) -> list[str]:
    """The arguments as texts, as many as allowed."""
    if len(args) < least or (most is not None and len(args) > most):
        expected = str(least) if least == most else f"{least} to {most}" if most is not None else f"{least} or more"
        raise FunctionError(f"{name} takes {expected} argument{'' if expected == '1' else 's'}, not {len(args)}")
    return [_string(value, index) for index, value in enumerate(args)]


def _string(value: Value, index: int) -> str:
    if isinstance(value, str):
        return value
    try:
        text = convert(value, STRING)
    except ConversionError:
        text = None
    if not isinstance(text, str):
        raise FunctionError(f"a string is required, but this is {describe(value)}", index)
    return text
