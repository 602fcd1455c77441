"""Texts that hold more than a word: JSON documents, policies, scripts."""

from __future__ import annotations

import base64
import binascii
import difflib
import json
from typing import Any

_MOST_LINES = 40


def as_json(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or array that a text holds; None where it is no JSON, or a single word or number."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def as_policy(document: Any) -> Any:
    """A policy with every list written as one, as IAM reads it: ``"Action": "*"`` is ``"Action": ["*"]``.

    Anything else is given back as it is. The grammar:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """
    if not isinstance(document, dict) or "Statement" not in document:
        return document
    return {**document, "Statement": [_statement(each) for each in _list(document["Statement"])]}


def lines_that_differ(before: str, after: str) -> str | None:
    """A unified diff of two texts, or None where neither has several lines. A long one is cut, and says so."""
    if "\n" not in before and "\n" not in after:
        return None
    found = [*difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)][2:]
    if len(found) > _MOST_LINES:
        found = [*found[:_MOST_LINES], f"… and {len(found) - _MOST_LINES} more lines"]
    return "\n".join(found) or None


def decoded(attribute: str, text: str) -> str:
    """The text within base64 where an attribute is one that holds such, as it is otherwise."""
    if attribute != "user_data" and not attribute.endswith("base64"):
        return text
    try:
        inner = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text
    return inner if all(char.isprintable() or char in "\n\r\t" for char in inner) else text


def _statement(statement: Any) -> Any:
    if not isinstance(statement, dict):
        return statement
    found: dict[str, Any] = {}
    for name, value in statement.items():
        if name in ("Action", "NotAction", "Resource", "NotResource"):
            found[name] = _list(value)
        elif name in ("Principal", "NotPrincipal") and isinstance(value, dict):
            found[name] = {kind: _list(each) for kind, each in value.items()}
        elif name == "Condition" and isinstance(value, dict):
            found[name] = {
                operator: {key: _list(each) for key, each in keys.items()} if isinstance(keys, dict) else keys
                for operator, keys in value.items()
            }
        else:
            found[name] = value
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
