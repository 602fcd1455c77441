"""What a rule looked at: the attributes that it evaluated, with their values, and nothing secret."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .document import Plan, Resource

MASKED = "(sensitive)"
"""Stands for a value that is not to be shown. No digest of it either: a short secret could be guessed from one."""

_INDEX = re.compile(r"\[?(\d+)\]?")
_BY_THE_WAY = {"tags", "tags_all", "description"}
"""Arguments that no rule without named attributes is about."""

_OFTEN_SECRET = {"environment", "user_data", "user_data_base64"}
"""Attributes that rules search for secrets, so that a finding there is one."""

Evaluated = Mapping[str, Any]
"""Attribute -> value, such as ``{"cidr_ipv4": "0.0.0.0/0"}``; paths are written ``tracing_config[0].mode``."""


def evaluated(plan: Plan, address: str, keys: Iterable[str]) -> Evaluated:
    """The values behind checkov's ``evaluated_keys`` (``tracing_config/[0]/mode``) at a resource.

    Rules over several resources name attributes of all of them: what the resource itself has not is left out. A rule
    that names no attribute at all looked at the resource as a whole: these are the arguments that its block gives.
    """
    resource = plan.by_address.get(address)
    if resource is None:
        return {}
    named = sorted(set(keys))
    if not named:
        named = sorted(plan.arguments(address) - _BY_THE_WAY)
    return {_written(parts): _value(resource, parts) for parts in map(_parts, named) if parts[0] in resource.values}


def _parts(key: str) -> list[str]:
    """The steps of a key; of a JSONPath with conditions (``policy/Statement[?(@.Effect == Allow)]``) what is plain."""
    return list(itertools.takewhile(lambda part: "?(" not in part, key.split("/"))) or [""]


def _value(resource: Resource, parts: list[str]) -> Any:
    if parts[0] in _OFTEN_SECRET or _is_sensitive(resource.sensitive.get(parts[0])):
        return MASKED
    return plain(_walk(resource.values, parts))


def _is_sensitive(mark: Any) -> bool:
    """Whether anything within an attribute is not to be shown."""
    match mark:
        case dict():
            return any(map(_is_sensitive, mark.values()))
        case list():
            return any(map(_is_sensitive, mark))
    return bool(mark)


def _walk(value: Any, parts: list[str]) -> Any:
    if not parts:
        return value
    first, rest = parts[0], parts[1:]
    value = _parsed(value)
    match value:
        case list() if index := _INDEX.fullmatch(first):
            return _walk(value[int(index[1])], rest) if int(index[1]) < len(value) else None
        case list():  # `*`, or a name, as the rules over several resources write it: in every item
            return [_walk(item, rest if first == "*" else parts) for item in value]
        case dict():
            return _walk(value.get(first), rest)
    return None


def plain(value: Any) -> Any:
    """A value as data: JSON in a string as what it says, so that its layout is no difference."""
    match value:
        case str():
            return _parsed(value)
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
    return value


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _written(parts: list[str]) -> str:
    """``a/[0]/b`` as ``a[0].b``."""
    path = ""
    for part in parts:
        if part == "*" or _INDEX.fullmatch(part):
            path += f"[{part.strip('[]')}]"
        else:
            path += f".{part}" if path else part
    return path
