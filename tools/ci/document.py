"""A workflow's YAML as GitHub reads it, with the line of every text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from ..errors import GroundplanError


class Located(str):
    """A text that knows the line of its first character (1 is the first)."""

    line: int = 1


class _Loader(yaml.SafeLoader):
    """YAML 1.2's idea of what is no text: ``on``, a date and 12:30 are words, and 010 is ten."""


_BOOL, _INT, _FLOAT = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float"))
_LEFT_OUT = (_BOOL, _INT, _FLOAT, "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag not in _LEFT_OUT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver(_INT, re.compile(r"^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    _FLOAT, re.compile(r"^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$"), list("-+.0123456789")
)


def _located(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Located:
    found = Located(loader.construct_scalar(node))
    found.line = node.start_mark.line + (2 if node.style in ("|", ">") else 1)
    return found


def _integer(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    return int(text, 0 if text[:2] in ("0o", "0x") else 10)


_Loader.add_constructor("tag:yaml.org,2002:str", _located)
_Loader.add_constructor(_INT, _integer)


def read(path: Path) -> dict[str, Any]:
    """The mapping that a file holds.

    Raises:
        GroundplanError: it cannot be read, or is no YAML mapping.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (OSError, ValueError) as error:
        raise GroundplanError(f"this cannot be read: {error}", where=str(path)) from error
    except yaml.YAMLError as error:
        raise GroundplanError(f"not valid YAML: {error}", where=str(path)) from error
    if not isinstance(document, dict):
        raise GroundplanError("expected a mapping", where=str(path))
    return document


def line_of(mapping: Any, key: str) -> int:
    """The line of a key in a mapping; 1 where that is not known."""
    found = next((each for each in mapping if each == key), None) if isinstance(mapping, dict) else None
    return found.line if isinstance(found, Located) else 1
