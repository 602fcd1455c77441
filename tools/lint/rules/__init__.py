"""All numbered rules, each in the file that is called after it. A new one is a new file here, with its fixtures."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ..rule import Rule

RULES: tuple[Rule, ...] = tuple(
    import_module(f".{found.name}", __name__).RULE
    for found in sorted(iter_modules(__path__), key=lambda each: each.name)
)
"""The rules in the order of their ids, which is the order in which they run: what is said of exceptions comes last."""

BY_ID = {rule.id: rule for rule in RULES}
