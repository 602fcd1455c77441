"""Types as cty has them, and how values are converted between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .numbers import format_number, parse_number
from .syntax import Call
from .values import ListValue, MapValue, Residual, Sensitive, SetValue, Unknown


@dataclass(frozen=True, slots=True)
class Type:
    """Any type; this class itself is used for the primitive ones."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """``list(element)``."""

    element: Type
    name: str = field(default="list", init=False)

    def __str__(self) -> str:
        return f"list of {self.element}"


@dataclass(frozen=True, slots=True)
class SetType(Type):
    """``set(element)``."""

    element: Type
    name: str = field(default="set", init=False)

    def __str__(self) -> str:
        return f"set of {self.element}"


@dataclass(frozen=True, slots=True)
class MapType(Type):
    """``map(element)``."""

    element: Type
    name: str = field(default="map", init=False)

    def __str__(self) -> str:
        return f"map of {self.element}"


@dataclass(frozen=True, slots=True)
class TupleType(Type):
    """``tuple([…])``: what ``[…]`` makes."""

    elements: tuple[Type, ...]
    name: str = field(default="tuple", init=False)

    def __str__(self) -> str:
        return "tuple"


@dataclass(frozen=True, slots=True)
class ObjectType(Type):
    """``object({…})``: what ``{…}`` makes. ``optional`` attributes may be missing when a value is converted to it."""

    items: tuple[tuple[str, Type], ...]
    optional: frozenset[str] = frozenset()
    name: str = field(default="object", init=False)

    @classmethod
    def of(cls, attributes: Mapping[str, Type], optional: frozenset[str] = frozenset()) -> ObjectType:
        """The object type with these attributes."""
        return cls(tuple(sorted(attributes.items(), key=lambda item: item[0])), optional)

    @property
    def attributes(self) -> dict[str, Type]:
        """The types of the attributes by name."""
        return dict(self.items)

    def __str__(self) -> str:
        return "object"


STRING = Type("string")
NUMBER = Type("number")
BOOL = Type("bool")
DYNAMIC = Type("dynamic")
_PRIMITIVE = (STRING, NUMBER, BOOL)


def type_of(value: Any) -> Type:
    """The type of a value. The null of no particular type, like an unknown one, is of type ``DYNAMIC``."""
    if isinstance(value, str):
        return STRING
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int | Decimal):
        return NUMBER
    if isinstance(value, ListValue):
        return ListType(_element_type(value.element_type, value))
    if isinstance(value, list):
        return TupleType(tuple(map(type_of, value)))
    if isinstance(value, MapValue):
        return MapType(_element_type(value.element_type, value.values()))
    if isinstance(value, dict):
        return ObjectType.of({key: type_of(item) for key, item in value.items()})
    if isinstance(value, SetValue):
        return SetType(_element_type(value.element_type, value))
    if isinstance(value, Unknown):
        return value.type
    if isinstance(value, Sensitive):
        return type_of(value.value)
    if value is None:
        return DYNAMIC
    raise TypeError(f"not a value of the language: {type(value).__name__}")


def _element_type(given: Type | None, items: Any) -> Type:
    if given is not None:
        return given
    for item in items:
        found = type_of(item)
        if found != DYNAMIC:
            return found
    return DYNAMIC


class ConversionError(Exception):
    """A value does not have, and cannot be given, the wanted type."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def convert(value: Any, want: Type) -> Any:
    """The value as one of type ``want`` (cty's "unsafe" conversion), or :class:`ConversionError`."""
    if want == DYNAMIC or value is None:
        return value
    if isinstance(value, Sensitive):
        return Sensitive(convert(value.value, want))
    if isinstance(value, Unknown):
        return _convert_unknown(value, want)
    if want in _PRIMITIVE:
        return _convert_primitive(value, want)
    if isinstance(want, ListType) and isinstance(value, list | SetValue):
        return ListValue(*_elements(list(value), want.element, "list", range(len(value))))
    if isinstance(want, SetType) and isinstance(value, list | SetValue):
        return SetValue(*_elements(list(value), want.element, "set", range(len(value))))
    if isinstance(want, MapType) and isinstance(value, dict):
        items, element = _elements(list(value.values()), want.element, "map", list(value))
        return MapValue(zip(value, items, strict=True), element)
    if isinstance(want, TupleType) and isinstance(value, list) and not isinstance(value, ListValue):
        if len(value) != len(want.elements):
            raise ConversionError(f"{len(want.elements)} elements required, but have {len(value)}")
        return [_inside(item, kind, i) for i, (item, kind) in enumerate(zip(value, want.elements, strict=True))]
    if isinstance(want, ObjectType) and isinstance(value, dict):
        missing = [name for name, _ in want.items if name not in value and name not in want.optional]
        if missing:
            names = ", ".join(f'"{name}"' for name in missing)
            raise ConversionError(
                f"attribute{'s' if missing[1:] else ''} {names} {'are' if missing[1:] else 'is'} required"
            )
        return {name: _inside(value.get(name), kind, name) for name, kind in want.items}
    raise ConversionError(f"{want} required, but have {describe(value)}")


def describe(value: Any) -> str:
    """The type of a value in words."""
    if value is None:
        return "null"
    found = type_of(value)
    return "a value not known yet" if found == DYNAMIC else str(found)


def _elements(items: list[Any], want: Type, kind: str, keys: Any) -> tuple[list[Any], Type]:
    """The elements of a collection, all converted to one type, and that type."""
    if want == DYNAMIC:
        common = unify([type_of(item) for item in items if item is not None])
        if common is None:
            raise ConversionError(f"all {kind} elements must have the same type")
        want = common
    return [_inside(item, want, key) for key, item in zip(keys, items, strict=True)], want


def _inside(value: Any, want: Type, key: int | str) -> Any:
    try:
        return convert(value, want)
    except ConversionError as error:
        place = f"element {key}" if isinstance(key, int) else f'element "{key}"'
        raise ConversionError(f"{place}: {error.message}") from None


def _convert_primitive(value: Any, want: Type) -> Any:
    if isinstance(value, str):
        if want == STRING:
            return value
        if want == NUMBER:
            number = parse_number(value)
            if number is None:
                raise ConversionError("a number is required")
            return number
        if value in {"true", "1"}:
            return True
        if value in {"false", "0"}:
            return False
        lower = value.lower()
        advice = f'; to convert from string, use lowercase "{lower}"' if lower in {"true", "false"} else ""
        raise ConversionError(f"a bool is required{advice}")
    if isinstance(value, bool):
        if want == BOOL:
            return value
        if want == STRING:
            return "true" if value else "false"
    elif isinstance(value, int | Decimal):
        if want == NUMBER:
            return value
        if want == STRING:
            return format_number(value)
    raise ConversionError(f"{want} required, but have {describe(value)}")


_CONVERTERS = {"string": "tostring", "number": "tonumber", "bool": "tobool", "list": "tolist", "set": "toset"}
_CONVERTERS["map"] = "tomap"


def _convert_unknown(value: Unknown, want: Type) -> Unknown:
    """An unknown of the wanted type. A residual gets a call around it, where a function can say the conversion."""
    if not convertible(value.type, want):
        raise ConversionError(f"{want} required, but have {value.type}")
    if not isinstance(value, Residual):
        return Unknown(want)
    name = _CONVERTERS.get(want.name)
    if value.type == want or name is None:
        return Residual(value.expr, want)
    expr = value.expr
    return Residual(Call(expr.source, expr.start, expr.end, name, (expr,)), want)


def convertible(source: Type, target: Type) -> bool:
    """Whether a value of one type may be convertible to another (a string may or may not be a number)."""
    if DYNAMIC in (source, target) or source == target:
        return True
    if source in _PRIMITIVE and target in _PRIMITIVE:
        return STRING in (source, target)
    match source, target:
        case (ListType() | SetType(), ListType() | SetType()) | (MapType(), MapType()):
            return convertible(source.element, target.element)  # type: ignore[attr-defined]
        case TupleType(), ListType() | SetType():
            if target.element == DYNAMIC:
                return unify(source.elements) is not None
            return all(convertible(kind, target.element) for kind in source.elements)
        case ObjectType(), MapType():
            if target.element == DYNAMIC:
                return unify([kind for _, kind in source.items]) is not None
            return all(convertible(kind, target.element) for _, kind in source.items)
        case MapType(), ObjectType():
            # What is optional may not be among the keys.
            return all(name in target.optional or convertible(source.element, kind) for name, kind in target.items)
        case TupleType(), TupleType():
            return len(source.elements) == len(target.elements) and all(
                map(convertible, source.elements, target.elements)
            )
        case ObjectType(), ObjectType():
            have = source.attributes
            return all(
                convertible(have[name], kind) if name in have else name in target.optional
                for name, kind in target.items
            )
    return False


def unify(types: Sequence[Type]) -> Type | None:
    """The one type that values of all these types can be converted to, as cty chooses it; None if there is none."""
    if not types:
        return DYNAMIC
    first = types[0]
    if all(kind == first for kind in types):
        return first
    kinds = {kind.name for kind in types}
    dynamic = DYNAMIC.name in kinds
    kinds.discard(DYNAMIC.name)
    if len(kinds) == 1 and not (kinds & {"string", "number", "bool"}):
        return DYNAMIC if dynamic else _unify_alike(types)
    if kinds == {"map", "object"}:
        found = _unify_as(types, ObjectType, _objects_as_map)
        if found is not None:
            return found
    elif kinds == {"list", "tuple"}:
        found = _unify_as(types, TupleType, _tuples_as_list)
        if found is not None:
            return found
    elif {"object", "tuple"} <= kinds:
        return None
    for want in sorted(types, key=_generality):
        if all(convertible(kind, want) for kind in types):
            return want
    return None


def _generality(kind: Type) -> int:
    """Smaller is more general: the order in which the types themselves are tried as the common one."""
    order = ("dynamic", "string", "list", "set", "map")
    return order.index(kind.name) if kind.name in order else len(order)


def _unify_alike(types: Sequence[Type]) -> Type | None:
    """Types of one kind, not all the same."""
    first = types[0]
    if isinstance(first, ListType | SetType | MapType):
        element = unify([kind.element for kind in types])  # type: ignore[attr-defined]
        return None if element is None else type(first)(element)
    if isinstance(first, TupleType):
        return _unify_tuples([kind for kind in types if isinstance(kind, TupleType)])
    return _unify_objects([kind for kind in types if isinstance(kind, ObjectType)])


def _unify_tuples(types: list[TupleType]) -> Type | None:
    if len({len(kind.elements) for kind in types}) > 1:
        return _tuples_as_list(types)
    across = [unify(column) for column in zip(*(kind.elements for kind in types), strict=True)]
    return None if None in across else TupleType(tuple(kind for kind in across if kind is not None))


def _unify_objects(types: list[ObjectType]) -> Type | None:
    names = [name for name, _ in types[0].items]
    if any([name for name, _ in kind.items] != names for kind in types):
        return _objects_as_map(types)
    result: dict[str, Type] = {}
    for name, *column in zip(names, *([kind for _, kind in item.items] for item in types), strict=True):
        found = unify(column)
        if found is None:
            return None
        result[name] = found
    return ObjectType.of(result)


def _tuples_as_list(types: Sequence[Any]) -> Type | None:
    element = unify([element for kind in types for element in kind.elements])
    return None if element is None else ListType(element)


def _objects_as_map(types: Sequence[Any]) -> Type | None:
    element = unify([element for kind in types for _, element in kind.items])
    return None if element is None else MapType(element)


def _unify_as(types: Sequence[Type], kind: type[Type], collect: Callable[[Sequence[Any]], Type | None]) -> Type | None:
    """Structural types next to collections: first the structural ones as a collection, then all together."""
    collection = collect([item for item in types if isinstance(item, kind)])
    if collection is None:
        return None
    return unify([collection if isinstance(item, kind) else item for item in types])
