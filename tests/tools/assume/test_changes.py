"""A corpus of changes whose effect is known: planned on the assumed state, each does that and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.files import write
from tests.modules.providers import PROVIDER
from tools.assume.settle import Settling
from tools.assume.state import write_state
from tools.compose import Change, Plan, cut

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "changes.yaml").read_text(encoding="utf-8"))


def write_side(folder: Path, side: str) -> Path:
    """All cases as modules of one root, as they are on one side of the change."""
    modules = {}
    for case in CASES:
        code = case["code"]
        if side == "head" and "from" in case:
            old, new = case["from"].rstrip("\n"), case["to"].rstrip("\n")
            assert old in code, f"{case['case']}: there is no {old}"
            code = code.replace(old, new)
        write(folder / case["case"], {"main.tf": code, **case.get("files", {})})
        modules[case["case"]] = {"source": f"./{case['case']}"}
        if "provider" in case:
            modules[case["case"]]["providers"] = {"aws": f"aws.{case['provider']}"}
    tagged = {"alias": "tagged", "default_tags": {"tags": {"Owner": "a" if side == "base" else "b"}}}
    root = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": [PROVIDER, {**PROVIDER, **tagged}]},
        "module": modules,
    }
    (folder / "main.tf.json").write_text(json.dumps(root), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def settled(initialised: Callable[[Path], Settling], tmp_path_factory: pytest.TempPathFactory) -> Settling:
    folder = write_side(tmp_path_factory.mktemp("base"), "base")
    settling = initialised(folder)
    assert settling.run(None) == ()
    assert settling.rounds <= 3, "more are only slower: see tools/assume/ahead.py"
    return settling


@pytest.fixture(scope="module")
def plan(settled: Settling, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = write_side(tmp_path_factory.mktemp("head"), "head")
    terraform = settled.terraform
    terraform.init(folder, lock=repository / "live" / ".terraform.lock.hcl")
    write_state(settled.state(), folder)
    terraform.plan(folder, folder / "plan", options=("-refresh=false",))
    return cut(terraform.show(folder, folder / "plan"), [case["case"] for case in CASES])


def told(change: Change, expected: Mapping[str, Any]) -> dict[str, Any]:
    """A change, in the words of what is expected of it."""
    out: dict[str, Any] = {"action": change.action}
    before, after = change.before or {}, change.after or {}
    unknown = {name for name, later in change.unknown.items() if _any(later)} if change.unknown else set()
    if change.replace_paths:
        out["because"] = sorted({str(path[0]) for path in change.replace_paths})
    if "only" in expected:
        out["only"] = sorted(name for name in after if name not in unknown and before.get(name) != after[name])
    if "unknown" in expected:
        out["unknown"] = sorted(unknown & {*expected["unknown"]})
    if "reason" in expected:
        out["reason"] = change.reason
    if change.previous_address:
        out["previous"] = change.previous_address.partition(".")[2].partition(".")[2]
    return out


def _any(marks: Any) -> bool:
    if isinstance(marks, dict):
        return any(map(_any, marks.values()))
    return any(map(_any, marks)) if isinstance(marks, list) else marks is True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_change_does_what_aws_would_do_and_nothing_else(plan: Plan, case: Mapping[str, Any]) -> None:
    changes = {each.address: each for each in plan.units[case["case"]].changes if each.action not in ("none", "read")}
    expected = case["expected"]
    assert {address: told(each, expected.get(address, {})) for address, each in changes.items()} == expected
