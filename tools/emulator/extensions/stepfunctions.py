"""Step Functions.

Moto 5.2.5 lacks ValidateStateMachineDefinition, which the AWS provider calls while it plans, and
ListStateMachineVersions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "stepfunctions")


@extension.adds("ValidateStateMachineDefinition")
def validate_state_machine_definition(call: Call) -> Mapping[str, Any]:
    """Whether a definition is JSON, and every state it names exists."""
    problems = [
        {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": text}
        for text in _problems(call.params["definition"])
    ]
    return {"result": "FAIL" if problems else "OK", "diagnostics": problems, "truncated": False}


def _problems(definition: str) -> list[str]:
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return [f"The definition is not JSON: {error}"]
    states = machine.get("States") if isinstance(machine, dict) else None
    if not isinstance(states, dict) or not states:
        return ["The definition has no States"]
    wanted = [machine.get("StartAt"), *(s.get("Next") for s in states.values() if isinstance(s, dict) and "Next" in s)]
    return [f"There is no state {name}" for name in wanted if name not in states]


@extension.adds("ListStateMachineVersions")
def list_state_machine_versions(_: Call) -> Mapping[str, Any]:
    """None: Moto publishes no versions."""
    return {"stateMachineVersions": []}
