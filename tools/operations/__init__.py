"""What the workflows need besides Terragrunt: plans held against what was approved, releases, the API tried out."""

from .plans import SavedPlan, as_json, differences, read_approved, read_plans, report
from .release import release_notes
from .smoke import Step, smoke

__all__ = [
    "SavedPlan",
    "Step",
    "as_json",
    "differences",
    "read_approved",
    "read_plans",
    "release_notes",
    "report",
    "smoke",
]
