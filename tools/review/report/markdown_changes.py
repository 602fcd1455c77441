"""One resource's change as a block of code in diff style: ``!`` what happens, ``-`` before, ``+`` after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import AttributeChange, ResourceChange
from . import words
from .budget import Form
from .compare import hunks
from .escape import code, fence, prose
from .values import name, shown
from .words import plural, shorten

_MOST = {"full": 40, "medium": 8, "brief": 0}
_VALUE = {"full": 600, "medium": 160, "brief": 0}
_LINES = {"full": 14, "medium": 4, "brief": 0}
_AROUND = 2
"""Equal lines that are shown before and behind those that differ."""
_WIDTH = 200


def change_piece(change: ResourceChange) -> Callable[[Form], str]:
    """The change in so many words; the brief form is an item of a list."""

    def text(form: Form) -> str:
        if form == "brief":
            stake = f", **holds a {prose(name(change.holds))}**" if change.loses_data and change.holds else ""
            count = f", {plural(len(change.attributes), 'attribute')}" if change.attributes else ""
            return f"- {words.SIGNS[change.action]} {code(name(change.address, 120))}{stake}{count}"
        return fence("\n".join([*_head(change), *_attributes(change, form)]), "diff")

    return text


def _head(change: ResourceChange) -> Iterator[str]:
    line = f"! {words.SIGNS[change.action]} {name(change.address)}"
    if change.action == "move" and change.previous_address:
        line += f" moved from {name(change.previous_address)}"
    else:
        line += f" is {words.VERBS[change.action]}"
    if change.replaced_because:
        line += f" because of {name(', '.join(change.replaced_because))}"
    yield line
    if change.action != "move" and change.previous_address:
        yield f"! moved from {name(change.previous_address)}"
    if change.loses_data:
        shield = ", ".join(change.protection)
        yield f"! holds a {name(change.holds or '')}; " + (
            f"protected by {name(shield)}" if shield else "nothing protects it"
        )
    for told, label in ((change.refused, "Terraform will refuse: "), (change.reason, ""), (change.hint, "")):
        if told:
            yield f"! {label}{name(words.sentence(told), 400)}"


def _attributes(change: ResourceChange, form: Form) -> Iterator[str]:
    ordered = sorted(change.attributes, key=lambda attribute: not attribute.forces_replacement)
    for attribute in ordered[: _MOST[form]]:
        yield from _attribute(attribute, form)
    left = len(ordered) - _MOST[form]
    if left > 0:
        yield f"# … {plural(left, 'more attribute')}"


def _attribute(attribute: AttributeChange, form: Form) -> Iterator[str]:
    both = shown(attribute, _VALUE[form])
    marks = f"  # {', '.join(both.marks)}" if both.marks else ""
    path, most = name(attribute.path), _LINES[form]
    if both.before is not None and both.after is not None and "\n" in both.before + both.after:
        yield f"  {path} ={marks}"
        yield from _compared(both.before, both.after, most)
        return
    for sign, value in (("-", both.before), ("+", both.after)):
        if value is None:
            continue
        if "\n" not in value:
            yield f"{sign} {path} = {value}{marks if sign == '+' or both.after is None else ''}"
        else:
            yield f"{sign} {path} ={marks}"
            yield from _lines(sign, value, most)


def _compared(before: str, after: str, most: int) -> Iterator[str]:
    left = 0
    for hunk in hunks(before, after, _AROUND):
        if hunk.sign == "…":
            yield f"    … {hunk.left:,} equal lines"
            continue
        differs = hunk.sign != " "
        shown_here = hunk.lines[: max(0, most)] if differs else hunk.lines
        yield from (f"{hunk.sign}   {shorten(line, _WIDTH)}".rstrip() for line in shown_here)
        if differs:
            most -= len(shown_here)
            left += len(hunk.lines) - len(shown_here)
        if most <= 0:
            break
    if left:
        yield f"    … {plural(left, 'more line')} and what follows"


def _lines(sign: str, text: str, most: int) -> Iterator[str]:
    lines = text.removesuffix("\n").split("\n")
    yield from (f"{sign}   {line}".rstrip() for line in lines[:most])
    if len(lines) > most:
        yield f"{sign}   … {plural(len(lines) - most, 'more line')}"
