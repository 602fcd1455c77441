"""Collection functions that take lists and maps apart and put them together."""

from __future__ import annotations

from typing import Any

from ..function import FunctionError
from ..numbers import Number, add
from ..types import NUMBER, STRING, ConversionError, ListType, MapType, Type, convert, describe, type_of, unify
from ..values import ListValue, MapValue, SetValue, equals
from . import graphemes
from .builtin import ANY, BOOLS, INT, LIST, NULLABLE, NUM, STR, STRINGS, Param, Registry, quoted

FUNCTIONS = Registry()

_MAX_RANGE = 1024
_NUMBERS_ONLY = "argument must be list, set, or tuple of number values"


def is_list(value: Any) -> bool:
    """Whether the value is a ``list(T)``, and not a tuple."""
    return isinstance(value, ListValue)


def element_type(value: Any) -> Type:
    """The ``T`` of a ``list(T)``, ``set(T)`` or ``map(T)``."""
    kind: Type = type_of(value).element  # type: ignore[attr-defined]
    return kind


@FUNCTIONS.add("length", ANY, on_residual="inside")
def _length(value: Any) -> int:
    if isinstance(value, str):
        return graphemes.length(value)
    if isinstance(value, list | dict | SetValue):
        return len(value)
    raise FunctionError("argument must be a string, a collection type, or a structural type", 0)


@FUNCTIONS.add("alltrue", BOOLS)
def _alltrue(list_: list[bool | None]) -> bool:
    return all(list_)


@FUNCTIONS.add("anytrue", BOOLS)
def _anytrue(list_: list[bool | None]) -> bool:
    return any(list_)


@FUNCTIONS.add("chunklist", LIST, INT, on_residual="inside")
def _chunklist(list_: ListValue, size: int) -> ListValue:
    if size < 0:
        raise FunctionError("the size argument must be positive", 1)
    kind = type_of(list_)
    step = size or max(1, len(list_))
    inner = list_.element_type
    return ListValue([ListValue(list_[i : i + step], inner) for i in range(0, len(list_), step)], kind)


@FUNCTIONS.add("coalesce", rest=NULLABLE)
def _coalesce(*vals: Any) -> Any:
    kind = unify([type_of(value) for value in vals if value is not None])
    if kind is None:
        raise FunctionError("all arguments must have the same type")
    for value in vals:
        if value is None:
            continue
        converted = convert(value, kind)
        if converted != "":
            return converted
    raise FunctionError("no non-null, non-empty-string arguments")


@FUNCTIONS.add("coalescelist", rest=NULLABLE, on_residual="inside")
def _coalescelist(*vals: Any) -> Any:
    if not vals:
        raise FunctionError("at least one argument is required")
    for index, value in enumerate(vals):
        if not isinstance(value, list) and value is not None:
            raise FunctionError("coalescelist arguments must be lists or tuples", index)
    for value in vals:
        if value:
            return value
    raise FunctionError("no non-null arguments")


@FUNCTIONS.add("compact", STRINGS)
def _compact(list_: ListValue) -> ListValue:
    return ListValue([item for item in list_ if item], STRING)


@FUNCTIONS.add("concat", rest=ANY, on_residual="inside")
def _concat(*seqs: Any) -> Any:
    if not seqs:
        raise FunctionError("at least one argument is required")
    if all(map(is_list, seqs)):
        common = unify([type_of(seq) for seq in seqs])
        if common is not None:
            kind: Type = common.element  # type: ignore[attr-defined]
            return ListValue([item for seq in seqs for item in convert(seq, common)], kind)
    for index, seq in enumerate(seqs):
        if not isinstance(seq, list):
            raise FunctionError(f"all arguments must be lists or tuples; got {describe(seq)}", index)
    return [item for seq in seqs for item in seq]


@FUNCTIONS.add("contains", ANY, ANY)
def _contains(list_: Any, value: Any) -> bool:
    if not isinstance(list_, list | SetValue):
        raise FunctionError("argument must be list, tuple, or set", 0)
    return any(equals(item, value) for item in list_)


@FUNCTIONS.add("distinct", LIST)
def _distinct(list_: ListValue) -> ListValue:
    found: ListValue = ListValue([], element_type(list_))
    for item in list_:
        if not any(equals(item, other) for other in found):
            found.append(item)
    return found


@FUNCTIONS.add("element", ANY, INT, on_residual="inside")
def _element(list_: Any, index: int) -> Any:
    if not isinstance(list_, list):
        raise FunctionError(f"cannot read elements from {describe(list_)}", 0)
    if not list_:
        raise FunctionError("cannot use element function with an empty list", 0)
    return list_[index % len(list_)]


@FUNCTIONS.add("index", ANY, ANY)
def _index(list_: Any, value: Any) -> int:
    if not isinstance(list_, list):
        raise FunctionError("argument must be a list or tuple", 0)
    if not list_:
        raise FunctionError("cannot search an empty list", 0)
    for index, item in enumerate(list_):
        if equals(item, value):
            return index
    raise FunctionError("item not found", 1)


@FUNCTIONS.add("flatten", ANY)
def _flatten(list_: Any) -> list[Any]:
    if not isinstance(list_, list | SetValue):
        raise FunctionError("can only flatten lists, sets and tuples", 0)
    found: list[Any] = []
    _flatten_into(found, list_)
    return found


def _flatten_into(found: list[Any], items: Any) -> None:
    for item in items:
        if isinstance(item, list | SetValue):
            _flatten_into(found, item)
        else:
            found.append(item)


@FUNCTIONS.add("keys", ANY, on_residual="inside")
def _keys(input_map: Any) -> Any:
    if not isinstance(input_map, dict):
        raise FunctionError("must have map or object type", 0)
    names = sorted(input_map)
    return ListValue(names, STRING) if isinstance(input_map, MapValue) else names


@FUNCTIONS.add("values", ANY, on_residual="inside")
def _values(mapping: Any) -> Any:
    if not isinstance(mapping, dict):
        raise FunctionError("values() requires a map as the first argument", 0)
    items = [mapping[name] for name in sorted(mapping)]
    return ListValue(items, element_type(mapping)) if isinstance(mapping, MapValue) else items


@FUNCTIONS.add("lookup", ANY, STR, rest=NULLABLE, on_residual="inside")
def _lookup(input_map: Any, key: str, *default: Any) -> Any:
    if len(default) > 1:
        raise FunctionError(f"lookup() takes two or three arguments, got {2 + len(default)}")
    if not isinstance(input_map, dict):
        raise FunctionError("lookup() requires a map as the first argument", 0)
    fallback = default[0] if default else None
    if isinstance(input_map, MapValue) and default:
        try:
            fallback = convert(fallback, element_type(input_map))
        except ConversionError:
            raise FunctionError("the default value must have the same type as the map elements", 2) from None
    if key in input_map:
        return input_map[key]
    if default:
        return fallback
    if isinstance(input_map, MapValue):
        raise FunctionError(f"lookup failed to find key {quoted(key)}", 1)
    raise FunctionError(f"the given object has no attribute {quoted(key)}", 0)


@FUNCTIONS.add("matchkeys", LIST, LIST, LIST)
def _matchkeys(values: ListValue, keys: ListValue, searchset: ListValue) -> ListValue:
    kind = unify([type_of(keys), type_of(searchset)])
    if kind is None:
        raise FunctionError("keys and searchset must be of the same type")
    if len(values) != len(keys):
        raise FunctionError("length of keys and values should be equal")
    wanted = convert(searchset, kind)
    found = [
        value
        for value, key in zip(values, convert(keys, kind), strict=True)
        if any(equals(key, item) for item in wanted)
    ]
    return ListValue(found, element_type(values))


@FUNCTIONS.add("merge", rest=NULLABLE, on_residual="inside")
def _merge(*maps: Any) -> Any:
    for index, item in enumerate(maps):
        if not isinstance(item, dict) and item is not None:
            raise FunctionError(f"arguments must be maps or objects, got {quoted(describe(item))}", index)
    merged: dict[str, Any] = {}
    for item in maps:
        merged.update(item or {})
    if maps and isinstance(maps[0], MapValue):
        kind = type_of(maps[0])
        if all(isinstance(item, MapValue) and type_of(item) == kind for item in maps):
            return MapValue(merged, element_type(maps[0]))
    return merged


@FUNCTIONS.add("one", ANY, on_residual="inside")
def _one(list_: Any) -> Any:
    if not isinstance(list_, list | SetValue) or len(list_) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)
    return next(iter(list_), None)


@FUNCTIONS.add("reverse", ANY, on_residual="inside")
def _reverse(list_: Any) -> Any:
    if not isinstance(list_, list | SetValue):
        raise FunctionError(f"can only reverse list or tuple values, not {describe(list_)}", 0)
    items = [*list_][::-1]
    return ListValue(items, element_type(list_)) if isinstance(list_, ListValue | SetValue) else items


@FUNCTIONS.add("range", rest=NUM)
def _range(*params: Number) -> ListValue:
    start: Number = 0
    if len(params) == 1:
        end = params[0]
        step: Number = -1 if end < 0 else 1
    elif len(params) == 2:
        start, end = params
        step = -1 if end < start else 1
    elif len(params) == 3:
        start, end, step = params
    else:
        raise FunctionError("must have one, two, or three arguments")
    if step == 0:
        raise FunctionError("step must not be zero", 2)
    if step < 0 and end > start:
        raise FunctionError("end must be less than start when step is negative", 1)
    if step > 0 and end < start:
        raise FunctionError("end must be greater than start when step is positive", 1)
    found: list[Number] = []
    while start > end if step < 0 else start < end:
        if len(found) == _MAX_RANGE:
            raise FunctionError(
                f"more than {_MAX_RANGE} values were generated; "
                "either decrease the difference between start and end or use a smaller step"
            )
        found.append(start)
        start = add(start, step)
    return ListValue(found, NUMBER)


@FUNCTIONS.add("slice", ANY, INT, INT, on_residual="inside")
def _slice(list_: Any, start_index: int, end_index: int) -> Any:
    if isinstance(list_, SetValue):
        raise FunctionError(
            "cannot slice a set, because its elements do not have indices; "
            "explicitly convert to a list if the ordering of the result is not important",
            0,
        )
    if not isinstance(list_, list):
        raise FunctionError("must be a list or tuple value", 0)
    for argument, (name, value) in enumerate((("start", start_index), ("end", end_index)), 1):
        if value < 0:
            raise FunctionError(f"{name} index must not be less than zero", argument)
        if value > len(list_):
            raise FunctionError(f"{name} index must not be greater than the length of the list", argument)
    if start_index > end_index:
        raise FunctionError("start index must not be greater than end index", 1)
    items = list_[start_index:end_index]
    return ListValue(items, element_type(list_)) if is_list(list_) else items


@FUNCTIONS.add("sort", STRINGS)
def _sort(list_: ListValue) -> ListValue:
    for index, item in enumerate(list_):
        if item is None:
            raise FunctionError(f"given list element {index} is null; a null string cannot be sorted", 0)
    return ListValue(sorted(list_), STRING)


@FUNCTIONS.add("sum", ANY)
def _sum(list_: Any) -> Number:
    if not isinstance(list_, list | SetValue):
        raise FunctionError(f"argument must be list, set, or tuple. Received {describe(list_)}", 0)
    if not len(list_):
        raise FunctionError("cannot sum an empty list", 0)
    total: Number = 0
    for item in list_:
        if item is None:
            raise FunctionError(_NUMBERS_ONLY, 0)
        try:
            total = add(total, convert(item, NUMBER))
        except ConversionError:
            raise FunctionError(_NUMBERS_ONLY, 0) from None
    return total


@FUNCTIONS.add("transpose", Param(MapType(ListType(STRING))))
def _transpose(values: MapValue) -> MapValue:
    found: dict[str, list[str]] = {}
    for key in sorted(values):
        if values[key] is None:
            raise FunctionError("input must not contain null list", 0)
        for item in values[key]:
            if item is None:
                raise FunctionError("input list must not contain null string", 0)
            found.setdefault(item, []).append(key)
    return MapValue({key: ListValue(found[key], STRING) for key in sorted(found)}, ListType(STRING))


@FUNCTIONS.add("zipmap", STRINGS, ANY, on_residual="inside")
def _zipmap(keys: ListValue, values: Any) -> Any:
    if not isinstance(values, list):
        raise FunctionError("values argument must be a list or tuple value", 1)
    if len(keys) != len(values):
        raise FunctionError(f"number of keys ({len(keys)}) does not match number of values ({len(values)})")
    for index, key in enumerate(keys):
        if key is None:
            raise FunctionError(f"keys list has null value at index {index}", 0)
    pairs = dict(zip(keys, values, strict=True))
    return MapValue(pairs, element_type(values)) if is_list(values) else pairs
