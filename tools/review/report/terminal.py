"""A review on a terminal: the verdict, what to look at first, and a table over the units; at most ``LINES`` lines."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import Review
from . import words
from .points import Point, in_front, points
from .values import name
from .words import plural

LINES = 40
_POINTS, _UNITS = 8, 12
_STYLES = {"bad": "bold red", "block": "yellow", "warn": "", "good": "bold green"}
_ACTIONS = {"add": "green", "change": "yellow", "replace": "magenta", "destroy": "red"}


def summary(review: Review) -> RenderableType:
    """What ``rich`` prints. Long names end in an ellipsis: nothing wraps, so the lines are counted beforehand."""
    parts: list[RenderableType] = [_verdict(review)]
    front, more = in_front(points(review), _POINTS)
    folder = words.common_folder(unit.path for unit in review.units)
    parts += [_point(point, folder) for point in front]
    if more:
        parts.append(_line(f"  and {plural(len(more), 'more point')}", "dim"))
    if review.units:
        parts += ["", _units(review)]
        if len(review.units) > _UNITS:
            parts.append(_line(f"  and {plural(len(review.units) - _UNITS, 'more unit')}", "dim"))
    return Group(*parts)


def _line(text: str, style: str = "") -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ellipsis")


def _verdict(review: Review) -> Text:
    text = _line(words.headline(review), _STYLES.get(words.tone(review), "") or "bold yellow")
    affected = f"{plural(len(review.units), 'unit')} affected, {review.not_affected:,} not"
    counts = f", {words.counted(review.counts)}, trust {review.trust.level}" if review.units else ""
    text.append(f"  ({affected}{counts})", "not bold default")
    return text


def _point(point: Point, folder: str) -> RenderableType:
    place = point.places[0] if point.places else None
    where = " ".join(name(words.within(part, folder)) for part in (place.unit, place.address) if part) if place else ""
    more = f" and {plural(len(point.places) - 1, 'more place')}" if len(point.places) > 1 else ""
    head = _line(
        f"{'blocks' if point.blocks else 'look  '} {name(words.sentence(words.within(point.title, folder)))}",
        _STYLES[point.tone],
    )
    return Padding(Group(head, _line(f"       {where}{more}", "dim")) if where else head, (0, 0, 0, 2))


def _units(review: Review) -> Table:
    units = words.by_gravity(review.units)
    folder = words.common_folder(unit.path for unit in units)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    title = f"unit in {name(folder)}" if folder else "unit"
    table.add_column(title, no_wrap=True, overflow="ellipsis", ratio=None)
    for action in words.MAIN:
        table.add_column(words.SIGNS[action], justify="right", style=_ACTIONS[action])
    table.add_column("affected because", no_wrap=True, overflow="ellipsis")
    table.add_column("trust")
    for unit in units[:_UNITS]:
        stake = any(change.loses_data for change in unit.changes)
        mark = " (not planned)" if not unit.planned else " (data at stake)" if stake else ""
        path = _line(name(unit.path.removeprefix(folder)) + mark, "red" if mark else "")
        counts = [str(unit.counts.get(action) or "") for action in words.MAIN]
        table.add_row(path, *counts, _line(name(words.why(unit, folder)), "dim"), unit.trust.level)
    return table
