"""What is found out about a unit, a module or a function: what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["file", "there", "glob", "folder", "below"]
Ground = tuple[Kind, str]
"""A question about the files: what is in this one, is there anything at this path, which paths match this glob, what
belongs to this folder, what lies below it. As long as all answers are the same, so is what rests on them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit, a module or a function; they are named ``unit live/path``, ``module path``, ``function name``."""

    grounds: tuple[Ground, ...]
    uses: tuple[str, ...] = ()
    """Modules and functions that it is made of, as names."""
    needs: tuple[str, ...] = ()
    """Units that it depends on, as names."""
    error: str | None = None
    """Why it cannot be evaluated."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables that it asked for, with a digest of their values."""


@dataclass(frozen=True, slots=True)
class How:
    """How units are evaluated."""

    environment: Mapping[str, str]
    allow_run_cmd: bool = False
    account_id: str | None = None


def digest_of_variable(environment: Mapping[str, str], name: str) -> str:
    """What is kept of an environment variable: whether it is the same as before."""
    value = environment.get(name)
    return "" if value is None else hashlib.sha256(value.encode("utf-8", "surrogateescape")).hexdigest()
