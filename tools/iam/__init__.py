"""Permissions: what policies grant, and what a change gains, loses and opens."""

from __future__ import annotations

from .actions import Actions, load
from .compare import compare

__all__ = ["Actions", "compare", "load"]
