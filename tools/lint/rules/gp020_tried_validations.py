"""Every validation has a case in tests/modules/cases that trips it."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from ..model import Finding
from ..rule import Rule
from ..view import View
from ..words import could_say


def _find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        rules = [
            (block, rule) for block in module.blocks if block.kind == "variable" for rule in block.inner("validation")
        ]
        if not rules:
            continue
        file, text = view.cases(module)
        errors = [" ".join(case["error"].split()) for case in _cases(text or "")]
        for block, rule in rules:
            if not could_say(rule.attributes.get("error_message", ""), errors):
                message = f"no case in {file} trips this validation of {block.labels[0]}"
                yield view.at(rule.place, message)


def _cases(text: str) -> list[dict[str, str]]:
    try:
        found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except yaml.YAMLError:
        return []
    cases = found if isinstance(found, list) else []
    return [case for case in cases if isinstance(case, dict) and isinstance(case.get("error"), str)]


RULE = Rule(
    id="GP020",
    check="modules",
    scope="module",
    title="Every validation has a case in tests/modules/cases that trips it.",
    why="A condition that nothing ever failed may be one that cannot fail.",
    fix="Add a case with inputs that it must refuse, and a part of its message.",
    find=_find,
)
