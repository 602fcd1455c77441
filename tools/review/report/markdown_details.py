"""The folded parts of the comment, the weightiest first: changes, IAM, reachability, findings, cost, blast, trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..model import FindingChange, FlowChange, PermissionChange, Problem, Review, Trust
from . import words
from .budget import Form, Piece, Section
from .escape import code, fence, prose, raw_code
from .markdown_changes import change_piece
from .mermaid import mermaid
from .values import literal, name, visible
from .words import plural

TEXT = 400
LEFT_OUT = "<code>review.html</code>"
"""Where everything is."""
_NAME = 120
Chosen = Sequence[tuple[str | None, str]]


def details(review: Review) -> Iterator[Section]:
    """Every part that has something to say."""
    yield from _problems(review.problems)
    yield from _changes(review)
    yield from _permissions(review.permissions)
    yield from _flows(review.flows)
    yield from _findings(review.findings)
    yield from _cost(review)
    yield from _blast(review)
    yield from _trust(review)
    yield from _others(review.other_files)


def _folded(title: str, told: str, body: str, *, opened: bool = False) -> str:
    head = f"<b>{title}</b>: {told}" if told else f"<b>{title}</b>"
    return f"<details{' open' * opened}><summary>{head}</summary>\n\n{body}\n\n</details>"


def _stacked(texts: Iterable[str]) -> str:
    """Texts under each other: items of a list close together, everything else apart."""
    stacked = ""
    for text in texts:
        close = text.startswith("- ") and stacked.rpartition("\n\n")[2].startswith("- ")
        stacked += ("\n" if close else "\n\n" if stacked else "") + text
    return stacked


def _listing(
    title: str, told: str, noun: str, texts: Sequence[Callable[[Form], str]], weight: int = 2, *, opened: bool = False
) -> Section:
    """A folded part of pieces under each other."""

    def render(chosen: Chosen, left: int) -> str:
        more = [f"… and {plural(left, f'more {noun}')}, in {LEFT_OUT}."] if left else []
        return _folded(title, told, _stacked([*(text for _, text in chosen), *more]), opened=opened)

    return Section(render, [Piece(text) for text in texts], weight)


def _problems(problems: Sequence[Problem]) -> Iterator[Section]:
    def tell(problem: Problem) -> Callable[[Form], str]:
        def text(form: Form) -> str:
            limit = {"full": 2_000, "medium": 600, "brief": 160}[form]
            where = f", {code(name(problem.unit, _NAME))}" if problem.unit else ""
            return f"In the {problem.side}{where}:\n\n{fence(words.shorten(visible(problem.message), limit))}"

        return text

    if problems:
        ordered = sorted(problems, key=lambda each: each.side == "base")
        yield _listing("Problems", f"{len(problems):,}", "problem", [tell(each) for each in ordered], 3, opened=True)


def _changes(review: Review) -> Iterator[Section]:
    changes = [change for unit in review.units for change in unit.changes if change.action != "none"]
    changes.sort(key=words.gravity)
    totals: dict[str, int] = {}
    for change in changes:
        totals[change.unit] = totals.get(change.unit, 0) + 1
    counts = {unit.path: words.counted(unit.counts) for unit in review.units}

    def render(chosen: Chosen, left: int) -> str:
        groups: dict[str, list[str]] = {}
        for group, text in chosen:
            groups.setdefault(group or "", []).append(text)
        parts = []
        for path, texts in groups.items():
            more = totals[path] - len(texts)
            rest = [f"… and {plural(more, 'more resource')}"] if more else []
            head = f"<summary>{raw_code(name(path, _NAME))} {counts.get(path, '')}</summary>"
            parts.append(f"<details>{head}\n\n{_stacked([*texts, *rest])}\n\n</details>")
        if left:
            unseen = len(totals) - len(groups)
            of = f", {plural(unseen, 'unit')} with nothing above" if unseen else ""
            parts.append(f"… {plural(left, 'more resource')}{of}: in {LEFT_OUT}.")
        told = f"{plural(len(changes), 'resource')}, {words.counted(review.counts)}"
        return _folded("Changes", told, "\n\n".join(parts))

    if changes:
        yield Section(render, [Piece(change_piece(change), change.unit) for change in changes], weight=10)


def _permissions(permissions: Sequence[PermissionChange]) -> Iterator[Section]:
    def tell(change: PermissionChange) -> Callable[[Form], str]:
        permission = change.permission

        def text(form: Form) -> str:
            most = {"full": 12, "medium": 4, "brief": 2}[form]
            deny = "**Deny** " if permission.effect == "Deny" else ""
            line = f"- **{change.kind}** ({change.danger}) · {prose(name(permission.principal))}: {deny}"
            line += _few(permission.actions, most)
            if permission.expanded > len(permission.actions):
                line += f" ({plural(permission.expanded, 'action')})"
            line += f" on {_few(permission.resources, most)}" if permission.resources else ""
            line += f" if {_few(permission.conditions, most)}" if permission.conditions else ""
            if form != "brief":
                where = f"{code(name(permission.unit, _NAME))} · {code(name(permission.source, _NAME))}"
                line += f"<br>\n  {prose(words.shorten(change.why, TEXT))}<br>\n  {where}"
            return line

        return text

    if permissions:
        ordered = sorted(permissions, key=lambda each: (words.by_level(each.danger), each.kind in words.LESS))
        texts = [tell(each) for each in ordered]
        yield _listing("IAM", words.tally(each.kind for each in permissions), "permission", texts)


def _few(things: Sequence[str], most: int) -> str:
    told = ", ".join(code(name(thing, _NAME)) for thing in things[:most])
    return told + (f" and {len(things) - most:,} more" if len(things) > most else "")


def _flows(flows: Sequence[FlowChange]) -> Iterator[Section]:
    def tell(change: FlowChange) -> Callable[[Form], str]:
        flow = change.flow

        def text(form: Form) -> str:
            ends = f"{code(name(flow.source, _NAME))} → {code(name(flow.target, _NAME))}"
            line = f"- **{change.kind}** ({change.danger}) · {ends}"
            line += f" {code(name(f'{flow.protocol} {flow.ports}', 60))}"
            if form != "brief":
                path = " → ".join(code(name(step, _NAME)) for step in flow.path[:8])
                line += f"<br>\n  {prose(words.shorten(change.why, TEXT))}" + (f"<br>\n  {path}" if path else "")
            return line

        return text

    if flows:
        ordered = sorted(flows, key=lambda each: (each.kind == "closed", words.by_level(each.danger)))
        yield _listing(
            "Reachability", words.tally(each.kind for each in flows), "flow", [tell(each) for each in ordered]
        )


def _findings(findings: Sequence[FindingChange]) -> Iterator[Section]:
    def tell(finding: FindingChange) -> Callable[[Form], str]:
        def text(form: Form) -> str:
            severity = f" ({prose(name(finding.severity.lower()))})" if finding.severity else ""
            title = prose(words.shorten(finding.name, 160))
            line = f"- **{finding.state}**{severity} · {code(name(finding.rule, 60))} {title}"
            line += f"<br>\n  {code(name(finding.unit, _NAME))} · {code(name(finding.address, _NAME))}"
            if form != "brief":
                if finding.attribute:
                    value = name(literal(finding.value), 160)
                    line += f"<br>\n  {code(name(finding.attribute, _NAME))} = {code(value)}"
                if finding.path:
                    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
                    line += f"<br>\n  {code(name(place, _NAME))}"
                line += f"<br>\n  {prose(words.shorten(finding.reason, TEXT))}" if finding.reason else ""
            return line

        return text

    if findings:
        ordered = sorted(findings, key=words.by_state)
        texts = [tell(each) for each in ordered if each.state != "remaining"]
        if remaining := len(ordered) - len(texts):
            texts.append(_always(f"{plural(remaining, 'finding')} that the base has too: in {LEFT_OUT}."))
        yield _listing("Findings", words.tally(each.state for each in ordered), "finding", texts)


def _cost(review: Review) -> Iterator[Section]:
    cost = review.cost
    if not cost.available or not cost.differs:
        if cost.note:
            told = "no difference" if cost.available else "not known"
            yield _fixed("Cost", told, prose(words.shorten(cost.note, TEXT)))
        return
    low, expected, high = (words.money(amount) for amount in (cost.low, cost.expected, cost.high))
    lines = [f"**{expected} USD** a month expected, from {low} to {high}."]
    if cost.unpriced:
        rows = [f"{code(name(kind, 80))} ({count:,})" for kind, count in sorted(cost.unpriced.items())[:30]]
        lines.append(f"Without a price: {', '.join(rows)}.")
    lines.append(prose(words.shorten(cost.note, TEXT)))
    yield _fixed("Cost", f"{expected} USD a month", "\n\n".join(filter(None, lines)))


def _fixed(title: str, told: str, body: str) -> Section:
    """A part that is whole or not there at all, then with a line that says so."""

    def render(chosen: Chosen, left: int) -> str:
        return _folded(title, told, f"Left out here, in {LEFT_OUT}." if left else chosen[0][1])

    return Section(render, [Piece(_always(body))])


def _blast(review: Review) -> Iterator[Section]:
    downstream = sorted(review.blast.downstream, key=lambda each: (-each.changes, each.unit))
    if not review.blast.edges and not downstream:
        return
    texts: list[Callable[[Form], str]] = []
    if diagram := mermaid(review.blast):
        told = "An arrow goes from a unit to one that needs it."
        told += f" All are in {code(name(diagram.folder, _NAME))}." if diagram.folder else ""
        told += f" {prose(diagram.note)}." if diagram.note else ""
        told += f" {undrawn}" if (undrawn := words.undrawn(review)) else ""
        texts.append(_always(f"{fence(diagram.text, 'mermaid')}\n\n{told}"))
    for each in downstream:
        line = f"- {code(name(each.unit, _NAME))}: {plural(each.changes, 'change') if each.changes else 'no changes'}"
        line += f" in this plan; needs {_few(each.needs, 3)}"
        line += f": {_few(each.attributes, 4)}" if each.attributes else ""
        texts.append(_always(line))
    moved = sum(each.changes > 0 for each in downstream)
    told = f"{plural(len(downstream), 'unit')} downstream, {moved:,} with changes"
    yield _listing("Blast radius", told, "part", texts)


def _trust(review: Review) -> Iterator[Section]:
    """What the whole rests on; then the units that are less than high, those of equal grounds together."""
    if not review.units:
        return
    folder = words.common_folder(unit.path for unit in review.units)
    grounds = [f"- {prose(words.shorten(words.within(ground, folder), TEXT))}" for ground in review.trust.grounds[:12]]
    alike: dict[Trust, list[str]] = {}
    for unit in sorted(review.units, key=lambda each: (-words.by_level(each.trust.level), each.path)):
        if unit.trust.level != "high":
            alike.setdefault(unit.trust, []).append(unit.path)
    lines = ["\n".join(grounds)] if grounds else []
    for trust, paths in alike.items():
        told = " ".join(prose(words.shorten(ground, 200)) for ground in trust.grounds[:4])
        lines.append(f"- **{trust.level}**: {_few(paths, 3)}. {told}")
    yield _listing("Trust", review.trust.level, "line", [_always(line) for line in lines], 1)


def _always(text: str) -> Callable[[Form], str]:
    return lambda form: text


def _others(files: Sequence[str]) -> Iterator[Section]:
    if files:
        texts = [_always(f"- {code(name(path, _NAME))}") for path in files]
        yield _listing("Changed files that no unit rests on", f"{len(files):,}", "file", texts, 1)
