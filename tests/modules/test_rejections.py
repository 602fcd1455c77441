"""Inputs that make no sense are refused, with words that help; and no rule of a module goes untried.

They take minutes: `./inv test modules` runs them, as CI does, and so does whoever changes a module.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .library import Rejection, Rule, modules, rejections, rules
from .planning import Outcome

pytestmark = pytest.mark.thorough


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case)) for case in rejections()])
def test_it_is_refused_with_words_that_help(refused: Mapping[Rejection, Outcome], case: Rejection) -> None:
    errors = [_words(problem.text) for problem in refused[case].errors]
    assert errors, "it was planned without complaint"
    assert any(_words(case.error) in text for text in errors), f"expected {case.error!r}, got:\n" + "\n".join(errors)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=str(rule)) for module in modules() for rule in rules(module)])
def test_every_rule_of_a_module_is_tried(refused: Mapping[Rejection, Outcome], rule: Rule) -> None:
    tripped = [
        case
        for case, outcome in refused.items()
        for problem in outcome.errors
        if problem.file and rule.covers(problem.file, problem.line)
    ]
    path = f"tests/modules/cases/{rule.module.name.replace('/', '-')}.yaml"
    assert tripped, f"no case trips the {rule.kind} of {rule.about} ({rule.path}:{rule.first}); add one to {path}"
