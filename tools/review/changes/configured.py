"""Which attributes a configuration sets, as a plan document tells it: what nobody set is noise when it is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .addresses import steps, without_keys


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


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the configuration of a plan holds, by address without instance keys."""

    resources: Mapping[str, Settings]
    modules: frozenset[str]
    """The modules that are called."""

    def of(self, full_address: str) -> Settings | None:
        """What is set for a resource; None where its block is gone, or no configuration is known."""
        return self.resources.get(without_keys(full_address))

    def missing_module(self, full_address: str) -> str | None:
        """The outermost module above an address that is no longer called; None where all are, or nothing is known."""
        path = ""
        for part in steps(full_address) if self.modules else ():
            path = f"{path}.{part}".lstrip(".")
            if part.startswith("module.") and without_keys(path) not in self.modules:
                return path
        return None


def configuration(document: Mapping[str, Any]) -> Configuration:
    """The configuration that a plan document tells."""
    resources: dict[str, Settings] = {}
    modules: set[str] = set()
    _collect_module(document.get("configuration", {}).get("root_module", {}), "", resources, modules)
    return Configuration(resources, frozenset(modules))


def _collect_module(module: Mapping[str, Any], prefix: str, resources: dict[str, Settings], modules: set[str]) -> None:
    for resource in module.get("resources", []):
        attributes: set[str] = set()
        blocks: set[str] = set()
        _collect(resource.get("expressions", {}), "", attributes, blocks)
        resources[prefix + resource["address"]] = Settings(frozenset(attributes), frozenset(blocks))
    for name, call in module.get("module_calls", {}).items():
        modules.add(f"{prefix}module.{name}")
        _collect_module(call.get("module", {}), f"{prefix}module.{name}.", resources, modules)


def _collect(expressions: Mapping[str, Any], prefix: str, attributes: set[str], blocks: set[str]) -> None:
    for name, given in expressions.items():
        inner = [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, Mapping)]
        if isinstance(given, Mapping) and (not given or given.keys() & {"references", "constant_value"}):
            attributes.add(prefix + name)
        else:
            blocks.add(prefix + name)
            for block in inner:
                _collect(block, f"{prefix}{name}.", attributes, blocks)
