"""Which attributes a configuration sets, as a plan document tells it: what nobody set is noise when it is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """The attributes that one resource's configuration sets."""

    attributes: frozenset[str]
    """Arguments, within blocks with dots: ``vpc_config.subnet_ids``."""
    blocks: frozenset[str]
    """Blocks that are written out, so that their arguments are known; ``dynamic`` ones are not told in a plan."""

    def sets(self, names: tuple[str, ...]) -> bool:
        """Whether an attribute, or a part of one, was given: (``vpc_config``, ``vpc_id``) was not."""
        for length in range(1, len(names) + 1):
            path = ".".join(names[:length])
            if path in self.attributes:
                return True
            if path not in self.blocks:
                # Not written out: a dynamic block where there is something within it, otherwise computed.
                return length == 1 and len(names) > 1
        return True


def settings(document: Mapping[str, Any]) -> dict[str, Settings]:
    """What is set, by configuration address: a full address without instance keys."""
    root = document.get("configuration", {}).get("root_module", {})
    return dict(_settings(root, ""))


def _settings(module: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Settings]]:
    for resource in module.get("resources", []):
        attributes: set[str] = set()
        blocks: set[str] = set()
        _collect(resource.get("expressions", {}), "", attributes, blocks)
        yield prefix + resource["address"], Settings(frozenset(attributes), frozenset(blocks))
    for name, call in module.get("module_calls", {}).items():
        yield from _settings(call.get("module", {}), f"{prefix}module.{name}.")


def _collect(expressions: Mapping[str, Any], prefix: str, attributes: set[str], blocks: set[str]) -> None:
    for name, given in expressions.items():
        inner = [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, Mapping)]
        if isinstance(given, Mapping) and (not given or given.keys() & {"references", "constant_value"}):
            attributes.add(prefix + name)
        else:
            blocks.add(prefix + name)
            for block in inner:
                _collect(block, f"{prefix}{name}.", attributes, blocks)
