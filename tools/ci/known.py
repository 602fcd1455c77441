"""What the simulator does of a workflow: its keys with the kinds of their values, and actions from elsewhere.

Anything else is refused with its place. Passed over in silence, it would make a run green here that is red on GitHub.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from ..errors import GroundplanError
from .document import line_of

Keys = Mapping[str, str]
"""Key -> the kind of its value, a key of ``_KINDS``."""

WORKFLOW: Keys = {
    "concurrency": "anything",
    "defaults": "a mapping",
    "env": "a mapping of texts",
    "jobs": "a mapping",
    "name": "a text",
    "on": "anything",
    "permissions": "anything",
    "run-name": "a text",
}
JOB: Keys = {
    "concurrency": "anything",
    "continue-on-error": "true or false",
    "defaults": "a mapping",
    "env": "a mapping of texts",
    "if": "anything",
    "name": "a text",
    "needs": "a text or a list",
    "outputs": "a mapping of texts",
    "permissions": "anything",
    "runs-on": "anything",
    "steps": "a list",
    "strategy": "a mapping",
    "timeout-minutes": "a number",
}
_STEP: Keys = {
    "continue-on-error": "true or false",
    "env": "a mapping of texts",
    "id": "a text",
    "if": "anything",
    "name": "a text",
    "timeout-minutes": "a number",
}
RUN: Keys = {**_STEP, "run": "a text", "shell": "a text", "working-directory": "a text"}
USES: Keys = {**_STEP, "uses": "a text", "with": "a mapping of texts"}
STRATEGY: Keys = {"fail-fast": "true or false", "matrix": "anything", "max-parallel": "a number"}
DEFAULTS: Keys = {"run": "a mapping"}
RUN_DEFAULTS: Keys = {"shell": "a text", "working-directory": "a text"}

ACTIONS: Mapping[str, Collection[str] | None] = {
    "actions/cache": ("key", "path", "restore-keys"),
    "actions/checkout": ("fetch-depth", "persist-credentials", "ref"),
    "actions/setup-python": None,
    "actions/upload-artifact": ("if-no-files-found", "name", "overwrite", "path", "retention-days"),
    "hashicorp/setup-terraform": None,
}
"""Actions from elsewhere with the inputs that are heeded here; None for those that install what this machine has."""


def _expression(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("${{")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "anything": lambda value: True,
    "a list": lambda value: isinstance(value, list),
    "a mapping": lambda value: isinstance(value, dict),
    "a mapping of texts": lambda value: (
        isinstance(value, dict) and not any(isinstance(each, dict | list) for each in value.values())
    ),
    "a number": lambda value: _number(value) or _expression(value),
    "a text": lambda value: isinstance(value, str) or _number(value),
    "a text or a list": lambda value: isinstance(value, str | list),
    "true or false": lambda value: isinstance(value, bool) or _expression(value),
}


def check_keys(given: Mapping[Any, Any], keys: Keys, path: Path, line: int, whose: str) -> None:
    """Refuse a key that is not known, or whose value is of another kind; nothing may be said of any.

    Raises:
        GroundplanError: with the place of the key, or ``line`` where that is not known.
    """
    for key, value in given.items():
        where = f"{path}:{max(line, line_of(given, key))}"
        if str(key) not in keys:
            raise GroundplanError(
                f"the simulator does not do `{key}` {whose}", where=where, hint=f"it does: {', '.join(sorted(keys))}"
            )
        if value is not None and not _KINDS[keys[str(key)]](value):
            raise GroundplanError(f"`{key}` {whose} is {keys[str(key)]}", where=where)


def check_defaults(given: Mapping[Any, Any], shells: Collection[str | None], path: Path, whose: str) -> None:
    """Refuse defaults of a workflow or job that are not heeded, a shell among them."""
    line = line_of(given, "defaults")
    defaults = given.get("defaults") or {}
    check_keys(defaults, DEFAULTS, path, line, f"of the defaults {whose}")
    run = defaults.get("run") or {}
    check_keys(run, RUN_DEFAULTS, path, line, f"of the defaults {whose}")
    check_shell(run.get("shell"), shells, f"{path}:{line_of(run, 'shell')}")


def check_shell(shell: Any, shells: Collection[str | None], where: str) -> None:
    """Refuse a shell that is not run here."""
    if shell not in shells:
        names = " and ".join(sorted(filter(None, shells)))
        raise GroundplanError(f"the simulator has no shell {shell}", where=where, hint=f"it has {names}")


def check_action(action: str, handed: Mapping[str, Any], where: str) -> None:
    """Refuse an action from elsewhere whose work would be left out, and inputs that are not heeded."""
    if action not in ACTIONS:
        raise GroundplanError(
            f"the simulator cannot do what {action} does", where=where, hint=f"it stands in for {', '.join(ACTIONS)}"
        )
    heeded = ACTIONS[action]
    if heeded is not None and (unknown := sorted(handed.keys() - set(heeded))):
        raise GroundplanError(
            f"the simulator does not heed {unknown[0]} of {action}",
            where=where,
            hint=f"it heeds {', '.join(heeded)}",
        )
