"""The registry: every check by its name, and every rule by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..errors import GroundplanError
from ..hcl import did_you_mean
from . import formatting, python, terraform, workflows
from .model import Finding, Project
from .rule import Rule
from .rules import BY_ID, RULES


@dataclass(frozen=True, slots=True)
class Check:
    """One entry: another program that ``run`` runs, or rules of our own.

    ``run`` yields findings and raises ``SkipCheck`` where it cannot work.
    """

    name: str
    summary: str
    run: Callable[[Project], Iterable[Finding]] | None
    fixes: bool = False
    rules: tuple[Rule, ...] = ()


def _program(name: str, run: Callable[[Project], Iterable[Finding]], *, fixes: bool = False) -> Check:
    return Check(name, (run.__doc__ or "").split("\n")[0], run, fixes)


def _ours(name: str, summary: str) -> Check:
    rules = tuple(rule for rule in RULES if rule.check == name)
    return Check(name, summary, None, any(rule.fixes for rule in rules), rules)


CHECKS = {
    check.name: check
    for check in (
        # The slow ones first: the others run beside them.
        _program("mypy", python.mypy),
        _program("tflint", terraform.tflint),
        _program("secrets", python.secrets),
        _program("fmt", formatting.fmt, fixes=True),
        _program("ruff", python.ruff, fixes=True),
        _program("format", python.python_format, fixes=True),
        _program("actionlint", workflows.actionlint),
        _ours("docs", "What is generated into Markdown says what the code says."),
        _ours("modules", "Modules keep the rules of the library."),
        _ours("examples", "Every module has its examples, and these only call it."),
        _ours("interfaces", "What modules share is as INTERFACES.md defines it."),
        _ours("inputs", "What live units hand to their modules is what these take."),
        _ours("live", "Live units name no places, and their mocks are what they stand for."),
        _ours("pins", "Actions are named by commit, which nobody can move."),
        _ours("whitespace", "Lines and files end as they should."),
        _ours("conflicts", "No merge conflict is left, and names differ in more than case."),
        _ours("syntax", "YAML, JSON and TOML can be read, and no key is given twice."),
        _ours("size", "No file is large: git keeps every version for ever."),
        _ours("links", "Links in Markdown lead to files of the project, and to their headings."),
        _ours("paths", "No file names a place on somebody's machine."),
        _ours("exceptions", "Exceptions to rules have a reason, and are in use."),
    )
}
"""Every check by its name."""


def named(names: Sequence[str]) -> list[Check]:
    """The checks and rules of these names, in the registry's order; all checks where there is no name.

    Raises:
        GroundplanError: a name is unknown.
    """
    known = [*CHECKS, *BY_ID]
    wanted = [name if name in CHECKS else name.upper() for name in names]
    if unknown := [name for name, meant in zip(names, wanted, strict=True) if meant not in known]:
        near = [did_you_mean(name, CHECKS) or did_you_mean(name.upper(), BY_ID) for name in unknown]
        hint = " ".join([*filter(None, near), f"There are: {', '.join(CHECKS)}; and the ids that `explain` lists."])
        raise GroundplanError(f"no check is called {', '.join(unknown)}", hint=hint)
    if not names:
        return list(CHECKS.values())
    single = [
        Check(rule.id, rule.title, None, rule.fixes, (rule,))
        for rule in RULES
        if rule.id in wanted and rule.check not in wanted
    ]
    return [check for check in CHECKS.values() if check.name in wanted] + single
