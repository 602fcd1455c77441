"""A plan document as resources: what each will be, what is not known yet, and which module it stands in."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')
_MODULE = re.compile(r"(?:^|\.)module\.([\w-]+)")


def general(address: str) -> str:
    """An address without its ``for_each`` and ``count`` keys: one per block of source."""
    return _KEY.sub("", address)


def module_path(address: str) -> tuple[str, ...]:
    """The names of the module calls that lead to an address."""
    path = []
    rest = general(address)
    while found := _MODULE.match(rest):
        path.append(found[1])
        rest = rest[found.end() :]
    return tuple(path)


@dataclass(frozen=True, slots=True)
class Resource:
    """A managed resource as it will be after the plan."""

    address: str
    type: str
    name: str
    key: str | int | None
    values: dict[str, Any]
    unknown: dict[str, Any]
    """Shaped like ``values``: true where the value is known after apply only."""
    references: dict[str, tuple[str, ...]]
    """What the expression of each argument refers to, within its module."""
    sensitive: dict[str, Any] = field(default_factory=dict)
    """Shaped like ``values``: true where the value is not to be shown."""

    @property
    def module(self) -> str:
        """The address of the module instance that it stands in."""
        return self.address.rpartition(f"{self.type}.{self.name}")[0]

    def is_set(self, argument: str) -> bool:
        """Whether an argument has a value, be it one that is known after apply only."""
        return bool(self.values.get(argument)) or bool(self.unknown.get(argument))


class Plan:
    """A document of ``terraform show -json``."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @functools.cached_property
    def resources(self) -> list[Resource]:
        """Every managed resource that will exist after the plan."""
        unknown = {
            change["address"]: change["change"].get("after_unknown") or {}
            for change in self.document.get("resource_changes", [])
        }
        root = self.document.get("planned_values", {}).get("root_module", {})
        return [
            Resource(
                address=item["address"],
                type=item["type"],
                name=item["name"],
                key=item.get("index"),
                values=item.get("values") or {},
                unknown=unknown.get(item["address"]) or {},
                references=self._references(item),
                sensitive=item.get("sensitive_values") or {},
            )
            for item in _planned(root)
            if item["mode"] == "managed"
        ]

    @functools.cached_property
    def by_address(self) -> dict[str, Resource]:
        """The resources by their full addresses."""
        return {resource.address: resource for resource in self.resources}

    def arguments(self, address: str) -> set[str]:
        """The arguments that the block of a resource gives."""
        resource = self.by_address[address]
        block = self._blocks.get((module_path(address), resource.type, resource.name), {})
        return set(block.get("expressions", {}))

    def of_type(self, *types: str) -> list[Resource]:
        """The resources of some types."""
        return [resource for resource in self.resources if resource.type in types]

    def _references(self, item: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        block = self._blocks.get((module_path(item["address"]), item["type"], item["name"]), {})
        each = tuple(block.get("for_each_expression", {}).get("references", ()))
        found = {
            argument: tuple(expression["references"])
            for argument, expression in block.get("expressions", {}).items()
            if isinstance(expression, dict) and "references" in expression
        }
        return {
            argument: references + (each if any(name.startswith("each.") for name in references) else ())
            for argument, references in found.items()
        }

    @functools.cached_property
    def _blocks(self) -> dict[tuple[tuple[str, ...], str, str], dict[str, Any]]:
        root = self.document.get("configuration", {}).get("root_module", {})
        return {
            (path, block["type"], block["name"]): block
            for path, module in _modules(root, ())
            for block in module.get("resources", [])
            if block["mode"] == "managed"
        }

    def with_unknowns_marked(self, mark: str) -> dict[str, Any]:
        """The document with a mark where an argument is given but its value is known after apply only.

        Terraform leaves such arguments out of the planned values, so that a key of another unit looks like no key. A
        computed attribute that nobody sets stays left out. Marks begin with ``mark``; two are equal where they come
        from the same references, so that rules which compare two values see what is the same and what is not.
        """
        document: dict[str, Any] = json.loads(json.dumps(self.document))
        for item in _planned(document.get("planned_values", {}).get("root_module", {})):
            if item["mode"] != "managed":
                continue
            resource = self.by_address[item["address"]]
            block = self._blocks.get((module_path(item["address"]), item["type"], item["name"]), {})
            values = item.setdefault("values", {})
            given = block.get("expressions", {}).keys() | values.keys()
            for argument in given & resource.unknown.keys():
                sources = resource.references.get(argument)
                origin = (resource.module, *sources) if sources else (resource.address, argument)
                place = f"{mark}_{hashlib.sha256(repr(origin).encode()).hexdigest()[:12]}"
                values[argument] = _marked(values.get(argument), resource.unknown[argument], place)
        return document

    @functools.cached_property
    def module_sources(self) -> dict[tuple[str, ...], str]:
        """The source of every module call, as written, by the names of the calls that lead to it."""
        root = self.document.get("configuration", {}).get("root_module", {})
        return {
            (*path, name): call["source"]
            for path, module in _modules(root, ())
            for name, call in module.get("module_calls", {}).items()
        }


def _planned(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _planned(child)


def _modules(module: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    yield path, module
    for name, call in module.get("module_calls", {}).items():
        yield from _modules(call.get("module", {}), (*path, name))


def _marked(value: Any, unknown: Any, mark: str) -> Any:
    """``value`` with a mark wherever ``unknown``, which is shaped like it, says true."""
    match unknown:
        case True:
            return mark
        case dict():
            known = value if isinstance(value, dict) else {}
            return known | {key: _marked(known.get(key), later, f"{mark}_{key}") for key, later in unknown.items()}
        case list() if isinstance(value, list):
            later = unknown + [False] * (len(value) - len(unknown))
            pairs = enumerate(zip(value, later, strict=False))
            return [_marked(item, each, f"{mark}_{index}") for index, (item, each) in pairs]
    return value
