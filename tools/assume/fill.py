"""The values of one resource, complete by its schema: what is known stays, what is not known is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .placeholders import Maker, Surroundings, derived
from .references import Block as Configured
from .schemas import Attribute, Block, Nested, Type
from .shapes import COPIED

Filling = Literal["read", "all", "least"]
"""Which unknown values are made up: those that somebody reads, all, or only ``id`` and ``arn``. The others are null."""

FILLINGS: tuple[Filling, ...] = ("read", "least", "all")
"""In the order in which they are tried."""

_ALWAYS = ("id", "arn")


def with_copies(type: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes, with those that always have the value of another one."""
    copies = {
        name: attributes.get(source) for (owner, name), source in COPIED.items() if owner == type and name in attributes
    }
    return {**attributes, **copies}


def _unset(attribute: Attribute, block: Block) -> str | None:
    """What stands for an argument that nobody set and AWS decides.

    Resources of the plugin framework plan null anew at every other change, which would replace an
    ``aws_s3_bucket_lifecycle_configuration`` for its ``expected_bucket_owner``. Those of the older SDK, which alone
    makes every ``id`` configurable, do not, and an empty string there would look to policy rules like a choice.
    """
    identity = block.attributes.get("id")
    is_sdk = identity is not None and identity.configurable
    left_open = attribute.configurable and attribute.computed and attribute.type == "string"
    return "" if left_open and not is_sdk else None


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the unknown values of one resource."""

    address: str
    type: str
    schema: Block
    configured: Configured
    surroundings: Surroundings
    maker: Maker
    filling: Filling = "read"
    needed: frozenset[str] = frozenset()
    """Attributes without which the resource would change forever."""

    def complete(self, after: Any, unknown: Any, before: Any) -> dict[str, Any]:
        """All attributes: the known ones of ``after``, what ``before`` had, and made-up ones."""
        known = after if isinstance(after, Mapping) else {}
        was = before if isinstance(before, Mapping) else {}
        later = unknown if isinstance(unknown, Mapping) else {}
        out: dict[str, Any] = {}
        for name, attribute in self.schema.attributes.items():
            derivable = derived(self.type, name, known, self.surroundings) if later.get(name) is True else None
            if derivable is not None:
                out[name] = derivable
            else:
                out[name] = self._value(
                    attribute.type, known.get(name), later.get(name, False), was.get(name), name, self._wanted(name)
                )
                if later.get(name) is True and out[name] is None:
                    out[name] = _unset(attribute, self.schema)
        for name, nested in self.schema.nested.items():
            out[name] = self._nested(nested, known.get(name), later.get(name, False), was.get(name), name)
        return with_copies(self.type, out)

    def _block(self, block: Block, after: Any, unknown: Any, before: Any, path: str) -> dict[str, Any]:
        known = after if isinstance(after, Mapping) else {}
        was = before if isinstance(before, Mapping) else {}
        later = unknown if isinstance(unknown, Mapping) else dict.fromkeys(block.attributes, unknown is True)
        out = {}
        for name, each in block.attributes.items():
            inner, wanted = f"{path}.{name}", self._wanted_inside(path, name)
            out[name] = self._value(each.type, known.get(name), later.get(name, False), was.get(name), inner, wanted)
        for name, nested in block.nested.items():
            out[name] = self._nested(nested, known.get(name), later.get(name, False), was.get(name), f"{path}.{name}")
        return out

    def _nested(self, nested: Nested, after: Any, unknown: Any, before: Any, path: str) -> Any:
        if unknown is True:
            if before is not None:
                return before
            if nested.mode in ("list", "set"):
                named = nested.is_attribute and self._named(path)
                return [self._block(nested.block, None, True, None, f"{path}[0]")] if named else []
            return {} if nested.mode == "map" else None
        if after is None:
            return None if nested.is_attribute or nested.mode in ("single", "group") else self._empty(nested.mode)
        match nested.mode:
            case "list" | "set":
                was = before if isinstance(before, list) and len(before) == len(after) else []
                return [
                    self._block(nested.block, item, _at(unknown, index), _at(was, index, None), f"{path}[{index}]")
                    for index, item in enumerate(after)
                ]
            case "map":
                return {
                    key: self._block(nested.block, item, _at(unknown, key), _at(before, key, None), f"{path}.{key}")
                    for key, item in after.items()
                }
            case _:
                return self._block(nested.block, after, unknown, before, path)

    def _value(self, type: Type, after: Any, unknown: Any, before: Any, path: str, wanted: bool = True) -> Any:
        """A value of a type; what is not known of it is made up if it is ``wanted``, and always within collections."""
        if unknown is True:
            return before if before is not None else self._made(type, path, wanted)
        match after:
            case Mapping():
                inner = _inner_types(type)
                keys = [*after, *(key for key in (unknown if isinstance(unknown, Mapping) else {}) if key not in after)]
                return {
                    key: self._value(
                        inner(key), after.get(key), _at(unknown, key), _at(before, key, None), f"{path}.{key}"
                    )
                    for key in keys
                }
            case list():
                inner = _inner_types(type)
                was = before if isinstance(before, list) and len(before) == len(after) else []
                return [
                    self._value(inner(index), item, _at(unknown, index), _at(was, index, None), f"{path}[{index}]")
                    for index, item in enumerate(after)
                ]
        return after

    def _made(self, type: Type, path: str, wanted: bool) -> Any:
        """A value of a type that is not known at all. Collections are empty unless somebody reads them by name."""
        match type:
            case "string":
                return self.maker.make(self.address, self.type, path, self.surroundings) if wanted else None
            case "dynamic" if path != self._top(path):
                return self.maker.make(self.address, self.type, path, self.surroundings)
            case "number":
                return 0 if wanted else None
            case "bool":
                return False if wanted else None
            case ["object", fields, *_]:
                return {name: self._made(each, f"{path}.{name}", wanted) for name, each in fields.items()}
            case ["tuple", items]:
                return [self._made(each, f"{path}[{index}]", wanted) for index, each in enumerate(items)]
            case ["map", _]:
                return {}
            case ["list" | "set", item]:
                return [self._made(item, f"{path}[0]", True)] if self._named(path) else []
        return None

    def _wanted(self, name: str) -> bool:
        if name in _ALWAYS or name in self.needed or self.filling == "all":
            return True
        return self.filling == "read" and self.configured.may_be_read(name)

    def _wanted_inside(self, path: str, name: str) -> bool:
        """Whether an attribute of a block within the resource is made up."""
        top = self._top(path)
        if top in self.needed or self.filling == "all":
            return True
        is_attribute = self.schema.nested[top].is_attribute
        return self._named(path) and (is_attribute or name in self.configured.read)

    def _named(self, path: str) -> bool:
        return self.filling != "least" and self._top(path) in self.configured.read

    @staticmethod
    def _top(path: str) -> str:
        return path.partition("[")[0].partition(".")[0]

    @staticmethod
    def _empty(mode: str) -> Any:
        return {} if mode == "map" else []


def _at(value: Any, key: Any, default: Any = False) -> Any:
    """An element of what is shaped like a value, or the default."""
    if isinstance(value, Mapping):
        return value.get(key, default)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return default


def _inner_types(type: Type) -> Any:
    match type:
        case ["map" | "list" | "set", item]:
            return lambda _: item
        case ["object", fields, *_]:
            return lambda key: fields.get(key, "string")
        case ["tuple", items]:
            return lambda index: items[index]
    return lambda _: "dynamic"
