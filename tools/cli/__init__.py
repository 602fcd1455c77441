"""The tasks: one for each thing that people do, thin over the packages beside this one."""

from .program import main, namespace

__all__ = ["main", "namespace"]
