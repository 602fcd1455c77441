"""A unit's configuration as ``terragrunt render --json`` prints it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ..hcl import Unknown, to_native
from ..hcl.values import Residual
from .blocks import as_value
from .merge import plain
from .unit import Unit

_EXACT = 2**53


def render(unit: Unit) -> dict[str, Any]:
    """The configuration with Terragrunt's keys and values, made of what JSON has.

    Terragrunt hands numbers through 64-bit floats and shows what is not known as an empty text; so does this. What a
    residual stands for is shown as ``"${expression}"``, which Terragrunt has no word for.
    """
    value: dict[str, Any] = json_value(as_value(unit.config))
    return value


def json_value(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -_EXACT <= value <= _EXACT else _from_float(float(value))
    if isinstance(value, Decimal):
        return _from_float(float(value))
    if isinstance(value, Residual):
        return f"${{{to_native(value)}}}"
    if isinstance(value, Unknown):
        return ""
    if type(value) is dict:
        return {key: json_value(item) for key, item in value.items()}
    if type(value) is list:
        return [json_value(item) for item in value]
    return json_value(plain(value))


def _from_float(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


def to_json(value: Any) -> str:
    """JSON for people and machines: keys in order, one value a line."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
