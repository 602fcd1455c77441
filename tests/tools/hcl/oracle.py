"""Terraform itself as the oracle: what it makes of many expressions, in one run."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.reference import MISSING, TERRAFORM
from tools.hcl import ListValue, MapValue, Sensitive, SetValue
from tools.hcl.numbers import format_number, from_decimal

needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason=MISSING)

_OUTPUT = 'output "%s" {\n  sensitive = true\n  value = try({\n    ok = %s\n  }, { bad = 1 })\n}\n'


@dataclass(frozen=True)
class Answer:
    """What Terraform says: a value with its type, or that evaluation fails."""

    failed: bool
    value: Any = None
    type: Any = None
    sensitive: bool = False


def environment() -> dict[str, str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    return env | {"CHECKPOINT_DISABLE": "1"}


def ask(expressions: list[str], folder: Path, prelude: str = "") -> list[Answer]:
    """Evaluate expressions. Each must be valid as it stands: an unknown name would fail all of them."""
    lines = [prelude]
    for number, expression in enumerate(expressions):
        for name, value in ((f"v{number}", expression), (f"s{number}", f"issensitive({expression}\n)")):
            lines.append(_OUTPUT % (name, value))
    (folder / "main.tf").write_text("\n".join(lines), encoding="utf-8")
    outputs = apply(folder)
    return [_answer(outputs[f"v{number}"], outputs[f"s{number}"]) for number in range(len(expressions))]


def apply(folder: Path) -> dict[str, Any]:
    """The outputs of the configuration in a folder, as the state has them."""
    state = folder / "terraform.tfstate"
    state.unlink(missing_ok=True)
    result = _run(folder, "apply", "-auto-approve", "-input=false")
    assert result.returncode == 0, result.stderr + result.stdout
    outputs: dict[str, Any] = json.loads(state.read_text(encoding="utf-8"), parse_float=Decimal)["outputs"]
    return outputs


def _answer(output: dict[str, Any], mark: dict[str, Any]) -> Answer:
    if "ok" not in output["value"]:
        return Answer(True)
    kind = output["type"][1]["ok"]
    return Answer(False, typed(output["value"]["ok"], kind), kind, mark["value"].get("ok") is True)


def typed(value: Any, kind: Any) -> Any:
    """A value of a state file as one of the language."""
    if value is None:
        return None
    if isinstance(kind, list):
        name, inner = kind
        if name == "list":
            return ListValue(typed(item, inner) for item in value)
        if name == "set":
            return SetValue(typed(item, inner) for item in value)
        if name == "map":
            return MapValue({key: typed(item, inner) for key, item in value.items()})
        if name == "tuple":
            return [typed(item, part) for item, part in zip(value, inner, strict=True)]
        return {key: typed(item, inner[key]) for key, item in value.items()}
    if isinstance(value, Decimal):
        return from_decimal(value)
    return value


def refuses(expression: str, folder: Path) -> bool:
    """Whether Terraform refuses a text as an expression, be it while parsing or while evaluating."""
    (folder / "main.tf").write_text(f'output "e" {{\n  value = {expression}\n}}\n', encoding="utf-8")
    return _run(folder, "plan", "-input=false").returncode != 0


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(TERRAFORM), *arguments, "-no-color"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def comparable(value: Any) -> Any:
    """A value in a form that can be compared and printed: kinds of collections by name, order of keys removed."""
    if isinstance(value, Sensitive):
        return comparable(value.value)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, ListValue):
        return ["list", *map(comparable, value)]
    if isinstance(value, SetValue):
        return ["set", *map(comparable, value)]
    if isinstance(value, MapValue):
        return ["map", {key: comparable(value[key]) for key in sorted(value)}]
    if isinstance(value, list):
        return ["tuple", *map(comparable, value)]
    if isinstance(value, dict):
        return ["object", {key: comparable(value[key]) for key in sorted(value)}]
    raise TypeError(type(value).__name__)


def loosely(value: Any) -> Any:
    """Like ``comparable``, without what a conversion between kinds of collections or primitives changes."""
    if isinstance(value, Sensitive):
        return loosely(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, list | SetValue):
        return [loosely(item) for item in value]
    if isinstance(value, dict):
        return {key: loosely(value[key]) for key in sorted(value)}
    return value
