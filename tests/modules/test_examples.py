"""Every example of every module plans, with the account's tags on it and the resources that are written down.

Of a module whose providers cannot all be had here (`providers.py`) the rest plans. The resources of those providers are
written down as somebody counted them, and compared where they can be planned.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from .library import Example, Module, examples, modules
from .planning import DEFAULT_TAGS, Outcome
from .providers import missing

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = "GROUNDPLAN_ACCEPT"

EXAMPLES = [pytest.param(example, id=str(example)) for example in examples()]
MODULES = [pytest.param(module, id=str(module)) for module in modules()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_plans(planned: Mapping[Example, Outcome], example: Example) -> None:
    outcome = planned[example]
    assert not outcome.problems, "\n".join(problem.text for problem in outcome.problems)
    if example.module.left_out:
        pytest.skip(f"{example.module.left_out}; the rest of it plans ({len(outcome.resources)} resources)")
    assert outcome.resources, "the plan is empty"


@pytest.mark.parametrize("example", EXAMPLES)
def test_everything_that_takes_tags_has_the_accounts_tags(planned: Mapping[Example, Outcome], example: Example) -> None:
    untagged = [
        resource.address
        for resource in planned[example].resources
        if "tags_all" in resource.values
        and resource.unknown.get("tags_all") is not True
        and not DEFAULT_TAGS.items() <= (resource.values["tags_all"] or {}).items()
    ]
    assert not untagged


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_makes_the_resources_that_are_written_down(
    planned: Mapping[Example, Outcome], example: Example
) -> None:
    path = GOLDEN / f"{example.module.name.replace('/', '-')}.yaml"
    golden = (yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None) or {}
    counts = planned[example].counts
    unknown = {
        type for type in golden.get(example.name, {}) if type.partition("_")[0] in missing(example.module.folder)
    }
    counts |= {type: golden[example.name][type] for type in unknown}  # as it is written: nobody can count them here
    if os.environ.get(ACCEPT):
        golden[example.name] = dict(sorted(counts.items()))
        path.write_text(yaml.safe_dump(golden, sort_keys=True), encoding="utf-8")
    assert golden.get(example.name) == counts, (
        f"to accept what it makes now: {ACCEPT}=1 .venv/bin/python -m pytest tests/modules -k '{example.module.name}'"
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_a_small_and_a_complete_example(module: Module) -> None:
    names = {example.name for example in examples() if example.module == module}
    assert {"minimal", "complete"} <= names
