"""An input that a unit gives is one that its module takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...hcl import did_you_mean
from ..model import Finding
from ..rule import Rule
from ..view import View


def _find(view: View) -> Iterator[Finding]:
    project = view.project
    given: dict[tuple[Path | str, int, str], list[frozenset[str]]] = {}
    for unit, interface in view.estate.used():
        for name in unit.inputs:
            place = unit.input_range(name)
            given.setdefault((place.source.path, place.line, name), []).append(frozenset(interface.variables))
    for (path, line, name), interfaces in given.items():
        known = frozenset().union(*interfaces)
        if name not in known:
            yield Finding(project.path(path), line, f'no module takes the input "{name}"', did_you_mean(name, known))


RULE = Rule(
    id="GP202",
    check="inputs",
    scope="unit",
    title="An input that a unit gives is one that its module takes.",
    why=(
        "Terragrunt hands it over as an environment variable, which Terraform does not look at: the value is lost "
        "without a word."
    ),
    fix=(
        "Correct the name, or take the input out. In a file that several units include, one of their modules has "
        "to take it."
    ),
    find=_find,
)
