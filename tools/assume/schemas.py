"""What providers say of their resources (``terraform providers schema -json``), trimmed, and kept by their versions."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compose.composition import LOCK_NAME
from ..errors import GroundplanError
from ..files import write_atomically
from ..hcl import parse, read_source
from ..hcl.syntax import Literal
from ..terraform import Terraform

Type = Any
"""A type as Terraform's JSON writes it: ``"string"``, ``["list", T]``, ``["object", {name: T}]`` …"""

_FORMAT = 1
"""Raised where what is kept of a schema changes."""

BUILTIN = "terraform.io/builtin/terraform"
_BUILTIN_SCHEMAS: dict[str, Any] = {
    # Terraform's own provider is not among those that `providers schema` tells of.
    "terraform_data": {
        "a": {
            "id": {"t": "string", "c": 1},
            "input": {"t": "dynamic", "o": 1},
            "output": {"t": "dynamic", "c": 1},
            "triggers_replace": {"t": "dynamic", "o": 1},
        }
    }
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a resource or block."""

    type: Type
    configurable: bool
    """Whether a configuration may set it."""
    computed: bool


@dataclass(frozen=True, slots=True)
class Nested:
    """A block type, or an attribute that is made of attributes."""

    mode: str
    """``single``, ``group``, ``list``, ``set`` or ``map``."""
    block: Block
    is_attribute: bool
    """An attribute can be null; blocks that are lists, sets or maps are empty instead."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a resource, or a block within one, consists of."""

    attributes: Mapping[str, Attribute]
    nested: Mapping[str, Nested]
    is_open: bool
    """Whether the type of some attribute, here or further in, is only known from its value."""


class Schemas:
    """The schemas of some providers' resources, by provider address and resource type."""

    def __init__(self, raw: Mapping[str, Mapping[str, Any]]) -> None:
        self._raw = {**raw, BUILTIN: _BUILTIN_SCHEMAS}

    @functools.cache  # noqa: B019 - a handful of objects, each kept as long as its process
    def resource(self, provider: str, type: str) -> Block:
        """The schema of a resource.

        Raises:
            GroundplanError: the provider has no such resource.
        """
        try:
            return _block(self._raw[provider][type])
        except KeyError as error:
            raise GroundplanError(f"the provider {provider} tells of no resource {type}") from error


def _block(raw: Mapping[str, Any]) -> Block:
    attributes = {
        name: Attribute(each["t"], bool(each.get("o")), bool(each.get("c"))) for name, each in raw.get("a", {}).items()
    }
    nested = {name: Nested(mode, _block(inner), False) for name, (mode, inner) in raw.get("b", {}).items()}
    nested |= {name: Nested(mode, _block(inner), True) for name, (mode, inner) in raw.get("n", {}).items()}
    is_open = any("dynamic" in json.dumps(each.type) for each in attributes.values())
    return Block(attributes, nested, is_open or any(each.block.is_open for each in nested.values()))


def read_schemas(folder: Path, terraform: Terraform, cache: Path) -> Schemas:
    """The schemas of all providers that ``folder``, which is initialised, uses.

    Asking for them takes seconds and gives megabytes, so they are kept in ``cache`` by the providers' versions.
    """
    lock = folder / LOCK_NAME
    versions = locked_versions(lock)
    key = [_FORMAT, terraform.binary.product, str(terraform.binary.version), sorted(versions.items())]
    path = cache / f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:20]}.json"
    if path.is_file():
        try:
            return Schemas(json.loads(path.read_text(encoding="utf-8")))
        except ValueError:
            pass  # it is written anew
    document = terraform.schemas(folder)
    raw = {
        address: {type: trim(each["block"]) for type, each in provider.get("resource_schemas", {}).items()}
        for address, provider in document.get("provider_schemas", {}).items()
    }
    write_atomically(path, json.dumps(raw, separators=(",", ":")))
    return Schemas(raw)


def trim(block: Mapping[str, Any]) -> dict[str, Any]:
    """Types, nesting, and what is computed or configurable: no descriptions, which are most of a schema."""
    out: dict[str, Any] = {}
    for name, each in block.get("attributes", {}).items():
        if "nested_type" in each:
            inner = each["nested_type"]
            out.setdefault("n", {})[name] = [inner["nesting_mode"], trim(inner)]
            continue
        flags = {"o": 1} if each.get("optional") or each.get("required") else {}
        out.setdefault("a", {})[name] = {"t": each["type"], **flags, **({"c": 1} if each.get("computed") else {})}
    for name, each in block.get("block_types", {}).items():
        out.setdefault("b", {})[name] = [each["nesting_mode"], trim(each["block"])]
    return out


def locked_versions(lock: Path) -> dict[str, str]:
    """The providers' versions by address, as a dependency lock file pins them."""
    if not lock.is_file():
        return {}
    found = {}
    for block in parse(read_source(lock)).blocks_of("provider"):
        version = block.body.attributes.get("version")
        if version is not None and isinstance(version.expr, Literal):
            found[block.labels[0]] = str(version.expr.value)
    return found
