"""The values of the language as Python values.

====================  =========================================================
null                  ``None``
bool, string          ``bool``, ``str`` (in Unicode normal form C, as HCL keeps them)
number                ``int`` when integral, else ``decimal.Decimal``; never ``float`` (see numbers.py)
tuple, object         ``list``, ``dict``
list, map, set        :class:`ListValue`, :class:`MapValue`, :class:`SetValue`
not known yet         :class:`Unknown`; :class:`Residual` when the expression it came from is kept
sensitive             :class:`Sensitive` around any other value, at any depth
====================  =========================================================

All of them are treated as immutable, the Python containers too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from .numbers import format_number

if TYPE_CHECKING:
    from .syntax import Expr
    from .types import Type

Value: TypeAlias = "bool | int | Decimal | str | list[Any] | dict[str, Any] | SetValue | Unknown | Sensitive | None"


class ListValue(list[Any]):
    """A ``list(T)``. ``element_type`` may be left out where an element tells it."""

    __slots__ = ("element_type",)

    def __init__(self, items: Iterable[Any] = (), element_type: Type | None = None) -> None:
        super().__init__(items)
        self.element_type = element_type


class MapValue(dict[str, Any]):
    """A ``map(T)``."""

    __slots__ = ("element_type",)

    def __init__(
        self, items: Mapping[str, Any] | Iterable[tuple[str, Any]] = (), element_type: Type | None = None
    ) -> None:
        super().__init__(items)
        self.element_type = element_type


class SetValue:
    """A ``set(T)``: no element twice, iterated in the order in which Terraform iterates."""

    __slots__ = ("element_type", "elements")

    def __init__(self, items: Iterable[Any] = (), element_type: Type | None = None) -> None:
        unique = {value_key(item): item for item in items}
        self.elements: tuple[Any, ...] = tuple(sorted(unique.values(), key=_set_order))
        self.element_type = element_type

    def __iter__(self) -> Iterator[Any]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    def __contains__(self, item: object) -> bool:
        key = value_key(item)
        return any(value_key(element) == key for element in self.elements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetValue) and value_key(self) == value_key(other)

    def __hash__(self) -> int:
        return hash(value_key(self))

    def __repr__(self) -> str:
        return f"SetValue({list(self.elements)!r})"


def _dynamic() -> Type:
    from .types import DYNAMIC

    return DYNAMIC


class Unknown:
    """A value that is not known yet, though perhaps its type is."""

    __slots__ = ("type",)

    def __init__(self, type: Type | None = None) -> None:
        self.type: Type = type or _dynamic()

    def __repr__(self) -> str:
        return f"Unknown({self.type})"


class Residual(Unknown):
    """An unknown value that remembers the expression it is the value of, with all known parts folded in."""

    __slots__ = ("expr",)

    def __init__(self, expr: Expr, type: Type | None = None) -> None:
        super().__init__(type)
        self.expr = expr

    def __repr__(self) -> str:
        from .residual import to_native

        return f"Residual({to_native(self)})"


class Sensitive:
    """A value that must not be shown. Never directly around another one."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value: Value = value.value if isinstance(value, Sensitive) else value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sensitive) and value_key(self.value) == value_key(other.value)

    def __hash__(self) -> int:
        return hash(("sensitive", value_key(self.value)))

    def __repr__(self) -> str:
        return "Sensitive(…)"


def unmark(value: Value) -> tuple[Any, bool]:
    """The value without an outermost mark, and whether it had one."""
    return (value.value, True) if isinstance(value, Sensitive) else (value, False)


def remark(value: Value, sensitive: bool) -> Value:
    """The value, marked if asked to."""
    return Sensitive(value) if sensitive else value


def unmark_deep(value: Value) -> tuple[Any, bool]:
    """The value without any mark inside, and whether there was one. Without marks it is the same object."""
    if not contains(value, Sensitive):
        return value, False
    return _without_marks(value), True


def _without_marks(value: Any) -> Any:
    if isinstance(value, Sensitive):
        return _without_marks(value.value)
    return map_elements(value, _without_marks)


def map_elements(value: Any, change: Any) -> Any:
    """A container of the same kind with each element changed; any other value as it is."""
    if isinstance(value, ListValue):
        return ListValue(map(change, value), value.element_type)
    if isinstance(value, list):
        return [change(item) for item in value]
    if isinstance(value, MapValue):
        return MapValue({key: change(item) for key, item in value.items()}, value.element_type)
    if isinstance(value, dict):
        return {key: change(item) for key, item in value.items()}
    if isinstance(value, SetValue):
        return SetValue(map(change, value), value.element_type)
    return value


def contains(value: Any, kinds: type | tuple[type, ...]) -> bool:
    """Whether the value is one of ``kinds`` or holds one at any depth."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, kinds):
            return True
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, SetValue):
            stack.extend(item.elements)
        elif isinstance(item, Sensitive):
            stack.append(item.value)
    return False


def is_known(value: Any) -> bool:
    """Whether neither the value nor anything inside is unknown."""
    return not contains(value, Unknown)


def equals(left: Value, right: Value) -> bool:
    """Equality of two known values as ``==`` of the language sees it: types differ, values differ."""
    from .types import type_of

    return value_key(left) == value_key(right) and (
        not isinstance(left, list | dict | SetValue) or type_of(left) == type_of(right)
    )


def value_key(value: Any) -> Any:
    """A hashable Python value that is the same for equal values (``1`` and ``True`` are told apart)."""
    if isinstance(value, bool):
        return ("b", value)
    if isinstance(value, list):
        return (_kind(value, ListValue, "l", "t"), *map(value_key, value))
    if isinstance(value, dict):
        return (_kind(value, MapValue, "m", "o"), frozenset((key, value_key(item)) for key, item in value.items()))
    if isinstance(value, SetValue):
        return ("s", *map(value_key, value.elements))
    if isinstance(value, Sensitive):
        return ("!", value_key(value.value))
    if isinstance(value, Unknown):
        return ("?", id(value))
    return value


def _kind(value: Any, collection: type, is_collection: str, is_structural: str) -> str:
    return is_collection if isinstance(value, collection) else is_structural


def _set_order(value: Any) -> tuple[int, bytes | int | Decimal]:
    """The sort key of Terraform's sets: known before unknown before null; primitives by value, others by hash bytes."""
    if isinstance(value, Sensitive):
        value = value.value
    if value is None:
        return (4, 0)
    if isinstance(value, Unknown):
        return (3, 0)
    if isinstance(value, str):
        return (0, value.encode("utf-8", "surrogatepass"))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return (1, value)
    return (2, hash_bytes(value))


def hash_bytes(value: Any) -> bytes:
    """The bytes by which cty orders the elements of a set that are not primitive."""
    return _hash_text(value).encode("utf-8", "surrogatepass")


def _hash_text(value: Any) -> str:
    if isinstance(value, Unknown):
        return "?"
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, str):
        return _go_quote(value)
    if isinstance(value, Sensitive):
        return _hash_text(value.value)
    if isinstance(value, MapValue):
        return "{" + "".join(f"{_go_quote(k)}:{_hash_text(value[k])};" for k in sorted(value)) + "}"
    if isinstance(value, dict):
        return "<" + "".join(f"{_hash_text(value[k])};" for k in sorted(value)) + ">"
    parts = "".join(f"{_hash_text(item)};" for item in value)
    return f"[{parts}]" if isinstance(value, ListValue | SetValue) else f"<{parts}>"


_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", '"': '\\"'}
_ESCAPES["\\"] = "\\\\"


def _go_quote(text: str) -> str:
    """Go's ``%q``."""
    if text.isalnum() and text.isascii():
        return f'"{text}"'
    out = []
    for character in text:
        code = ord(character)
        if character in _ESCAPES:
            out.append(_ESCAPES[character])
        elif character == " " or (character.isprintable()):
            out.append(character)
        elif code < 0x80:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'
