"""What can go wrong before or during a demonstration."""

from __future__ import annotations

from ..errors import GroundplanError


class DemoError(GroundplanError):
    """The demonstration could not run."""


class Disagreement(GroundplanError):
    """Source and lake differ: the finding that a demonstration exists for."""

    exit_code = 1
