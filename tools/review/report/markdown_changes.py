"""One resource's change as a block of code in diff style: ``!`` what happens, ``-`` before, ``+`` after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import AttributeChange, ResourceChange
from . import words
from .budget import Form
from .escape import code, fence, prose
from .values import apart, name, shown
from .words import plural

_MOST = {"full": 40, "medium": 8, "brief": 0}
_VALUE = {"full": 600, "medium": 160, "brief": 0}
_LINES = {"full": 14, "medium": 4, "brief": 0}
_AROUND = 2
"""Lines that are the same, shown before and behind those that differ."""


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
        head, before, after, tail = apart(both.before, both.after)
        yield f"  {path} ={marks}"
        yield from _lines(" ", head, -_AROUND)
        yield from _lines("-", before, most)
        yield from _lines("+", after, most)
        yield from _lines(" ", tail, _AROUND)
        return
    for sign, value in (("-", both.before), ("+", both.after)):
        if value is None:
            continue
        if "\n" not in value:
            yield f"{sign} {path} = {value}{marks if sign == '+' or both.after is None else ''}"
        else:
            yield f"{sign} {path} ={marks}"
            yield from _lines(sign, value, most)


def _lines(sign: str, text: str, most: int) -> Iterator[str]:
    """The first lines of a text, its last where ``most`` is negative; how many more there are where they differ."""
    lines = text.removesuffix("\n").split("\n") if text else []
    yield from (f"{sign}   {line}".rstrip() for line in (lines[:most] if most >= 0 else lines[most:]))
    if sign != " " and len(lines) > most:
        yield f"{sign}   … {plural(len(lines) - most, 'more line')}"
