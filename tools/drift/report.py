"""What a look at the accounts found, for people on a terminal and in a job's summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..console import output
from ..estate.states import held
from ..live import UnitError
from ..review.model import AttributeChange, ResourceChange
from ..review.report.compare import shared
from ..review.report.values import name, shown, visible
from ..review.report.words import plural
from .model import Look, UnitDrift

_STYLES = {"add": "green", "change": "yellow", "replace": "magenta", "destroy": "red"}
_KINDS = {"changed": "yellow", "gone": "red"}
_SIGNS = {"add": "+", "change": "~", "replace": "-/+", "destroy": "-", "move": ">", "import": "=", "forget": "."}
_VALUE = 60
_CONTEXT = 24
_ATTRIBUTES = 8


def report(look: Look, *, verbose: bool = False, to: Console | None = None) -> None:
    """Print drift, then what was not applied, then what could not be looked at."""
    console = to or output()
    units = list(look.units.values())
    _drift(units, console)
    _orphans(look, console, verbose=verbose)
    _pending(look, console, details=False)
    if verbose:
        _explained(units, console)
    _rest(look, console)
    _sums(look, console)


def report_plan(look: Look, *, to: Console | None = None) -> None:
    """Print what an apply would do: a table by unit, and each change with its reason."""
    console = to or output()
    _pending(look, console, details=True)
    _rest(look, console)
    console.print(_checked(look))


def _drift(units: Iterable[UnitDrift], console: Console) -> None:
    drifted = [unit for unit in units if unit.drift]
    if not drifted:
        return
    table = Table("drift: AWS is not as the state says", box=None, pad_edge=False, header_style="bold")
    for kind in _KINDS:
        table.add_column(kind, justify="right")
    for unit in drifted:
        counts = Counter(str(each.kind) for each in unit.drift)
        table.add_row(unit.path, *_counts(counts, _KINDS))
    console.print(table)
    console.print()
    for unit in drifted:
        console.print(Text(unit.path, "bold"))
        for each in unit.drift:
            sign = {"changed": "~", "gone": "-"}[each.kind]
            gone = ": gone" if each.kind == "gone" else ""
            console.print(Text(f"  {sign} {name(each.address)}{gone}", _KINDS[each.kind]), soft_wrap=True)
            for attribute in each.attributes:
                notes = [attribute.note] if attribute.note else []
                notes += ["an apply leaves it"] if attribute.path in each.left else []
                note = f"  ({'; '.join(notes)})" if notes else ""
                console.print(_attribute(attribute, "      ", note), soft_wrap=True)
        console.print()


def _orphans(look: Look, console: Console, *, verbose: bool) -> None:
    """States that are no unit's: what to do is told once, below them."""
    told = [each for each in look.orphans if verbose or each.entry is None]
    if not told:
        return
    table = Table("orphaned: the tree has no such unit any more", box=None, pad_edge=False, header_style="bold")
    table.add_column("resources", justify="right")
    table.add_column("last written")
    for each in told:
        note = f" (on the list: {each.entry})" if each.entry else f" ({each.error.message})" if each.error else ""
        count = "?" if each.resources is None else str(each.resources)
        written = each.modified.date().isoformat() if each.modified else ""
        table.add_row(Text(f"{each.path}{note}", "" if each.entry else "red"), count, written)
    console.print(table)
    console.print(
        "What they made is still there: destroy it from a commit that has the unit; or, where it was renamed, move its"
        " state first (docs/runbooks/state.md).",
        soft_wrap=True,
    )
    console.print()


def _attribute(attribute: AttributeChange, indent: str, note: str = "") -> Text:
    """One attribute on a line, or a text of several lines by the lines that differ."""
    if attribute.diff and not attribute.sensitive:
        kept = [line for line in attribute.diff.splitlines() if line[:3] not in ("+++", "---")]
        return Text(f"\n{indent}  ".join([f"{indent}{attribute.path}:{note}", *map(visible, kept)]))
    before, after = _sides(attribute)
    return Text(f"{indent}{attribute.path}: {before} -> {after}{note}")


def _sides(attribute: AttributeChange) -> tuple[str, str]:
    both = shown(attribute, _VALUE)
    if "\n" not in f"{both.before}{both.after}":
        return both.before or "none", both.after or "none"
    was, now = attribute.before, attribute.after
    if isinstance(was, list) and isinstance(now, list):  # what stays says nothing
        was, now = [each for each in was if each not in now], [each for each in now if each not in was]
    texts = [json.dumps(each, ensure_ascii=False) for each in (was, now)]
    start = max(0, shared(*texts) - _CONTEXT) if max(map(len, texts)) > _VALUE else 0
    before, after = (visible(_cut(text, start)) for text in texts)
    return before, after


def _cut(text: str, start: int) -> str:
    end = start + _VALUE
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _pending(look: Look, console: Console, *, details: bool) -> None:
    units = [unit for unit in look.units.values() if unit.pending or unit.outputs]
    if not units:
        return
    head = "unit" if details else "not applied: the state is not as the code says"
    table = Table(head, box=None, pad_edge=False, header_style="bold")
    for action in _STYLES:
        table.add_column(action, justify="right")
    totals: Counter[str] = Counter()
    for unit in units:
        counts = Counter(str(change.action) for change in unit.pending)
        totals += counts
        note = " (never applied)" if unit.status == "never applied" else ""
        note += "" if unit.pending else f" (outputs: {', '.join(unit.outputs)})"
        table.add_row(Text(f"{unit.path}{note}"), *_counts(counts, _STYLES))
    table.add_section()
    table.add_row("total", *_counts(totals, _STYLES), style="bold")
    console.print(table)
    if others := {action: count for action, count in sorted(totals.items()) if action not in _STYLES}:
        console.print("also: " + ", ".join(f"{count} to {action}" for action, count in others.items()))
    console.print()
    for unit in units if details else ():
        console.print(Text(unit.path, "bold"))
        for change in unit.pending:
            for line in _lines(change):
                console.print(line, soft_wrap=True)
        for output_name in unit.outputs:
            console.print(Text(f"  ~ output.{output_name}"), soft_wrap=True)
        console.print()


def _counts(counts: Counter[str], styles: Mapping[str, str]) -> Iterator[Text]:
    for kind, style in styles.items():
        yield Text(str(counts[kind]), style) if counts[kind] else Text("·")


def _lines(change: ResourceChange) -> Iterator[Text]:
    sign, style = _SIGNS.get(change.action, "?"), _STYLES.get(change.action, "")
    because = f"because of {', '.join(change.replaced_because)}" if change.replaced_because else change.reason
    why = f"  ({because})" if because else ""
    was = f"  (was {change.previous_address})" if change.previous_address else ""
    yield Text(f"  {sign:3} {name(change.address)}{was}{why}", style)
    if change.action not in ("change", "replace"):
        return
    for attribute in change.attributes[:_ATTRIBUTES]:
        yield _attribute(attribute, "        ")
    if len(change.attributes) > _ATTRIBUTES:
        yield Text(f"        and {plural(len(change.attributes) - _ATTRIBUTES, 'more attribute')}", "dim")


def _explained(units: Iterable[UnitDrift], console: Console) -> None:
    table = Table("no drift", "resource", "attribute", "because", box=None, pad_edge=False, header_style="bold")
    for unit in units:
        for each in unit.explained:
            table.add_row(*map(Text, (unit.path, name(each.address), each.path or "(gone)", each.why)))
    if table.row_count:
        console.print(table)
        console.print()


def _rest(look: Look, console: Console) -> None:
    """What could not be looked at, what is locked, and what else to know: each reason once, with its units."""
    units = look.units.values()
    groups: dict[str, list[str]] = {}
    for unit in units:
        if unit.error is not None:
            told = unit.error.mistake if isinstance(unit.error, UnitError) else unit.error
            groups.setdefault(f"Not looked at: {told}", []).append(unit.path)
    for unit in units:
        if unit.lock:
            text = f"Read all the same: {unit.lock}; what is under way may look like drift"
            groups.setdefault(text, []).append(unit.path)
        if unit.stored and unit.stored.note:
            groups.setdefault(f"To know: {unit.stored.note}", []).append(unit.path)
        if unit.untold and unit.status != "failed":
            groups.setdefault(f"Nothing is said about changes: {unit.untold}", []).append(unit.path)
        if unit.status == "never applied" and not unit.untold:
            groups.setdefault("Never applied: there is no state", []).append(unit.path)
    for text, paths in groups.items():
        console.print(Text(text), soft_wrap=True)
        for path in paths:
            console.print(Text(f"  {path}"), soft_wrap=True)
    for line in (*look.expired, *map(str, look.unseen)):
        console.print(Text(line), soft_wrap=True)
    if groups or look.expired or look.unseen:
        console.print()


def _sums(look: Look, console: Console) -> None:
    drifted = sum(len(unit.drift) for unit in look.units.values())
    explained = Counter(str(each.by) for unit in look.units.values() for each in unit.explained)
    words = {
        "resource": "made by other resources",
        "aws": "AWS's own",
        "code": "left to others by ignore_changes",
        "entry": "on the list",
    }
    told = ", ".join(f"{explained[by]} {word}" for by, word in words.items() if explained[by])
    statuses = {unit.status for unit in look.units.values()}
    whole = "No drift" if "failed" not in statuses else "No drift in what was looked at"
    if statuses == {"failed"}:
        whole = "Nothing is known"
    console.print(f"{plural(drifted, 'resource')} drifted" if drifted else whole, end="")
    if orphaned := sum(each.entry is None for each in look.orphans):
        console.print(f"; {plural(orphaned, 'state')} orphaned", end="")
    console.print(f"; no drift are {told}" if told else "", end="")
    console.print(f". {_checked(look)}")


def _checked(look: Look) -> str:
    counts = Counter(str(unit.status) for unit in look.units.values())
    states = (unit.stored.state for unit in look.units.values() if unit.status == "checked" and unit.stored)
    count = sum(held(state) for state in states if state)
    parts = [f"{plural(counts['checked'], 'unit')} with {plural(count, 'resource')} looked at"]
    parts += [f"{counts[status]} {words}" for status, words in _OTHERS.items() if counts[status]]
    return ", ".join(parts)


_OTHERS = {"never applied": "never applied", "failed": "not looked at"}
