"""A state file as data, or what is wrong with it: what is joined with others must be whole, or none could be read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from packaging.version import InvalidVersion, Version

from ..errors import GroundplanError
from ..estate.states import State
from ..terraform import Binary

_FORMAT = 4
_ADDRESS = re.compile(r'(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*[\w-]+\.[\w-]+')
_PROVIDER = re.compile(r'(?:module\..+\.)?provider\["[^"/]+/[^"/]+/[^"/]+"\](?:\.[\w-]+)?')
_RESTORE = "take an older version of the object out of the bucket (docs/runbooks/state.md)"


def parse(content: bytes, place: str, binary: Binary) -> tuple[State, str | None]:
    """A state file, and what to know of it.

    Raises:
        GroundplanError: it is empty, cut off, encrypted, or of another format than 4.
    """
    if not content.strip():
        raise GroundplanError("its state is empty: an object of no content", where=place, hint=_RESTORE)
    try:
        state = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise GroundplanError(f"its state is no JSON: {error}", where=place, hint=_RESTORE) from error
    if isinstance(state, dict) and "encrypted_data" in state:
        raise GroundplanError(
            "its state is encrypted by OpenTofu", where=place, hint="it can be looked at by tofu plan in the unit alone"
        )
    written = str(state.get("terraform_version", "?")) if isinstance(state, dict) else "?"
    version = state.get("version") if isinstance(state, dict) else None
    if not isinstance(version, int):
        raise GroundplanError("what lies there is no Terraform state", where=place, hint=_RESTORE)
    if version != _FORMAT:
        newer = version > _FORMAT
        raise GroundplanError(
            f"its state has format {version}, written by Terraform {written}; this reads format {_FORMAT}",
            where=place,
            hint=f"use that Terraform (here it is {binary.version}), and a Groundplan that knows the format"
            if newer
            else f"apply the unit once with Terraform {binary.version}: it writes the present format",
        )
    if not _is_whole(state):
        raise GroundplanError("its state lacks parts that every state has", where=place, hint=_RESTORE)
    if legacy := next((each for each in state["resources"] if not _PROVIDER.fullmatch(each["provider"])), None):
        raise GroundplanError(
            f"its state knows {legacy['type']}.{legacy['name']} by the provider {legacy['provider']}, which is no"
            " full address: so Terraform wrote before 0.13",
            where=place,
            hint="terraform state replace-provider in the unit gives it one",
        )
    if twice := _twice(state):
        raise GroundplanError(f"its state holds {twice} twice", where=place, hint=_RESTORE)
    return state, _note(state, written, binary)


def _is_whole(state: Mapping[str, Any]) -> bool:
    """Whether all is there that joining states rests on; the attributes are for Terraform to judge."""
    resources, outputs = state.get("resources"), state.get("outputs") or {}
    return (
        isinstance(resources, list)
        and all(map(_is_resource, resources))
        and isinstance(outputs, dict)
        and all(isinstance(each, dict) and {"value", "type"} <= each.keys() for each in outputs.values())
    )


def _is_resource(found: object) -> bool:
    if not isinstance(found, dict) or found.get("mode") not in ("managed", "data"):
        return False
    address = [found.get("module") or "", found.get("type"), found.get("name"), found.get("provider")]
    return bool(
        all(isinstance(each, str) for each in address)
        and _ADDRESS.fullmatch(".".join(filter(None, address[:3])))
        and isinstance(found.get("instances"), list)
        and all(map(_is_instance, found["instances"]))
    )


def _twice(state: Mapping[str, Any]) -> str | None:
    """A resource that stands in a state more than once: Terraform would read none of the joined states."""
    found = Counter(
        (each.get("module"), each["mode"], each["type"], each["name"], repr((one.get("index_key"), one.get("deposed"))))
        for each in state["resources"]
        for one in each["instances"]
    )
    return next((f"{type}.{name}" for (_, _, type, name, _), count in found.items() if count > 1), None)


def _is_instance(found: object) -> bool:
    if not isinstance(found, dict):
        return False
    needs = found.get("dependencies", [])
    return isinstance(needs, list) and all(isinstance(each, str) for each in needs)


def _note(state: State, written: str, binary: Binary) -> str | None:
    if not state["resources"]:
        return "its state holds nothing: it was destroyed, or its first apply failed"
    try:
        newer = Version(written) > binary.version
    except InvalidVersion:
        return None
    if newer:
        return f"its state was written by Terraform {written}, and this is {binary.version}: it is read all the same"
    return None
