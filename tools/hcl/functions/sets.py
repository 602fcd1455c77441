"""The functions of sets."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from ..function import FunctionError
from ..types import DYNAMIC, SetType, TupleType, Type, convert, type_of, unify
from ..values import ListValue, SetValue, value_key
from .builtin import ANY, SET, Registry
from .collection import element_type

FUNCTIONS = Registry()


@FUNCTIONS.add("setunion", SET, rest=SET)
def _setunion(first_set: SetValue, *other_sets: SetValue) -> SetValue:
    return _combine([first_set, *other_sets], lambda left, right: {**left, **right})


@FUNCTIONS.add("setintersection", SET, rest=SET)
def _setintersection(first_set: SetValue, *other_sets: SetValue) -> SetValue:
    return _combine([first_set, *other_sets], lambda left, right: {key: left[key] for key in left if key in right})


@FUNCTIONS.add("setsubtract", SET, SET)
def _setsubtract(a: SetValue, b: SetValue) -> SetValue:
    return _combine([a, b], lambda left, right: {key: left[key] for key in left if key not in right})


_Keyed = dict[Any, Any]


def _combine(sets: list[SetValue], operation: Callable[[_Keyed, _Keyed], _Keyed]) -> SetValue:
    """The operation on the sets, one after another, with elements of one type."""
    kinds = [element_type(item) for item in sets if len(item) or element_type(item) != DYNAMIC]
    common = unify(kinds)
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    result: _Keyed | None = None
    for item in sets:
        converted = convert(item, SetType(common))
        keyed = {value_key(element): element for element in converted}
        result = keyed if result is None else operation(result, keyed)
    return SetValue((result or {}).values(), common)


@FUNCTIONS.add("setproduct", rest=ANY)
def _setproduct(*sets: Any) -> Any:
    if len(sets) < 2:
        raise FunctionError("at least two arguments are required")
    kinds = [_element_kind(item, index) for index, item in enumerate(sets)]
    columns = [[convert(element, kind) for element in item] for item, kind in zip(sets, kinds, strict=True)]
    rows = [list(row) for row in itertools.product(*columns)]
    kind = TupleType(tuple(kinds))
    return SetValue(rows, kind) if any(isinstance(item, SetValue) for item in sets) else ListValue(rows, kind)


def _element_kind(value: Any, index: int) -> Type:
    """The one type that the elements of a list, a set or a tuple have, or can be given."""
    if isinstance(value, ListValue | SetValue):
        return element_type(value)
    if not isinstance(value, list):
        raise FunctionError("a set or a list is required", index)
    kind = unify([type_of(element) for element in value if element is not None])
    if kind is None:
        raise FunctionError("all elements must be of the same type", index)
    return kind
