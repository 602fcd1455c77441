"""A review as a comment for a pull request, in GitHub's Markdown: what a reviewer needs first, then details, folded.

It never passes ``LIMIT`` bytes, and so never as many characters: what there is no room for is counted, and said to be
in the report. Every value and name is escaped (``escape``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Action, Review, UnitReview
from . import words
from .budget import Form, Piece, Section, fit, size
from .escape import code, prose
from .markdown_details import LEFT_OUT, TEXT, details
from .points import Place, Point, in_front, points
from .values import name
from .words import plural

LIMIT = 60_000
_NAME = 120
_FRONT = 12
"""Points that every rule has a part in, should not all fit."""


def markdown(review: Review) -> str:
    """The comment; at most ``LIMIT`` bytes of UTF-8."""
    verdict, foot = _verdict(review), _foot(review)
    sections = [_points(review), _units(review), *details(review)]
    budget = LIMIT - size(verdict) - size(foot) - 2 * (len(sections) + 2)
    return "\n\n".join(filter(None, [verdict, *fit(sections, budget), foot])) + "\n"


def _verdict(review: Review) -> str:
    stake = len(words.at_stake(review))
    facts = [
        f"{code(name(words.side(review.base), 60))} → {code(name(words.side(review.head), 60))}",
        f"{plural(len(review.units), 'unit')} affected, {review.not_affected:,} not",
        f"**{words.counted(review.counts)}**" if review.units else "",
        f"**data at stake in {plural(stake, 'resource')}**" if stake else "",
        f"trust {review.trust.level}" if review.units else "",
    ]
    return f"## {prose(words.headline(review))}\n\n{' · '.join(filter(None, facts))}"


def _foot(review: Review) -> str:
    return f"<sub>Everything, searchable and with a picture: {LEFT_OUT}. For programs: <code>review.json</code>.</sub>"


def _points(review: Review) -> Section:
    """What to look at first; what is gravest in a box of its own, which GitHub draws in red."""
    front, more = in_front(points(review), _FRONT)
    found = [*sorted(front, key=lambda point: point.tone != "bad"), *more]

    def render(chosen: Sequence[tuple[str | None, str]], left: int) -> str:
        red = "\n".join(text for group, text in chosen if group == "bad")
        parts = ["> [!CAUTION]\n" + "\n".join(f"> {line}" for line in red.split("\n"))] if red else []
        parts.append("\n".join(text for group, text in chosen if group != "bad"))
        parts.append(f"… and {plural(left, 'more point')}, in {LEFT_OUT}." if left else "")
        return "\n\n".join(filter(None, parts))

    folder = words.common_folder(unit.path for unit in review.units)
    return Section(render, [_point(point, folder) for point in found], weight=4)


def _point(point: Point, folder: str) -> Piece:
    def text(form: Form) -> str:
        places = {"full": 6, "medium": 3, "brief": 1}[form]
        lines = [f"- {'**blocks** · ' if point.blocks else ''}{_titled(point, folder)} ({prose(name(point.rule))})"]
        if form != "brief":
            told = point.details[:3] if form == "full" else point.details[:1]
            lines += [
                prose(words.shorten(words.sentence(words.within(detail, folder)), TEXT if form == "full" else 160))
                for detail in told
            ]
        lines += filter(None, (_placed(place, point) for place in point.places[:places]))
        if len(point.places) > places:
            lines.append(f"and {plural(len(point.places) - places, 'more place')}")
        return "<br>\n  ".join(lines)

    return Piece(text, point.tone)


def _titled(point: Point, folder: str) -> str:
    """The title, with the address in it in code style."""
    title = words.sentence(words.shorten(words.within(point.title, folder), TEXT))
    address = point.address
    if not address or address not in title:
        return f"**{prose(title)}**"
    before, _, after = title.partition(address)
    bold = [f"**{prose(part)}**" if part.strip() else "" for part in (before, after)]
    return " ".join(filter(None, [bold[0], code(name(address, _NAME)), bold[1]]))


def _placed(place: Place, point: Point) -> str:
    """Unit and address; not the address again where the title says it."""
    said = point.address and point.address in words.shorten(point.title, TEXT)
    return " · ".join(code(name(part, _NAME)) for part in (place.unit, None if said else place.address) if part)


def _units(review: Review) -> Section:
    """One table over all units."""
    units = words.by_gravity(review.units)
    folder = words.common_folder(unit.path for unit in units)
    others: tuple[Action, ...] = ("move", "import", "forget")
    actions = [*words.MAIN, *(action for action in others if review.counts.get(action))]

    def render(chosen: Sequence[tuple[str | None, str]], left: int) -> str:
        if not units:
            return ""
        head = ["Unit", *(words.SIGNS[action] for action in actions), "Affected because of", "Trust"]
        lines = [_row(head), _row([":--", *["--:"] * len(actions), ":--", ":--"]), *(text for _, text in chosen)]
        legend = ", ".join(f"{words.SIGNS[action]} {words.VERBS[action]}" for action in actions)
        of = f" in {code(name(folder, _NAME))}" if folder else ""
        lines.insert(0, f"**{plural(len(units), 'unit')}**{of}: {legend}\n")
        if left:
            rest = words.counted(_counts(units[len(chosen) :]))
            lines.append(f"\n… and {plural(left, 'more unit')} ({rest}), in {LEFT_OUT}.")
        return "\n".join(lines)

    def piece(unit: UnitReview) -> Piece:
        def text(form: Form) -> str:
            marks: list[str] = [unit.status] if unit.status in ("added", "removed", "renamed") else []
            marks += ["**data**"] if any(change.loses_data for change in unit.changes) else []
            marks += [] if unit.planned else ["**not planned**"]
            because = words.why(unit, folder)
            cells = [
                " · ".join([code(name(unit.path.removeprefix(folder), _NAME)), *marks]),
                *(str(unit.counts.get(action) or "") for action in actions),
                prose(name(because, _NAME if form == "full" else 60)),
                unit.trust.level,
            ]
            return _row(cells)

        return Piece(text)

    return Section(render, [piece(unit) for unit in units], weight=4)


def _counts(units: Iterable[UnitReview]) -> dict[str, int]:
    found: dict[str, int] = {}
    for unit in units:
        for action, count in unit.counts.items():
            found[action] = found.get(action, 0) + count
    return found


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
