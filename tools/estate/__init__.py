"""A whole estate on this machine: chosen, composed, planned, applied to the emulator, and taken down again."""

from .applying import Raised, down, up
from .planning import Planned, plan
from .selection import Selection, check, folder_name, select

__all__ = ["Planned", "Raised", "Selection", "check", "down", "folder_name", "plan", "select", "up"]
