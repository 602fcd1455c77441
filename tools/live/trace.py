"""What an evaluation rested on: as long as all of it is the same, so is what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Trace:
    """Everything an evaluation took from outside. Paths are absolute, and as they were asked for."""

    files: set[str] = field(default_factory=set)
    """Files that were read, or that are said to have been read."""
    paths: set[str] = field(default_factory=set)
    """Paths of which it was asked whether there is anything, or whether it is a folder; the answer may have been no."""
    globs: set[str] = field(default_factory=set)
    """Patterns whose matches were asked for."""
    variables: set[str] = field(default_factory=set)
    """Environment variables that were asked for."""

    def include(self, other: Trace) -> None:
        """Rest on what another evaluation rested on as well."""
        self.files |= other.files
        self.paths |= other.paths
        self.globs |= other.globs
        self.variables |= other.variables
