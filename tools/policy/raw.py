"""What the rules say of a plan, before anything is explained. It depends on the plan alone, so that it can be kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..files import write_atomically
from . import checkov
from .checks import RULES
from .document import Plan
from .environment import LOCK, python_with_checkov
from .evaluated import Evaluated, evaluated


@dataclass(frozen=True, slots=True)
class Raw:
    """A rule that one instance of a resource does not keep."""

    rule: str
    name: str
    severity: str | None
    guideline: str | None
    address: str
    message: str
    evaluated: Evaluated


def look(plan: Plan, settings: Path, project: Path, *, with_checkov: bool, cache: Path | None = None) -> list[Raw]:
    """What our rules and checkov find in a plan.

    ``settings`` is the folder with .checkov.yaml, ``project`` the one whose environment for checkov is used. In the
    folder ``cache`` an answer is kept under what it depends on: the plan's content, the rules, checkov, the settings.

    Raises:
        GroundplanError: checkov does not run, or .checkov.yaml is not what it reads.
    """
    kept = cache / f"{_key(plan.document, settings, with_checkov)}.json" if cache else None
    if kept and (found := _read(kept)) is not None:
        return found
    found = _ours(plan, settings) + (_checkovs(plan, settings, project) if with_checkov and plan.resources else [])
    if kept:
        write_atomically(kept, json.dumps([asdict(raw) for raw in found]))
    return found


def _ours(plan: Plan, settings: Path) -> list[Raw]:
    left_out = checkov.left_out(settings)
    return [
        Raw(rule.id, rule.title, rule.severity, None, resource.address, message, dict(evidence))
        for rule in RULES
        if rule.id not in left_out
        for resource, message, evidence in rule.check(plan)
    ]


def _checkovs(plan: Plan, settings: Path, project: Path) -> list[Raw]:
    return [
        Raw(
            failure.rule,
            failure.name,
            failure.severity,
            failure.guideline,
            failure.address,
            failure.name,
            evaluated(plan, failure.address, failure.keys),
        )
        for failure in checkov.run(python_with_checkov(project), plan, settings)
    ]


def _read(path: Path) -> list[Raw] | None:
    """What was kept; None where there is nothing, or nothing whole."""
    try:
        return [Raw(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None


def _key(document: Mapping[str, Any], settings: Path, with_checkov: bool) -> str:
    """A digest of everything that an answer depends on.

    A plan's time and its drift are no part of it, and neither is where the provider finds AWS: an emulator has another
    port each time.
    """
    configuration = dict(document.get("configuration") or {})
    configuration["provider_config"] = {
        name: {**given, "expressions": {**given.get("expressions", {}), "endpoints": None}}
        for name, given in configuration.get("provider_config", {}).items()
    }
    relevant = {
        "planned_values": document.get("planned_values"),
        "configuration": configuration,
        "unknown": {
            change["address"]: change["change"].get("after_unknown") for change in document.get("resource_changes", [])
        },
        "with_checkov": with_checkov,
    }
    digest = hashlib.sha256(json.dumps(relevant, sort_keys=True).encode())
    config = settings / checkov.CONFIG
    for path in (LOCK, *sorted(Path(__file__).parent.glob("*.py")), *([config] if config.is_file() else [])):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
