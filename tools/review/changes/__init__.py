"""What a plan on the assumed state changes: resource by resource, attribute by attribute, and what is at stake."""

from .blast import blast
from .changeset import changes
from .refused import refused_by, with_refused, without
from .trust import unit_trust, whole_trust
from .weakening import weakened, weakened_in

__all__ = [
    "blast",
    "changes",
    "refused_by",
    "unit_trust",
    "weakened",
    "weakened_in",
    "whole_trust",
    "with_refused",
    "without",
]
