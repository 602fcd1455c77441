"""Fresh plans held against the review: what it says may happen, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.ci.reviewed import read_review, surprises
from tools.errors import GroundplanError
from tools.operations.plans import SavedPlan


def review(folder: Path, *units: dict[str, Any]) -> Path:
    path = folder / "review.json"
    path.write_text(json.dumps({"units": list(units)}))
    return path


def unit(path: str, planned: bool = True, **changes: str) -> dict[str, Any]:
    told = [{"address": address, "action": action} for address, action in changes.items()]
    return {"path": path, "planned": planned, "changes": told}


def plan(unit: str, **actions: str) -> SavedPlan:
    return SavedPlan(unit, actions, (), "digest")


@pytest.mark.parametrize(
    ("says", "does", "found"),
    [
        ("add", "create", False),
        ("change", "update", False),
        ("replace", "replace", False),
        ("destroy", "destroy", False),
        ("forget", "forget", False),
        ("change", "replace", True),
        ("change", "destroy", True),
        ("add", "update", True),
        ("none", "update", True),
        ("change", "import", False),
        ("none", "move", False),
        ("replace", "create", False),
        ("replace", "update", True),
        ("replace", "destroy", True),
        ("add", "replace", True),
    ],
)
def test_what_may_happen_to_a_resource(tmp_path: Path, says: str, does: str, found: bool) -> None:
    told = read_review(review(tmp_path, unit("dev/dns", a=says)))
    assert bool(surprises(told, [plan("dev/dns", a=does)])) is found


def test_what_a_failed_apply_has_left_half_done_is_done_to_its_end(tmp_path: Path) -> None:
    told = read_review(review(tmp_path, unit("dev/dns", a="replace", b="add", c="change")))
    left = {"a (deposed 0011)": "destroy", "b": "replace", "c (deposed 0022)": "destroy", "c": "replace"}
    found = surprises(told, [SavedPlan("dev/dns", left, (), "digest", frozenset({"b", "c"}))])
    assert found == [
        "dev/dns: c (deposed 0022): destroy, where the review says nothing",
        "dev/dns: c: replace, where the review says update",
    ]


def test_a_surprise_names_unit_address_and_both_words(tmp_path: Path) -> None:
    told = read_review(review(tmp_path, unit("dev/dns", a="change"), unit("dev/api", planned=False)))
    plans = [plan("dev/api", b="create"), plan("dev/dns", a="replace", c="update"), plan("dev/other", d="update")]
    assert surprises(told, plans) == [
        "dev/api: 1 changes, and the review has not planned it",
        "dev/dns: a: replace, where the review says update",
        "dev/dns: c: update, where the review says nothing",
        "dev/other: 1 changes, and the review has not planned it",
    ]


def test_less_than_the_review_says_is_no_surprise_and_outputs_are_none(tmp_path: Path) -> None:
    told = read_review(review(tmp_path, unit("dev/dns", a="add", b="change")))
    plans = [
        plan("dev/dns", b="update", **{"output.name": "update"}),
        plan("dev/api"),
        plan("x", **{"output.y": "create"}),
    ]
    assert surprises(told, plans) == []


def test_whatever_a_review_may_say_has_a_word_in_plans(tmp_path: Path, repository: Path) -> None:
    schema = json.loads((repository / "docs/review.schema.json").read_text())["$defs"]
    assert {"path", "planned", "changes"} <= set(schema["unit_review"]["required"])
    assert {"address", "action"} <= set(schema["resource_change"]["required"])
    said = read_review(review(tmp_path, unit("dev/dns", **{action: action for action in schema["action"]["enum"]})))
    words = {"create", "update", "replace", "destroy", "forget", "import", "move", "none"}
    assert set(said["dev/dns"].values()) == words


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"units": [{}]}'])
def test_what_is_no_review_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "review.json").write_text(text)
    for path in (tmp_path / "review.json", tmp_path / "none.json"):
        with pytest.raises(GroundplanError, match="this is no review"):
            read_review(path)
