"""References and what follows them: variables, attributes, indices, splats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .dispatch import fail, fold, handles, unresolved, value_of
from .errors import did_you_mean
from .scope import Scope
from .syntax import Expr, GetAttr, Index, Splat, SplatItem, Variable
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
)
from .values import ListValue, MapValue, Residual, Sensitive, SetValue, Unknown, contains, remark, unmark

_ITEM = "*"  # no variable can have this name


@handles(Variable)
def _variable(expr: Variable, scope: Scope) -> Any:
    at: Scope | None = scope
    while at is not None:
        try:
            return at.variables[expr.name]
        except KeyError:
            at = at.parent
    known = [name for name in scope.names() if name != _ITEM]
    hint = did_you_mean(expr.name, known)
    if not hint:
        hint = f"Known here: {', '.join(sorted(set(known)))}." if known else "Variables may not be used here."
    fail(expr, "Unknown variable", f'There is no variable named "{expr.name}".', hint)


@handles(SplatItem)
def _splat_item(expr: SplatItem, scope: Scope) -> Any:
    return _variable(Variable(expr.source, expr.start, expr.end, _ITEM), scope)


@handles(GetAttr)
def _get_attr(expr: GetAttr, scope: Scope) -> Any:
    return get_attr(value_of(expr.object, scope), expr.name, expr)


def get_attr(value: Any, name: str, at: GetAttr) -> Any:
    """``value.name``."""
    if isinstance(value, dict):
        try:
            return value[name]
        except KeyError:
            _missing(value, name, at)
    if isinstance(value, Sensitive):
        return Sensitive(get_attr(value.value, name, at))
    if isinstance(value, Unknown):
        if value.type in {STRING, NUMBER, BOOL}:
            fail(at, "Unsupported attribute", f"Can't access attributes on a primitive-typed value ({value.type}).")
        node = GetAttr(at.source, at.start, at.end, fold(value, at.object), name)
        return unresolved(node, [value], _step_type(value.type, name))
    if value is None:
        fail(
            at,
            "Attempt to get attribute from null value",
            "This value is null, so it does not have any attributes.",
            f'What comes before ".{name}" must not be null here.',
        )
    kind = type_of(value)
    if kind in {STRING, NUMBER, BOOL}:
        fail(at, "Unsupported attribute", f"Can't access attributes on a primitive-typed value ({kind}).")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        fail(
            at,
            "Unsupported attribute",
            f"Can't access attributes on a list of objects. Did you mean to access attribute "
            f'"{name}" for a specific element of the list, or across all elements of the list?',
            f"Write [0].{name} or [*].{name}.",
        )
    fail(at, "Unsupported attribute", "This value does not have any attributes.")


def _missing(value: dict[str, Any], name: str, at: Expr) -> None:
    hint = did_you_mean(name, value)
    if not hint:
        known = sorted(value)[:20]
        hint = f"It has: {', '.join(known)}{', …' if len(value) > len(known) else ''}." if known else "It is empty."
    if isinstance(value, MapValue):
        fail(at, "Missing map element", f'This map does not have an element with the key "{name}".', hint)
    fail(at, "Unsupported attribute", f'This object does not have an attribute named "{name}".', hint)


def _step_type(kind: Type, key: Any) -> Type:
    if isinstance(kind, ObjectType):
        return kind.attributes.get(key, DYNAMIC)
    if isinstance(kind, ListType | MapType):
        return kind.element
    if isinstance(kind, TupleType) and isinstance(key, int) and 0 <= key < len(kind.elements):
        return kind.elements[key]
    return DYNAMIC


@handles(Index)
def _index(expr: Index, scope: Scope) -> Any:
    return index(value_of(expr.object, scope), value_of(expr.key, scope), expr)


def index(value: Any, key: Any, at: Index) -> Any:
    """``value[key]``."""
    value, sensitive = unmark(value)
    key, sensitive_key = unmark(key)
    return remark(_element(value, key, at), sensitive or sensitive_key)


def _element(value: Any, key: Any, at: Index) -> Any:
    if value is None:
        fail(at, "Attempt to index null value", "This value is null, so it does not have any indices.")
    if key is None:
        fail(at.key, "Invalid index", "Can't use a null value as an indexing key.")
    if isinstance(value, SetValue):
        fail(
            at,
            "Invalid index",
            "Elements of a set are identified only by their value and don't have any separate index or key to select "
            "with, so it's only possible to perform operations across all elements of the set.",
            "Convert it with tolist(…) if the order in which sets are sorted is what you want.",
        )
    if not isinstance(value, list | dict | Unknown):
        fail(at, "Invalid index", "This value does not have any indices.")
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        node = Index(at.source, at.start, at.end, fold(value, at.object), fold(key, at.key), at.legacy)
        return unresolved(node, [value, key], _step_type(value.type, key) if isinstance(value, Unknown) else DYNAMIC)
    if isinstance(value, dict):
        name = _key(key, STRING, at)
        if name in value:
            return value[name]
        hint = did_you_mean(name, value) or (f"Known keys: {', '.join(sorted(value)[:20])}." if value else "")
        fail(at, "Invalid index", f'{_NOT_FOUND}: there is no key "{name}".', hint)
    number = _key(key, NUMBER, at)
    if isinstance(number, Decimal):
        reason = "indexing a sequence requires a whole number, but the given index has a fractional part"
    elif number < 0:
        reason = "a negative number is not a valid index for a sequence"
    elif number < len(value):
        return value[number]
    elif not value:
        reason = "the collection has no elements"
    else:
        reason = f"the given index is greater than or equal to the length of the collection, {len(value)}"
    fail(at, "Invalid index", f"{_NOT_FOUND}: {reason}.")


_NOT_FOUND = "The given key does not identify an element in this collection value"


def _key(key: Any, want: Type, at: Index) -> Any:
    try:
        return convert(key, want)
    except ConversionError as error:
        fail(at.key, "Invalid index", f"{_NOT_FOUND}: {error.message}.")


@handles(Splat)
def _splat(expr: Splat, scope: Scope) -> Any:
    value, sensitive = unmark(value_of(expr.object, scope))
    return remark(_splat_over(value, expr, scope), sensitive)


def _splat_over(value: Any, expr: Splat, scope: Scope) -> Any:
    if value is None:
        return []
    if isinstance(value, Unknown):
        item = _item_type(value.type)
        symbol: Unknown = Unknown(item)
        if isinstance(value, Residual):
            symbol = Residual(SplatItem(expr.each.source, expr.each.start, expr.each.end), item)
        each = value_of(expr.each, scope.child({_ITEM: symbol}))
        node = Splat(expr.source, expr.start, expr.end, fold(value, expr.object), fold(each, expr.each))
        return unresolved(node, [value, each])
    items = list(value) if isinstance(value, list | SetValue) else [value]
    if not isinstance(expr.each, SplatItem):
        items = [value_of(expr.each, scope.child({_ITEM: item})) for item in items]
    if not isinstance(value, ListValue | SetValue):
        return items
    return ListValue(items, None if items else _empty_type(type_of(value), expr, scope))


def _item_type(kind: Type) -> Type:
    return kind.element if isinstance(kind, ListType | SetType) else DYNAMIC


def _empty_type(kind: Type, expr: Splat, scope: Scope) -> Type:
    """The element type of the splat over an empty list: what its body gives for an unknown element."""
    probe = value_of(expr.each, scope.child({_ITEM: Unknown(_item_type(kind))}))
    return DYNAMIC if contains(probe, Unknown) and not isinstance(probe, Unknown) else type_of(probe)
