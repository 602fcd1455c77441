"""Showing what is being waited for: bars on a terminal, plain lines elsewhere, all on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text

from ..compose.plan import split_address
from ..console import words

_SLOW = 20.0
"""Seconds after which a plain log says again what it waits for."""


@dataclass
class Progress:
    """What runs now, told to people. Also the clock of what each unit took."""

    console: Console = field(default_factory=words)
    total: int | None = None
    finished: int = 0
    running: dict[str, float] = field(default_factory=dict)
    """Addresses in work, with the time they were started."""
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    """For each unit, when its first resource was started and its last one was done (monotonic seconds)."""
    _label: str = ""
    _begun: float = 0.0
    _said: float = 0.0

    @contextmanager
    def step(self, label: str, total: int | None = 0) -> Iterator[None]:
        """Say that ``label`` begins, and how long it took; ``total`` resources are counted while it runs."""
        self.total, self.finished, self._label = total, 0, label
        self.running.clear()
        self._begun = self._said = time.monotonic()
        if self.console.is_terminal:
            with Live(console=self.console, get_renderable=self._picture, refresh_per_second=8, transient=True):
                yield
        else:
            yield
        self.console.print(f"{label}: {time.monotonic() - self._begun:.1f} s", style="dim")

    def on_event(self, event: dict[str, Any]) -> None:
        """Take one line of Terraform's machine-readable output."""
        resource = event.get("hook", {}).get("resource", {})
        address = resource.get("addr")
        now = time.monotonic()
        match event.get("type"):
            case "apply_start":
                self.running[address] = now
                self._span(address, now)
            case "apply_complete" | "apply_errored":
                seconds = now - self.running.pop(address, now)
                self.finished += 1
                self._span(address, now)
                if not self.console.is_terminal:
                    done = "failed" if event["type"] == "apply_errored" else event["hook"].get("action", "done")
                    self.console.print(
                        f"  [{self.finished}/{self.total or '?'}] {_short(address)}: {done}, {seconds:.0f} s",
                        markup=False,
                    )
                    self._said = now
            case "apply_progress":
                if not self.console.is_terminal and now - self._said > _SLOW:
                    self._said = now
                    self.console.print(f"  waiting for {', '.join(self._waiting())}", markup=False, soft_wrap=True)
            case _:
                pass

    def seconds(self, unit: str) -> float | None:
        """From a unit's first resource to its last one, or None where nothing was done."""
        span = self.spans.get(unit)
        return span[1] - span[0] if span else None

    def _span(self, address: str, now: float) -> None:
        try:
            unit, _ = split_address(address)
        except ValueError:
            return
        first, _ = self.spans.get(unit, (now, now))
        self.spans[unit] = (first, now)

    def _waiting(self, most: int = 4) -> list[str]:
        """What has been in work longest, and for how long; how many more there are."""
        now = time.monotonic()
        oldest = sorted(self.running.items(), key=lambda item: item[1])
        shown = [f"{_short(address)} ({now - since:.0f} s)" for address, since in oldest[:most]]
        more = len(oldest) - most
        return [*shown, f"and {more} more"] if more > 0 else shown

    def _picture(self) -> Text:
        text = Text(self._label, style="bold")
        if self.total:
            width = 24
            full = width * self.finished // self.total
            text.append(f"  {'█' * full}{'░' * (width - full)}  {self.finished}/{self.total}", style="cyan")
        text.append(f"  {time.monotonic() - self._begun:.0f} s", style="dim")
        for line in self._waiting():
            text.append(f"\n  {line}", style="dim")
        return text


def _short(address: str) -> str:
    try:
        unit, inner = split_address(address)
    except ValueError:
        return address
    return f"{unit}: {inner}"


def say(text: str) -> None:
    """One line of words for people, on stderr."""
    print(text, file=sys.stderr)  # noqa: T201 - this is where words go
