"""What a scan finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .evaluated import Evaluated

State = Literal["open", "skipped", "accepted", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is not kept by a block of a unit's module, in one or more of its instances."""

    rule: str
    name: str
    severity: str | None
    unit: str
    """The unit's path; empty where the plan is no composition."""
    address: str
    """Within the unit, without ``for_each`` and ``count`` keys."""
    instances: tuple[str, ...]
    """The full addresses in the plan."""
    message: str
    path: str | None
    """The module's file, relative to the project."""
    line: int | None
    state: State = "open"
    reason: str = ""
    """Why it is skipped or accepted; what to do about a warning."""
    guideline: str | None = None
    evaluated: Mapping[str, Evaluated] = field(default_factory=dict)
    """For each instance what the rule looked at: attribute -> value, a secret one masked."""
    expired: bool = False
    """Whether it was accepted until a day that has passed."""
    why: str = ""
    """Why the rule is there; empty for checkov's, whose guideline says it."""
    fix: str = ""
    """What to write instead; empty for checkov's."""

    @property
    def place(self) -> str:
        """``file:line``, or the address where the source is not at hand."""
        return f"{self.path}:{self.line}" if self.path else self.address


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Those that nobody has explained."""
    return [finding for finding in findings if finding.state == "open"]
