"""What rules find in a project."""

from __future__ import annotations

from tools.lint.model import Finding, Project
from tools.lint.rules import RULES
from tools.lint.running import apply_rules
from tools.lint.view import View


def rules_find(project: Project, check: str) -> list[Finding]:
    """What the rules of a check, or the one rule of an id, find and no exception speaks of."""
    return apply_rules([rule for rule in RULES if check in (rule.check, rule.id)], View(project))
