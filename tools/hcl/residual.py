"""Residual expressions: printed as Terraform's native syntax, or rewritten."""

from __future__ import annotations

from typing import Any


def to_native(value: Any) -> str:
    """The native syntax of an expression or a value."""
    raise NotImplementedError
