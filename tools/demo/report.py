"""What a demonstration saw: counts by hop, what was checked, how fast it went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Phase:
    """One part of the demonstration, and the comparison at its end."""

    title: str
    seconds: float = 0.0
    rows: int = 0
    """Rows that were compared, all columns of them, on both sides."""
    note: str = ""


@dataclass
class Hops:
    """What came through, by hop."""

    loaded: int = 0
    captured: int = 0
    repeated: int = 0
    """Of these: what the capture sent a second time."""
    controls: int = 0
    poison: int = 0
    stream: int = 0
    raw_objects: int = 0
    raw_bytes: int = 0
    records: int = 0
    duplicates: int = 0
    quarantined: int = 0
    trusted_rows: int = 0
    trusted_files: int = 0
    current_rows: int = 0
    predictions: int | None = None


@dataclass
class Times:
    """Where the seconds went."""

    source: float = 0.0
    capture: float = 0.0
    delivery: float = 0.0
    transform: float = 0.0
    query: float = 0.0


@dataclass
class Report:
    """Everything."""

    seed: int
    changes: int
    postgres: int
    platform: bool
    hops: Hops = field(default_factory=Hops)
    times: Times = field(default_factory=Times)
    phases: list[Phase] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    by_operation: dict[str, int] = field(default_factory=dict)
    poison: dict[str, int] = field(default_factory=dict)
    transform_peak_mb: int = 0
    changes_seconds: float = 0.0
    """How long the changes took from the first statement to the last file, without the comparison."""
    changes_records: int = 0
    agree: bool = False

    @property
    def throughput(self) -> float:
        """Changes a second, from the source's first statement to the last trusted file."""
        return self.changes_records / self.changes_seconds if self.changes_seconds else 0.0

    def delay(self, share: float) -> float:
        """Seconds from commit to trusted for this share of the changes."""
        return quantile(sorted(self.delays), share)

    def as_json(self) -> str:
        """For programs."""
        said: dict[str, Any] = asdict(self)
        del said["delays"]
        said["records_per_second"] = {
            "end to end": round(self.throughput),
            "capture": _rate(self.hops.stream - self.hops.poison, self.times.capture),
            "transform": _rate(self.hops.records, self.times.transform),
        }
        said["commit_to_trusted_seconds"] = {name: round(self.delay(share), 3) for name, share in SHARES.items()}
        return json.dumps(said, indent=2) + "\n"


SHARES = {"p50": 0.5, "p99": 0.99, "max": 1.0}


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _rate(count: int, seconds: float) -> int:
    return round(count / seconds) if seconds else 0


def summary(report: Report) -> str:
    """For people."""
    hops, times = report.hops, report.times
    lines = [
        "",
        f"{'phase':<58}{'rows compared':>14}{'seconds':>9}",
        *(f"{phase.title:<58}{phase.rows:>14,}{phase.seconds:>9.1f}  equal" for phase in report.phases),
        "",
        f"stream      {hops.stream:>9,} records: {hops.loaded:,} loaded, {hops.captured:,} changes "
        f"({hops.repeated:,} of them twice), "
        f"{hops.controls:,} control, {hops.poison:,} poison",
        f"raw         {hops.raw_objects:>9,} objects, {hops.raw_bytes / 1e6:,.1f} MB gzipped",
        f"transform   {hops.records:>9,} records, replays too; {_rate(hops.records, times.transform):,} a second, "
        f"{report.transform_peak_mb} MB at its peak",
        f"trusted     {hops.trusted_rows:>9,} rows in {hops.trusted_files:,} files; {hops.quarantined:,} in quarantine",
        f"current     {hops.current_rows:>9,} rows, equal to the source",
        *([f"predictions {hops.predictions:>9,}"] if hops.predictions is not None else []),
        "",
        f"{report.changes_records:,} changes from the source to the trusted zone in {report.changes_seconds:.1f} s: "
        f"{report.throughput:,.0f} a second",
        "commit to trusted: "
        + ", ".join(f"{name} {report.delay(share):.2f} s" for name, share in SHARES.items())
        + " (the delivery is flushed here; at AWS its interval comes on top)",
    ]
    return "\n".join(lines)
