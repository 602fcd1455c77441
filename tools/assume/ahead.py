"""What references will say once their targets exist, worked out from the code, so that fewer plans are needed.

Terraform learns one level of references with each plan: a subnet whose ``vpc_id`` was null is replaced, so that its
own id is not known yet to what rests on it. Here the arguments that wait for something are evaluated with the assumed
values at once. It is a guess (a provider may store a value in another form, and data sources are not read): what is
wrong with it, the next plan puts right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..hcl import HclError, Sensitive, SetValue, Unknown, Value
from .fill import with_copies
from .modules import Module, body_values, code, to_value
from .schemas import Block, Nested, Type
from .state import Entry, is_marked

_STEP = re.compile(r'module\.([\w-]+)(?:\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\])?(?:\.|$)')
_GUESSING = (HclError, LookupError, TypeError, ValueError, OSError)
"""What evaluation may run into; Terraform will tell of what is a mistake."""


class Ahead:
    """The attributes of resources as they will be when nothing is unknown any more."""

    def __init__(
        self,
        folder: Path,
        document: Mapping[str, Any],
        entries: Mapping[str, Entry],
        unknown: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """``unknown``: for each full address, which arguments wait, shaped like the values."""
        self.entries = entries
        self.unknown = unknown
        self.done: dict[str, Mapping[str, Any]] = {}
        self.by_block: dict[tuple[str, str], dict[str | int | None, str]] = {}
        for address, entry in entries.items():
            self.by_block.setdefault((entry.module, f"{entry.type}.{entry.name}"), {})[entry.key] = address
        self.data: dict[tuple[str, str], dict[str | int | None, Value]] = {}
        calls: dict[str, set[str | int | None]] = {}
        for values in ((document.get("prior_state") or {}).get("values"), document.get("planned_values")):
            for address, module in _modules((values or {}).get("root_module") or {}):
                for call, key in _calls(address):
                    calls.setdefault(call, set()).add(key)
                for item in module.get("resources", []):
                    if item["mode"] == "data":
                        name = f"data.{item['type']}.{item['name']}"
                        self.data.setdefault((address, name), {})[item.get("index")] = to_value(item.get("values"))
        self.root = Module(code(folder), "", folder, self._lookup, calls)

    def attributes(self, address: str) -> Mapping[str, Any]:
        """The attributes of a resource, with what its arguments refer to."""
        if address not in self.done:
            entry = self.entries[address]
            self.done[address] = entry.attributes  # what a circle sees
            if waiting := self.unknown.get(address):
                given = self._given(entry)
                found = _grafted_block(entry.attributes, waiting, given, entry.schema)
                self.done[address] = with_copies(entry.type, found)
        return self.done[address]

    def _given(self, entry: Entry) -> Mapping[str, Value]:
        try:
            module: Module | None = self.root
            for name, key in _steps(entry.module):
                module = module.child(name, key) if module else None
            block = module.code.resources.get(f"{entry.type}.{entry.name}") if module else None
            return body_values(block.body, module.inside(entry.key, block)) if module and block else {}
        except _GUESSING:
            return {}

    def _lookup(self, module: str, name: str) -> Mapping[str | int | None, Value]:
        if name.startswith("data."):
            return self.data.get((module, name), {})
        instances = self.by_block.get((module, name), {})
        return {key: to_value(dict(self.attributes(address))) for key, address in instances.items()}


def _modules(module: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield module.get("address", ""), module
    for child in module.get("child_modules", []):
        yield from _modules(child)


def _steps(address: str) -> list[tuple[str, str | int | None]]:
    found = []
    for match in _STEP.finditer(address):
        name, text, number = match.groups()
        key = int(number) if number else None if text is None else re.sub(r"\\(.)", r"\1", text)
        found.append((name, key))
    return found


def _calls(address: str) -> Iterator[tuple[str, str | int | None]]:
    """The module calls that lead to a module instance, by their addresses, each with the key of the instance."""
    for match, (_, key) in zip(_STEP.finditer(address), _steps(address), strict=True):
        yield address[: match.start()] + f"module.{match[1]}", key


class _NotKnown(Exception):
    """The code does not tell either."""


def _grafted_block(values: Any, unknown: Any, given: Any, block: Block) -> Any:
    """Values of a block with those that are unknown taken from what the code gives."""
    if not isinstance(given, Mapping) or not isinstance(values, Mapping):
        return values
    out = dict(values)
    for name, later in (unknown if isinstance(unknown, Mapping) else {}).items():
        if name not in given:
            continue
        if name in block.attributes:
            out[name] = _grafted(values.get(name), later, given[name], block.attributes[name].type)
        elif name in block.nested:
            out[name] = _grafted_nested(values.get(name), later, given[name], block.nested[name])
    return out


def _grafted_nested(values: Any, unknown: Any, given: Any, nested: Nested) -> Any:
    items = list(given) if isinstance(given, list | SetValue) else [given]
    if nested.mode not in ("list", "set") or not isinstance(values, list):
        only = items[0] if len(items) == 1 else None
        return _grafted_block(values, unknown, only, nested.block)
    if unknown is True:
        return (
            [_whole(item, nested.block) for item in items] if all(isinstance(each, dict) for each in items) else values
        )
    if len(items) != len(values) or not isinstance(unknown, list):
        return values
    out = []
    for value, later in zip(values, unknown, strict=False):
        match = next((item for item in items if _agrees(value, later, item)), None)
        if match is None:
            return values
        items.remove(match)
        out.append(_grafted_block(value, later, match, nested.block))
    return out


def _agrees(value: Any, unknown: Any, given: Any) -> bool:
    """Whether an element may be what the code gives: in what is known of it, it is the same."""
    if not isinstance(value, Mapping) or not isinstance(given, Mapping):
        return False
    later = unknown if isinstance(unknown, Mapping) else {}
    return all(
        not isinstance(given.get(name), str) or given[name] == each
        for name, each in value.items()
        if isinstance(each, str) and not later.get(name)
    )


def _whole(given: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """A block that nothing is known of but what the code gives."""
    out: dict[str, Any] = {}
    for name, attribute in block.attributes.items():
        out[name] = _grafted(None, True, given.get(name), attribute.type)
    for name, nested in block.nested.items():
        items = given.get(name)
        listed = nested.mode in ("list", "set")
        inner = [_whole(item, nested.block) for item in items] if isinstance(items, list) else []
        out[name] = inner if listed else inner[0] if inner else None
    return out


def _grafted(value: Any, unknown: Any, given: Any, type: Type) -> Any:
    if unknown is True:
        try:
            found = _plain(given, type)
        except _NotKnown:
            return value
        return value if found is None else found
    kind = type[0] if isinstance(type, list) else type
    if isinstance(unknown, Mapping) and isinstance(value, Mapping) and isinstance(given, Mapping):
        inner: Callable[[str], Type] = (
            (lambda name: type[1].get(name, "string"))
            if kind == "object"
            else (lambda _: type[1] if kind == "map" else "dynamic")
        )
        return {
            name: _grafted(item, unknown.get(name, False), given.get(name), inner(name)) for name, item in value.items()
        }
    if isinstance(unknown, list) and isinstance(value, list) and any(map(is_marked, unknown)):
        try:
            return _plain(given, type)
        except _NotKnown:
            return value
    return value


def _plain(value: Any, type: Type) -> Any:
    """A value of the language as JSON, of a provider's type."""
    if isinstance(value, Sensitive):
        return _plain(value.value, type)
    if isinstance(value, Unknown):
        raise _NotKnown
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    match type:
        case "string" if isinstance(value, bool):
            return "true" if value else "false"
        case "string" if isinstance(value, int | float):
            return str(value)
        case "number" if isinstance(value, str):
            return float(value) if "." in value else int(value)
        case "bool" if isinstance(value, str):
            return value == "true"
        case ["list" | "set", item] if isinstance(value, list | SetValue):
            return [_plain(each, item) for each in value]
        case ["map", item] if isinstance(value, Mapping):
            return {key: _plain(each, item) for key, each in value.items()}
        case ["object", fields, *_] if isinstance(value, Mapping):
            return {name: _plain(value.get(name), each) for name, each in fields.items()}
    if isinstance(value, list | SetValue):
        return [_plain(each, "dynamic") for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each, "dynamic") for key, each in value.items()}
    return value
