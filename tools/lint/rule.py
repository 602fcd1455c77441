"""A numbered rule of our own: what it wants, why, how to mend what is against it, and the code that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from .model import Finding
from .view import View

Scope = Literal["module", "part", "examples", "library", "unit", "tree", "file", "workflow"]

SCOPES: dict[Scope, str] = {
    "module": "each module",
    "part": "each module, and the modules inside it",
    "examples": "each module's examples",
    "library": "all modules together",
    "unit": "each live unit",
    "tree": "the live tree",
    "file": "each file",
    "workflow": "each workflow",
}
"""What a rule looks at, in words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its id is for ever: it stands in exceptions, and in what others keep of our reports."""

    id: str
    """``GP`` and three digits."""
    check: str
    """The check of ``./inv lint`` that it belongs to."""
    scope: Scope
    title: str
    """What holds where the rule is kept, as a sentence."""
    why: str
    """What goes wrong where it is not."""
    fix: str
    """How to mend a finding."""
    find: Callable[[View], Iterator[Finding]]
    fixes: bool = False
    """Whether it mends what it finds, where the project is opened for that."""
