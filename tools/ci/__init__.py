"""The pull request's workflow, run on this machine as GitHub runs it: read from the workflow file itself."""

from .simulate import JobResult, Planned, Simulation, listed, simulate

__all__ = ["JobResult", "Planned", "Simulation", "listed", "simulate"]
