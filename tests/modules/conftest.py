"""Every case of every module, planned once per session: only those that the selected tests ask for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .library import Example, Rejection, Rule, rejections
from .planning import Outcome, plan_examples, plan_rejections


def _selected(request: pytest.FixtureRequest, kind: type, parameter: str) -> list:
    """The values that the session's tests take for a parameter, in order, each once."""
    values = (item.callspec.params.get(parameter) for item in request.session.items if hasattr(item, "callspec"))
    return list(dict.fromkeys(value for value in values if isinstance(value, kind)))


@pytest.fixture(scope="session")
def planned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Example, Outcome]:
    """What became of each example."""
    return plan_examples(tmp_path_factory.mktemp("examples"), _selected(request, Example, "example"))


@pytest.fixture(scope="session")
def refused(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Rejection, Outcome]:
    """What became of each case that must be refused. Preconditions are reached only where no validation fails."""
    rules = {rule.module for rule in _selected(request, Rule, "rule")}
    selected = _selected(request, Rejection, "case")
    cases = [case for case in rejections() if case.module in rules or case in selected]
    validations = [case for case in cases if not case.precondition]
    preconditions = [case for case in cases if case.precondition]
    found: dict[Rejection, Outcome] = {}
    for kind, all_of_them in (("validations", validations), ("preconditions", preconditions)):
        for begin in range(0, len(all_of_them), _AT_ONCE):
            found |= plan_rejections(tmp_path_factory.mktemp(kind), all_of_them[begin : begin + _AT_ONCE])
    return found


_AT_ONCE = 250
"""Cases in one root. A start of the provider costs as much as some forty of them; many more take more memory than
Terraform is given (GOMEMLIMIT in tools/terraform/run.py), and it then spends its time collecting garbage."""
