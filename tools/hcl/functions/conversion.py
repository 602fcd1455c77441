"""Type conversion functions, and those that look at the marks of values."""

from __future__ import annotations

from typing import Any

from ..function import FunctionError, Unresolved
from ..types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ConversionError,
    ListType,
    MapType,
    SetType,
    Type,
    convert,
    describe,
)
from ..values import Sensitive, Unknown, contains
from .builtin import NULLABLE, Registry, quoted

FUNCTIONS = Registry()


def _conversion(name: str, want: Type, words: str) -> None:
    def implementation(v: Any) -> Any:
        try:
            return convert(v, want)
        except ConversionError as error:
            raise FunctionError(_reason(v, want, words, error), 0) from None

    FUNCTIONS.add(name, NULLABLE)(implementation)


def _reason(value: Any, want: Type, words: str, error: ConversionError) -> str:
    if isinstance(value, str) and want == BOOL:
        return f'cannot convert {quoted(value)} to bool; only the strings "true" or "false" are allowed'
    if isinstance(value, str) and want == NUMBER:
        return f"cannot convert {quoted(value)} to number; given string must be a decimal representation of a number"
    return f"cannot convert {describe(value)} to {words}: {error.message}"


for _name, _want, _words in (
    ("tobool", BOOL, "bool"),
    ("tolist", ListType(DYNAMIC), "list of any single type"),
    ("tomap", MapType(DYNAMIC), "map of any single type"),
    ("tonumber", NUMBER, "number"),
    ("toset", SetType(DYNAMIC), "set of any single type"),
    ("tostring", STRING, "string"),
):
    _conversion(_name, _want, _words)


@FUNCTIONS.add("sensitive", NULLABLE, on_residual="any")
def _sensitive(value: Any) -> Any:
    if isinstance(value, Unknown):
        raise Unresolved
    return Sensitive(value)


@FUNCTIONS.add("nonsensitive", NULLABLE, on_residual="any")
def _nonsensitive(value: Any) -> Any:
    if isinstance(value, Unknown):
        raise Unresolved
    return value.value if isinstance(value, Sensitive) else value


@FUNCTIONS.add("issensitive", NULLABLE, on_residual="any")
def _issensitive(value: Any) -> bool:
    if isinstance(value, Unknown):
        raise Unresolved
    return isinstance(value, Sensitive)


@FUNCTIONS.add("ephemeralasnull", NULLABLE, on_residual="any")
def _ephemeralasnull(value: Any) -> Any:
    if contains(value, Unknown):
        raise Unresolved
    return value  # no value is ephemeral before Terraform runs
