"""A module whose resources have other addresses than before: what is up under the old ones is kept."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.modules.library import Example, Module, examples, modules
from tests.modules.providers import PROVIDER
from tools.assume.settle import Settling
from tools.assume.state import write_state
from tools.compose import Plan, cut

pytestmark = pytest.mark.thorough

ADDRESS = re.compile(r"(?:(?P<module>module\.\w+)\.)?(?P<type>\w+)\.(?P<name>\w+)(?:\[(?P<index>\d+)\])?")
MOVED = [module for module in modules() if module.blocks("moved")]
EXAMPLES = [example for example in examples() if example.module in MOVED and example.name == "complete"]


def moves(module: Module) -> list[tuple[re.Match[str], re.Match[str]]]:
    """From where to where, as the module says."""
    found = []
    for block in module.blocks("moved"):
        told = {
            name: given.source.slice(given.expr.start, given.expr.end) for name, given in block.body.attributes.items()
        }
        pair = ADDRESS.fullmatch(told["from"]), ADDRESS.fullmatch(told["to"])
        assert pair[0] and pair[1], told
        found.append((pair[0], pair[1]))
    return found


def taken_back(state: dict[str, Any], example: Example) -> tuple[dict[str, Any], int]:
    """The state as it was before all moves of the example's module, and how many resources that concerns."""
    state, touched = copy.deepcopy(state), set()
    inside = re.compile(rf"module\.{example.label}\.module\.\w+")
    again = True
    while again:
        again = False
        for source, target in moves(example.module):
            suffix = f".{target['module']}" if target["module"] else ""
            for resource in state["resources"]:
                owner = resource.get("module", "").removesuffix(suffix)
                at = owner + suffix == resource.get("module") and inside.fullmatch(owner)
                if not at or (resource["type"], resource["name"]) != (target["type"], target["name"]):
                    continue
                if target["index"] and not any(
                    each.pop("index_key", None) is not None for each in resource["instances"]
                ):
                    continue
                resource |= {"module": owner, "type": source["type"], "name": source["name"]}
                if source["index"]:
                    resource["instances"][0]["index_key"] = int(source["index"])
                touched.add(id(resource))
                again = True
    return state, len(touched)


@pytest.fixture(scope="module")
def settled(initialised: Callable[[Path], Settling], tmp_path_factory: pytest.TempPathFactory) -> Settling:
    folder = tmp_path_factory.mktemp("moves")
    root = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": PROVIDER},
        "module": {example.label: {"source": _relative(folder, example.folder)} for example in EXAMPLES},
    }
    (folder / "main.tf.json").write_text(json.dumps(root), encoding="utf-8")
    settling = initialised(folder)
    assert settling.run(None) == ()
    return settling


@pytest.fixture(scope="module")
def before(settled: Settling) -> dict[Example, int]:
    """The plan on the state before all moves is made; how many resources of each example have moved."""
    state, counts = settled.state(), {}
    for example in EXAMPLES:
        state, counts[example] = taken_back(state, example)
    write_state(state, settled.folder)
    return counts


@pytest.fixture(scope="module")
def plan(settled: Settling, before: dict[Example, int]) -> Plan:
    folder = settled.folder
    settled.terraform.plan(folder, folder / "plan", options=("-refresh=false",))
    return cut(settled.terraform.show(folder, folder / "plan"), [example.label for example in EXAMPLES])


def _relative(root: Path, folder: Path) -> str:
    return "/".join([".."] * len(root.resolve().parts[1:])) + str(folder.resolve())


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_is_up_is_moved_and_not_touched(plan: Plan, before: dict[Example, int], example: Example) -> None:
    changes = plan.units[example.label].changes
    assert {each.action for each in changes} <= {"none", "move"}
    assert sum(each.action == "move" for each in changes) == before[example]


def test_addresses_have_moved(before: dict[Example, int]) -> None:
    moved = {module: sum(count for example, count in before.items() if example.module == module) for module in MOVED}
    assert all(moved.values()), moved
