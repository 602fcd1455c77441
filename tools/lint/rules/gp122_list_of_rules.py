"""The list of rules in docs/lint.md says what the rules say."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..rule import SCOPES, Rule
from ..view import View, line_of

_FILE = "docs/lint.md"
_BEGIN, _END = "<!-- BEGIN RULES -->", "<!-- END RULES -->"


def _find(view: View) -> Iterator[Finding]:
    from . import RULES

    project = view.project
    text = project.text(_FILE) if _FILE in project.files else None
    if text is None or _BEGIN not in text or _END not in text:
        return
    head, _, rest = text.partition(_BEGIN)
    tail = rest.partition(_END)[2]
    rows = "\n".join(f"| `{rule.id}` | {rule.check} | {SCOPES[rule.scope]} | {rule.title} |" for rule in RULES)
    table = f"| Rule | Check | Looks at | What holds |\n|---|---|---|---|\n{rows}"
    should = f"{head}{_BEGIN}\n\n{table}\n\n{_END}{tail}"
    if should != text:
        if project.fix:
            project.write(_FILE, should)
        yield Finding(
            _FILE, line_of(text, len(head)), "differs from the rules", "./inv lint docs --fix", fixed=project.fix
        )


RULE = Rule(
    id="GP122",
    check="docs",
    scope="library",
    title="The list of rules in docs/lint.md says what the rules say.",
    why="Ids are looked up there by people who do not have the tools.",
    fix="Run `./inv lint docs --fix`, which writes it.",
    find=_find,
    fixes=True,
)
