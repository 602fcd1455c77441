"""The units' own states against AWS, and the code against the states: what has drifted, and what was not applied."""

from .ignored import FILE, read_entries
from .looking import look, plan
from .model import Drift, Explained, Look, UnitDrift
from .place import find_place

__all__ = ["FILE", "Drift", "Explained", "Look", "UnitDrift", "find_place", "look", "plan", "read_entries"]
