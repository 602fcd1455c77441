"""The assumed state: what a composition would leave in an empty account, made from its own plan, without a cloud.

A plan from nothing says only "create". Terraform's answers to a *change* (update, replace, destroy) need a state to
plan on. This package makes one: what a plan knows goes into it, what only AWS would know is made up (placeholders that
are unique to their resource and attribute), and the composition is planned on it again until its plan is empty. That
emptiness is the proof.
"""

from .assumed import advance, assume
from .documents import quiet
from .keys import unit_keys
from .model import Assumed, Placeholder, Progress, Unsettled
from .placeholders import placeholders_in
from .state import cut_state, relocate, write_state
from .store import Store

__all__ = [
    "Assumed",
    "Placeholder",
    "Progress",
    "Store",
    "Unsettled",
    "advance",
    "assume",
    "cut_state",
    "placeholders_in",
    "quiet",
    "relocate",
    "unit_keys",
    "write_state",
]
