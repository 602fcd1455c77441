"""The flow as a picture: a page without scripts, with what came through each hop."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from .report import SHARES, Report

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --line: #c6ccd3; --paper: #fff; --box: #f5f7f9;
  --good: #1a7f37; --bad: #b35900; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --soft: #a3adb8; --line: #434b54; --paper: #15181c;
  --box: #1f242a; --good: #4cc26a; --bad: #e39a4a; --accent: #6db1f2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; color: var(--soft); }
.verdict { color: var(--good); font-weight: 600; }
svg { display: block; width: 100%; height: auto; margin-top: 1.2rem; }
svg rect { fill: var(--box); stroke: var(--line); }
svg .side { stroke: var(--bad); }
svg .end { stroke: var(--good); stroke-width: 2; }
svg text { fill: var(--ink); font: 14px system-ui, sans-serif; }
svg .title { font-weight: 600; }
svg .count { font-size: 20px; font-variant-numeric: tabular-nums; fill: var(--accent); }
svg .small { font-size: 12px; fill: var(--soft); }
svg path { stroke: var(--soft); fill: none; stroke-width: 1.5; }
svg marker path { fill: var(--soft); stroke: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
.equal { color: var(--good); }
"""

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 232, 108, 272, 168


class Box(NamedTuple):
    """A hop: where it stands in the grid, what it is called, and what came through."""

    column: int
    row: int
    title: str
    amount: str
    lines: Sequence[str]
    kind: str = ""


def page(report: Report) -> str:
    """The page."""
    where = "the platform that is up in the emulator" if report.platform else "a private emulator"
    figures = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in _figures(report))
    phases = "".join(
        f'<tr><td>{escape(phase.title)}</td><td class="number">{phase.rows:,}</td>'
        f'<td class="number">{phase.seconds:.1f} s</td><td class="equal">equal</td><td>{escape(phase.note)}</td></tr>'
        for phase in report.phases
    )
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>smartstream: source and lake</title>
<style>{_STYLE}</style>
<h1>smartstream, with data in it</h1>
<p class="verdict">{"Source and lake agree." if report.agree else "Source and lake were not compared to the end."}</p>
<p>PostgreSQL {report.postgres}, {where}, {report.changes:,} changes asked for, seed {report.seed}.</p>
{flow(report)}
<h2>Compared, row by row and column by column</h2>
<div class="scroll"><table>
<tr><th>after</th><th class="number">rows</th><th class="number">took</th><th></th><th></th></tr>
{phases}
</table></div>
<h2>How fast</h2>
<div class="scroll"><table>{figures}</table></div>
</html>
"""


def flow(report: Report) -> str:
    """The hops and what came through them, as SVG."""
    hops = report.hops
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(report.poison.items()))
    boxes = [
        Box(
            0,
            0,
            "PostgreSQL",
            f"{hops.loaded + hops.captured - hops.repeated:,}",
            ["rows and row changes", "real, wal_level logical"],
        ),
        Box(1, 0, "Capture", f"{hops.captured:,}", [f"changes, after {hops.loaded:,} loaded", "stands in for DMS"]),
        Box(2, 0, "Kinesis", f"{hops.stream:,}", ["records", f"{hops.controls} control, {hops.poison} poison"]),
        Box(3, 0, "Firehose", f"{hops.raw_objects:,}", ["objects in raw/", f"{hops.raw_bytes / 1e6:,.1f} MB gzipped"]),
        Box(
            3,
            1,
            "Transform",
            f"{hops.records:,}",
            ["records read, replays too", f"{report.transform_peak_mb} MB at most"],
        ),
        Box(
            2,
            1,
            "trusted/",
            f"{hops.trusted_rows:,}",
            ["rows; a new key makes two", f"{hops.trusted_files:,} Parquet files"],
        ),
        Box(
            1,
            1,
            "Current state",
            f"{hops.current_rows:,}",
            ["rows, by the platform's SQL", "DuckDB stands in for Athena"],
        ),
        Box(0, 1, "Source = lake", f"{hops.current_rows:,}", ["rows equal, every column"], "end"),
        Box(3, 2, "quarantine/", f"{hops.quarantined:,}", _wrapped(reasons), "side"),
    ]
    arrows = [
        ((0, 0), (1, 0)),
        ((1, 0), (2, 0)),
        ((2, 0), (3, 0)),
        ((3, 0), (3, 1)),
        ((3, 1), (2, 1)),
        ((2, 1), (1, 1)),
    ]
    arrows += [((1, 1), (0, 1)), ((0, 0), (0, 1)), ((3, 1), (3, 2))]
    if hops.predictions is not None:
        boxes.append(Box(2, 2, "analytics/", f"{hops.predictions:,}", ["predictions", "scored from trusted/"]))
        arrows.append(((2, 1), (2, 2)))
    width, height = 3 * _ACROSS + _WIDTH + 4, 2 * _DOWN + _HEIGHT + 4
    drawn = "".join(_arrow(*arrow) for arrow in arrows) + "".join(_box(box) for box in boxes)
    return (
        f'<svg viewBox="-2 -2 {width} {height}" role="img" aria-label="The way of the data, with counts at each hop">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0 8 4 0 8z"/></marker></defs>{drawn}</svg>'
    )


def _figures(report: Report) -> list[tuple[str, str]]:
    delays = ", ".join(f"{name} {report.delay(share):.2f} s" for name, share in SHARES.items())
    times = report.times
    return [
        ("source to trusted", f"{report.throughput:,.0f} changes a second, over {report.changes_records:,} changes"),
        ("commit to trusted", f"{delays}; the delivery is flushed here, at AWS its interval comes on top"),
        (
            "where the time went",
            f"source {times.source:.1f} s, capture {times.capture:.1f} s, delivery {times.delivery:.1f} s, "
            f"transform {times.transform:.1f} s, queries and comparisons {times.query:.1f} s",
        ),
    ]


def _box(box: Box) -> str:
    x, y = box.column * _ACROSS, box.row * _DOWN
    lines = "".join(
        f'<text class="small" x="{x + 14}" y="{y + 76 + 17 * i}">{escape(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    return (
        f'<rect class="{box.kind}" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        f'<text class="title" x="{x + 14}" y="{y + 26}">{escape(box.title)}</text>'
        f'<text class="count" x="{x + 14}" y="{y + 53}">{escape(box.amount)}</text>{lines}'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    (column, row), (to_column, to_row) = start, end
    if row == to_row:
        right = to_column > column
        x = column * _ACROSS + (_WIDTH if right else 0)
        y, goal = row * _DOWN + _HEIGHT // 2, to_column * _ACROSS + (0 if right else _WIDTH)
        return f'<path d="M{x} {y} H{goal}" marker-end="url(#tip)"/>'
    x = column * _ACROSS + _WIDTH // 2
    return f'<path d="M{x} {row * _DOWN + _HEIGHT} V{to_row * _DOWN}" marker-end="url(#tip)"/>'


def _wrapped(text: str, width: int = 34) -> list[str]:
    """At most two lines."""
    if len(text) <= width:
        return [text]
    at = text.rfind(", ", 0, width) + 1 or width
    rest = text[at:].strip()
    return [text[:at], rest if len(rest) <= width else rest[: width - 2] + " …"]
