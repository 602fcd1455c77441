"""The bucket that holds an account's states, made before there is one: with local states, which then move into it."""

from .aws import Aws
from .bootstrap import Made, bootstrap
from .selection import emulated, units_of

__all__ = ["Aws", "Made", "bootstrap", "emulated", "units_of"]
