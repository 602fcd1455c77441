"""Requirements as data, each with checks that say whether the estate meets it."""

from .checks import Verdict, judge
from .document import plan_document
from .requirements import Check, Requirement, Requirements, load_requirements

__all__ = ["Check", "Requirement", "Requirements", "Verdict", "judge", "load_requirements", "plan_document"]
