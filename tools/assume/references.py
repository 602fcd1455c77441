"""What the configuration refers to: which computed attributes somebody reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .placeholders import Surroundings

_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')
_CALL = re.compile(r"(?:^|\.)module\.([\w-]+)")
_REFERENCE = re.compile(r'([a-z]\w*\.[\w-]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?')
_ATTRIBUTE = re.compile(r"\.([a-z_]\w*)")
_NO_RESOURCE = frozenset({"var", "local", "each", "count", "path", "module", "data", "self", "terraform", "ephemeral"})

_ACCOUNT = re.compile(r":(\d{12}):")

Module = tuple[str, ...]
"""The names of the module calls that lead to a module."""


def module_of(address: str) -> Module:
    """The module that an address lies in, without keys."""
    path = []
    rest = _KEY.sub("", address)
    while found := _CALL.match(rest):
        path.append(found[1])
        rest = rest[found.end() :]
    return tuple(path)


@dataclass(slots=True)
class Block:
    """A resource block of the configuration, as seen by others and by itself."""

    provider: str = ""
    """The provider configuration that it uses: ``aws.alias``."""
    expressions: Mapping[str, Any] = field(default_factory=dict)
    """Its arguments."""
    read: set[str] = field(default_factory=set)
    """Names that others put after it: of its attributes, and of what is within them."""
    whole: bool = False
    """Others use it as a whole (a ``for``, a splat, or an output of all of it), so that any attribute may be read."""

    def may_be_read(self, attribute: str) -> bool:
        """Whether somebody may read an attribute."""
        return self.whole or attribute in self.read


def mentioned(files: Iterable[Path]) -> frozenset[str]:
    """All attributes that the files of a module mention: what may be meant by ``for each in aws_x.y : each.z``."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in files if path.suffix in (".tf", ".json"))
    return frozenset(name for text in texts for name in _ATTRIBUTE.findall(text))


def blocks(
    configuration: Mapping[str, Any], mentions: Callable[[str | None], frozenset[str]]
) -> dict[tuple[Module, str], Block]:
    """The managed resources of a plan's configuration, by module and ``type.name``.

    ``mentions``: what the module that the root calls by a name mentions, with all within it; for None, the root itself.
    """
    found: dict[tuple[Module, str], Block] = {}
    for path, module in _modules(configuration.get("root_module") or {}, ()):
        for raw in module.get("resources", []):
            if raw["mode"] == "managed":
                block = found.setdefault((path, f"{raw['type']}.{raw['name']}"), Block())
                block.provider = raw["provider_config_key"]
                block.expressions = raw.get("expressions", {})
        own = {name: value for name, value in module.items() if name != "module_calls"}
        calls = {
            name: {key: value for key, value in call.items() if key != "module"}
            for name, call in module.get("module_calls", {}).items()
        }
        for references in _references([own, calls]):
            for name, attributes in _resources(references):
                block = found.setdefault((path, name), Block())
                block.read |= attributes or mentions(path[0] if path else None)
                block.whole = block.whole or not attributes
    return found


def surroundings(configuration: Mapping[str, Any], key: str) -> Surroundings:
    """Region and account of a provider configuration (``aws.alias``), as far as constants in it tell."""
    given = configuration.get("provider_config", {}).get(key, {}).get("expressions", {})
    default = Surroundings()
    region = given.get("region", {}).get("constant_value") or default.region
    allowed = given.get("allowed_account_ids", {}).get("constant_value") or []
    roles = given.get("assume_role", [])
    role = roles[0].get("role_arn", {}).get("constant_value", "") if isinstance(roles, list) and roles else ""
    accounts = [*map(str, allowed), *_ACCOUNT.findall(str(role))]
    return Surroundings(str(region), next(iter(accounts), default.account))


def _resources(references: list[str]) -> Iterator[tuple[str, set[str]]]:
    """The resources of a list of references, each with the names that follow it; none where it is used as a whole.

    Terraform lists each reference with what it is a part of: ``aws_vpc.a[0].id``, ``aws_vpc.a[0]``, ``aws_vpc.a``.
    """
    previous = ""
    for reference in references:
        found = _REFERENCE.match(reference)
        if found and found[1].partition(".")[0] not in _NO_RESOURCE:
            part_of_previous = len(previous) > len(reference) and previous.startswith(
                (f"{reference}.", f"{reference}[")
            )
            names = set(_ATTRIBUTE.findall(_KEY.sub("", reference[found.end() :])))
            if names or not part_of_previous:
                yield found[1], names
        previous = reference


def _references(value: Any) -> Iterator[list[str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "references" and isinstance(item, list):
                yield item
            else:
                yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _modules(module: Mapping[str, Any], path: Module) -> Iterator[tuple[Module, Mapping[str, Any]]]:
    yield path, module
    for name, call in module.get("module_calls", {}).items():
        yield from _modules(call.get("module", {}), (*path, name))
