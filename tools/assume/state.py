"""Terraform states (format 4) made from plan documents, cut, moved to another folder, and written."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..compose.naming import module_name
from ..files import write_atomically
from .schemas import Block, Type

STATE_NAME = "terraform.tfstate"

_LINEAGE = uuid.uuid5(uuid.NAMESPACE_URL, "groundplan:assumed")
"""A constant, so that equal compositions have equal states."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of a state."""

    full_address: str
    module: str
    """The address of the module instance that it lies in; empty for the root."""
    type: str
    name: str
    key: str | int | None
    provider: str
    """The address of the provider configuration: ``provider["registry.terraform.io/hashicorp/aws"].alias``."""
    schema_version: int
    schema: Block
    attributes: Mapping[str, Any]
    """As ``terraform show -json`` writes values."""
    sensitive: tuple[tuple[str | int, ...], ...]
    """Paths of the values that are sensitive."""


def provider_address(source: str, key: str) -> str:
    """How a state names a provider configuration: by its source address, and its alias in ``key`` (``aws.alias``)."""
    alias = key.partition(":")[2].partition(".")[2] if ":" in key else key.partition(".")[2]
    return f'provider["{source}"]' + (f".{alias}" if alias else "")


def state_of(entries: Iterable[Entry], terraform_version: str) -> dict[str, Any]:
    """A state that holds the entries and nothing else."""
    resources: dict[tuple[str, str, str], dict[str, Any]] = {}
    for entry in sorted(entries, key=lambda each: (each.module, each.type, each.name, str(each.key))):
        resource = resources.setdefault(
            (entry.module, entry.type, entry.name),
            {
                **({"module": entry.module} if entry.module else {}),
                "mode": "managed",
                "type": entry.type,
                "name": entry.name,
                "provider": entry.provider,
                "instances": [],
            },
        )
        resource["instances"].append(
            {
                **({} if entry.key is None else {"index_key": entry.key}),
                "schema_version": entry.schema_version,
                "attributes": _encoded_block(entry.attributes, entry.schema),
                "sensitive_attributes": [_steps(path) for path in entry.sensitive],
            }
        )
    return joined(resources.values(), terraform_version)


def joined(resources: Iterable[Mapping[str, Any]], terraform_version: str) -> dict[str, Any]:
    """A state made of resources of other states."""
    return {
        "version": 4,
        "terraform_version": terraform_version,
        "serial": 1,
        "lineage": str(_LINEAGE),
        "outputs": {},
        "resources": list(resources),
        "check_results": None,
    }


def _encoded_block(values: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """Values as a state writes them: with their types where the schema leaves the type open."""
    if not block.is_open:
        return dict(values)
    out = {}
    for name, value in values.items():
        nested = block.nested.get(name)
        if nested is None or value is None:
            out[name] = _encoded(value, block.attributes[name].type) if nested is None else None
        elif nested.mode == "map":
            out[name] = {key: _encoded_block(item, nested.block) for key, item in value.items()}
        elif isinstance(value, list):
            out[name] = [_encoded_block(item, nested.block) for item in value]
        else:
            out[name] = _encoded_block(value, nested.block)
    return out


def _encoded(value: Any, type: Type) -> Any:
    if value is None:
        return None
    match type:
        case "dynamic":
            return {"value": value, "type": type_of(value)}
        case ["list" | "set", item]:
            return [_encoded(each, item) for each in value]
        case ["map", item]:
            return {key: _encoded(each, item) for key, each in value.items()}
        case ["object", fields, *_]:
            return {key: _encoded(each, fields[key]) for key, each in value.items()}
        case ["tuple", items]:
            return [_encoded(each, item) for each, item in zip(value, items, strict=True)]
    return value


def type_of(value: Any) -> Type:
    """The type of a value as a literal of it would have."""
    match value:
        case None:
            return "dynamic"
        case bool():
            return "bool"
        case str():
            return "string"
        case int() | float():
            return "number"
        case Mapping():
            return ["object", {key: type_of(item) for key, item in value.items()}]
        case _:
            return ["tuple", [type_of(item) for item in value]]


def _steps(path: tuple[str | int, ...]) -> list[dict[str, Any]]:
    """A path in the form of a state; keys of maps are marked by a leading ``\\0``."""
    steps: list[dict[str, Any]] = []
    for step in path:
        if isinstance(step, int):
            steps.append({"type": "index", "value": {"value": step, "type": "number"}})
        elif step.startswith("\0"):
            steps.append({"type": "index", "value": {"value": step[1:], "type": "string"}})
        else:
            steps.append({"type": "get_attr", "value": step})
    return steps


def sensitive_paths(marks: Any, schema: Block) -> tuple[tuple[str | int, ...], ...]:
    """The paths that ``after_sensitive`` marks. An element of a set has no path, so that the set is marked."""
    return tuple(dict.fromkeys(_marked_block(marks, schema, ())))


Steps = tuple[str | int, ...]


def _marked_block(marks: Any, block: Block, path: Steps) -> Iterator[Steps]:
    if marks is True:
        yield path
        return
    for name, inner in (marks if isinstance(marks, Mapping) else {}).items():
        nested = block.nested.get(name)
        here = (*path, name)
        if nested is None:
            attribute = block.attributes.get(name)
            yield from _marked(inner, attribute.type if attribute else "string", here)
        elif inner is True:
            yield here
        elif nested.mode == "set":
            if is_marked(inner):
                yield here
        elif isinstance(inner, list):
            for index, item in enumerate(inner):
                yield from _marked_block(item, nested.block, (*here, index))
        elif nested.mode == "map":
            for key, item in inner.items() if isinstance(inner, Mapping) else ():
                yield from _marked_block(item, nested.block, (*here, f"\0{key}"))
        else:
            yield from _marked_block(inner, nested.block, here)


def _marked(marks: Any, type: Type, path: Steps) -> Iterator[Steps]:
    kind = type[0] if isinstance(type, list) else type
    if marks is True:
        yield path
    elif kind == "set":
        if is_marked(marks):
            yield path
    elif isinstance(marks, list):
        for index, item in enumerate(marks):
            inner = type[1] if kind == "list" else type[1][index] if kind == "tuple" else "dynamic"
            yield from _marked(item, inner, (*path, index))
    elif isinstance(marks, Mapping):
        for key, item in marks.items():
            if kind == "map":
                yield from _marked(item, type[1], (*path, f"\0{key}"))
            else:
                yield from _marked(item, type[1].get(key, "dynamic") if kind == "object" else "dynamic", (*path, key))


def is_marked(marks: Any) -> bool:
    """Whether what is shaped like a value marks any part of it (``after_unknown``, ``after_sensitive``)."""
    if isinstance(marks, Mapping):
        return any(map(is_marked, marks.values()))
    return any(map(is_marked, marks)) if isinstance(marks, list) else marks is True


def unit_module(address: str) -> str:
    """The first module of an address: the unit's, in a composition."""
    return address.split(".", 2)[1].partition("[")[0] if address.startswith("module.") else ""


def cut_state(state: Mapping[str, Any], units: Iterable[str]) -> dict[str, Any]:
    """The part of a composition's state that belongs to some units."""
    names = {module_name(path) for path in units}
    kept = [each for each in state["resources"] if unit_module(each.get("module", "")) in names]
    return {**state, "resources": kept}


def relocate(
    state: dict[str, Any],
    old_root: Path,
    new_root: Path,
    *,
    old_folder: Path | None = None,
    new_folder: Path | None = None,
) -> dict[str, Any]:
    """The state as it would be if the project lay elsewhere: absolute paths below it name the new place.

    With the folders that Terraform ran in and will run in, relative paths (``path.module``) do so too.
    """
    texts = {}
    if old_folder and new_folder:
        was, will = os.path.relpath(old_root, old_folder), os.path.relpath(new_root, new_folder)
        if was.strip("./"):  # dots alone could mean anything
            texts[f"{was}/"] = f"{will}/"
    moved: dict[str, Any] = replaced(state, texts | {str(old_root): str(new_root)})
    return moved


def replaced(value: Any, texts: Mapping[str, str]) -> Any:
    """A copy of a value in which texts stand for others, in the order that they are given."""
    match value:
        case str():
            for old, new in texts.items():
                if old in value:
                    value = value.replace(old, new)
            return value
        case Mapping():
            return {key: replaced(item, texts) for key, item in value.items()}
        case list():
            return [replaced(item, texts) for item in value]
    return value


def write_state(state: Mapping[str, Any], folder: Path) -> Path:
    """Write a state into a folder, where Terraform's next plan finds it; the file."""
    return write_atomically(folder / STATE_NAME, json.dumps(state, ensure_ascii=False))
