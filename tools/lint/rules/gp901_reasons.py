"""An exception names a rule that there is, and its reason."""

from __future__ import annotations

from collections.abc import Iterator

from ...hcl import did_you_mean
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    from . import BY_ID

    for each in view.exemptions:
        if not view.project.chosen(each.file):
            continue
        if each.rule not in BY_ID:
            message = (
                f"there is no rule {each.rule}" if each.rule else "names no rule: groundplan:ignore GP012 -- reason"
            )
            yield Finding(each.file, each.line, message, did_you_mean(each.rule, BY_ID))
        elif not each.reason:
            yield Finding(each.file, each.line, f"the exception to {each.rule} has no reason: {each.rule} -- reason")


RULE = Rule(
    id="GP901",
    check="exceptions",
    scope="file",
    title="An exception names a rule that there is, and its reason.",
    why="Nobody can tell later whether it still holds.",
    fix="Write `groundplan:ignore GP012 -- reason`.",
    find=_find,
)
