"""Flows as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..levels import Level


@dataclass(frozen=True, slots=True)
class Flow:
    """Who can reach what."""

    source: str
    """``the internet``, ``10.0.0.0/8``, ``security group aws_security_group.alb of accounts/dev/…/network``."""
    target: str
    """What is reached: the resource, or the security group where nothing wears it."""
    unit: str
    """The target's unit."""
    protocol: str
    ports: str
    """``443``, ``8000-8080``, ``all``."""
    path: tuple[str, ...]
    """The steps that let it through: rule, network ACL, route, public address."""
    is_public: bool
    reaches: bool = True
    """False where only a security group stands open, and no address, route or network ACL lets it through today."""


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow that is new or gone."""

    kind: Literal["opened", "closed"]
    flow: Flow
    danger: Level
    why: str
