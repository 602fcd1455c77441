"""Which units a change touches, and why: changed files -> units, each with the chain that leads to it."""

from .find import affected
from .model import Affected, AffectedUnit, Broken, Chain, Status

__all__ = ["Affected", "AffectedUnit", "Broken", "Chain", "Status", "affected"]
