"""Values as a plan gives them: unknown and sensitive parts marked within the value itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

T = TypeVar("T")


class Unknown:
    """A value that is known after apply only."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A sensitive value: it can be compared, and is never shown."""

    value: Any

    def __repr__(self) -> str:
        return "SECRET"


def marked(value: Any, unknown: Any = False, sensitive: Any = False) -> Any:
    """A value of a plan with ``UNKNOWN`` and ``Secret`` in the places that the two shapes mark.

    The shapes are those of ``terraform show -json``: true for a whole value, or a collection shaped like it, in which
    what is left out is not marked. The value leaves out attributes that are unknown, and has null for unknown elements.
    """
    if sensitive is True:
        return Secret(freeze(marked(value, unknown)))
    if unknown is True:
        return UNKNOWN
    if isinstance(value, dict) or (value is None and isinstance(unknown, dict) and unknown):
        return _marked_map(value or {}, _as(dict, unknown), _as(dict, sensitive))
    if isinstance(value, list) or (value is None and isinstance(unknown, list) and unknown):
        return _marked_list(value or [], _as(list, unknown), _as(list, sensitive))
    return value


def _marked_map(value: dict[str, Any], unknown: dict[str, Any], sensitive: dict[str, Any]) -> dict[str, Any]:
    names = [*value, *(name for name, shape in unknown.items() if name not in value and _marks(shape))]
    return {name: marked(value.get(name), unknown.get(name, False), sensitive.get(name, False)) for name in names}


def _marked_list(value: list[Any], unknown: list[Any], sensitive: list[Any]) -> list[Any]:
    length = max(len(value), len(unknown))
    return [marked(_at(value, i), _at(unknown, i), _at(sensitive, i)) for i in range(length)]


def freeze(value: Any) -> Hashable:
    """A hashable that is equal for equal values only: true is not 1, and a null attribute is as good as none."""
    if isinstance(value, dict):
        return ("map", frozenset((name, freeze(each)) for name, each in value.items() if each is not None))
    if isinstance(value, list):
        return ("list", tuple(freeze(each) for each in value))
    if isinstance(value, bool):
        return ("bool", value)
    assert isinstance(value, Hashable)  # noqa: S101 - what JSON has besides, and the two marks
    return value


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal, as ``freeze`` sees it."""
    return freeze(left) == freeze(right)


def has_mark(value: Any) -> bool:
    """Whether a part of a value is unknown or sensitive."""
    return any(isinstance(each, Unknown | Secret) for each in leaves(value))


def leaves(value: Any) -> Iterator[Any]:
    """What a value holds that is no collection."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def secret_texts(value: Any) -> set[str]:
    """The texts within the sensitive parts of a marked value."""
    return {text for each in leaves(value) if isinstance(each, Secret) for text in _texts(each.value)}


def _texts(frozen: Any) -> Iterator[str]:
    if isinstance(frozen, str):
        yield frozen
    elif isinstance(frozen, tuple | frozenset):
        for each in frozen:
            yield from _texts(each)


def _as(kind: type[T], shape: Any) -> T:
    return shape if isinstance(shape, kind) else kind()


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None


def _marks(shape: Any) -> bool:
    """Whether a shape marks anything."""
    if isinstance(shape, dict):
        return any(_marks(each) for each in shape.values())
    if isinstance(shape, list):
        return any(_marks(each) for each in shape)
    return shape is True
