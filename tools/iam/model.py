"""Permissions as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..levels import Level


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that a principal may do."""

    principal: str
    """``role accounts/dev/…: aws_iam_role.task``, ``anyone``, ``account 123456789012`` …"""
    unit: str
    source: str
    """The address of the policy within the unit."""
    effect: Literal["Allow", "Deny"]
    actions: tuple[str, ...]
    """As written (``s3:*``), sorted."""
    expanded: int
    """How many actions these are, wildcards expanded."""
    notable: tuple[str, ...]
    """Access levels that matter: ``write``, ``permissions management`` …"""
    resources: tuple[str, ...]
    conditions: tuple[str, ...]
    """Each as one line, ``StringEquals aws:SourceAccount = 1111``."""
    target: str | None = None
    """What is trusting or exposed, where it is about that: ``role aws_iam_role.task (api-task)``, ``bucket logs``."""


@dataclass(frozen=True, slots=True)
class PermissionChange:
    """A permission that is gained or lost, or whose trust is widened or narrowed."""

    kind: Literal["gained", "lost", "trust gained", "trust lost", "public", "cross-account", "no longer exposed"]
    permission: Permission
    danger: Level
    """``high``: administration, privilege escalation, public exposure; ``medium``: writes; ``low``: the rest."""
    why: str
    """What makes it so, in words."""
