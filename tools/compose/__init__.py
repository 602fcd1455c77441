"""A tree as one generated Terraform root, and that root's plan cut back into units."""

from .composition import Composition, CompositionError, Member, compose
from .naming import module_name, unit_path
from .plan import Change, Plan, UnitPlan, cut, split_address

__all__ = [
    "Change",
    "Composition",
    "CompositionError",
    "Member",
    "Plan",
    "UnitPlan",
    "compose",
    "cut",
    "module_name",
    "split_address",
    "unit_path",
]
