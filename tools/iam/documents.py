"""IAM policy documents in all their spellings, as statements of one shape. What cannot be read is told."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .conditions import Condition, ConditionError, read_conditions

Kind = Literal["identity", "resource", "trust"]
"""Attached to somebody; attached to a thing; who may assume a role."""

_ACCOUNT = re.compile(r"\d{12}")
_KEYS = {
    *("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"),
    *("Principal", "NotPrincipal", "Condition"),
}
_PRINCIPALS = ("AWS", "Service", "Federated", "CanonicalUser")


@dataclass(frozen=True, slots=True, order=True)
class Trustee:
    """Somebody whom a statement names as principal."""

    kind: str
    """``AWS``, ``Service``, ``Federated`` or ``CanonicalUser``."""
    name: str
    """An account as the ARN of its root; ``*`` of ``AWS`` is anyone."""

    @property
    def account(self) -> str | None:
        """The account of an ARN or account id."""
        parts = self.name.split(":")
        account = parts[4] if self.kind == "AWS" and len(parts) > 4 else ""
        return account if _ACCOUNT.fullmatch(account) else None


ANYONE = Trustee("AWS", "*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; every list in it is sorted and free of repetition."""

    effect: Literal["Allow", "Deny"]
    actions: tuple[str, ...]
    all_but_actions: bool
    """``NotAction``."""
    resources: tuple[str, ...]
    """``*`` alone where the policy names none, as a trust policy does."""
    all_but_resources: bool
    principals: tuple[Trustee, ...]
    """Empty in a policy that is attached to somebody."""
    all_but_principals: bool
    conditions: frozenset[Condition]
    sid: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A policy, or a statement of it, that AWS would refuse."""

    reason: str
    text: str
    """What it says: two of them are the same where this is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy."""

    statements: tuple[Statement, ...]
    problems: tuple[Unreadable, ...] = ()


class _MistakeError(ValueError):
    """What is wrong with a statement."""


def read(policy: Any, kind: Kind) -> Document:
    """A policy from its JSON text, or from data that it was decoded to."""
    if isinstance(policy, str):
        return _read_text(policy, kind)
    return _read(policy, kind)


@functools.lru_cache(maxsize=4096)
def _read_text(text: str, kind: Kind) -> Document:
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.extend(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        return found

    try:
        data = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        return Document((), (Unreadable(f"it is not JSON: {error}", text),))
    if repeated:
        return Document((), (Unreadable(f"{repeated[0]} stands in it twice", text),))
    return _read(data, kind)


def _read(data: Any, kind: Kind) -> Document:
    text = json.dumps(data, sort_keys=True, default=str)
    if not isinstance(data, Mapping):
        return Document((), (Unreadable("it is no JSON object", text),))
    if data.get("Version") not in (None, "2012-10-17", "2008-10-17"):
        return Document((), (Unreadable(f"there is no policy Version {data['Version']!r}", text),))
    given = data.get("Statement")
    if given is None:
        return Document((), (Unreadable("it has no Statement", text),))
    statements, problems = [], []
    for item in given if isinstance(given, list) else [given]:
        try:
            statements.append(_statement(item, kind))
        except (_MistakeError, ConditionError) as error:
            problems.append(Unreadable(str(error), json.dumps(item, sort_keys=True, default=str)))
    return Document(tuple(statements), tuple(problems))


def _statement(item: Any, kind: Kind) -> Statement:
    if not isinstance(item, Mapping):
        raise _MistakeError("a statement is no JSON object")
    sid = str(item.get("Sid") or "")
    if unknown := sorted(str(key) for key in item.keys() - _KEYS):
        raise _MistakeError(f"{unknown[0]} means nothing in a statement")
    effect = item.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise _MistakeError(f"Effect is {effect!r}, neither Allow nor Deny")
    actions, all_but_actions = _either(item, "Action")
    if actions is None:
        raise _MistakeError("a statement has no Action")
    if wrong := [each for each in actions if each != "*" and ":" not in each]:
        raise _MistakeError(f"{wrong[0]!r} is no action: they are written service:Action")
    resources, all_but_resources = _either(item, "Resource")
    if resources is None and kind == "identity":
        raise _MistakeError("a statement has no Resource")
    principals, all_but_principals = _principals(item)
    if kind == "identity" and principals is not None:
        raise _MistakeError("a policy that is attached to somebody names no Principal")
    if kind != "identity" and principals is None:
        raise _MistakeError("a statement has no Principal")
    return Statement(
        effect=effect,
        actions=actions,
        all_but_actions=all_but_actions,
        resources=("*",) if resources is None else resources,
        all_but_resources=all_but_resources,
        principals=principals or (),
        all_but_principals=all_but_principals,
        conditions=read_conditions(item.get("Condition")),
        sid=sid,
    )


def _either(item: Mapping[str, Any], key: str) -> tuple[tuple[str, ...] | None, bool]:
    """The list under ``key`` or ``Not<key>``, and whether it is the latter."""
    if key in item and f"Not{key}" in item:
        raise _MistakeError(f"a statement has both {key} and Not{key}")
    if key in item:
        return _texts(item[key], key), False
    return (_texts(item[f"Not{key}"], f"Not{key}"), True) if f"Not{key}" in item else (None, False)


def _texts(value: Any, key: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if any(each is None for each in values):
        raise _MistakeError(f"{key} is not known before apply")
    if not values or not all(isinstance(each, str) and each for each in values):
        raise _MistakeError(f"{key} is neither a text nor a list of texts")
    return tuple(sorted(set(values)))


def _principals(item: Mapping[str, Any]) -> tuple[tuple[Trustee, ...] | None, bool]:
    if "Principal" in item and "NotPrincipal" in item:
        raise _MistakeError("a statement has both Principal and NotPrincipal")
    all_but = "NotPrincipal" in item
    given = item.get("NotPrincipal" if all_but else "Principal")
    if given is None:
        if "Principal" in item or all_but:
            raise _MistakeError("Principal is not known before apply")
        return None, False
    if given == "*":
        return (ANYONE,), all_but
    if not isinstance(given, Mapping) or not given:
        raise _MistakeError("Principal is neither * nor an object")
    if unknown := sorted(str(kind) for kind in given.keys() - set(_PRINCIPALS)):
        raise _MistakeError(f"there is no kind of principal {unknown[0]}")
    found = {_trustee(kind, name) for kind, names in given.items() for name in _texts(names, f"Principal {kind}")}
    return tuple(sorted(found)), all_but


def _trustee(kind: str, name: str) -> Trustee:
    if kind == "AWS" and _ACCOUNT.fullmatch(name):
        name = f"arn:aws:iam::{name}:root"
    return Trustee(kind, name)
