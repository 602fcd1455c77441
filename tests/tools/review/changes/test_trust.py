"""What a plan rests on is said in plain words, and lowers trust only where it decides something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tools.review.changes import unit_trust, whole_trust
from tools.review.model import AttributeChange, ResourceChange, Trust

MADE = "⟨arn of aws_iam_role.a⟩"


@dataclass(frozen=True)
class Restless:
    full_address: str


def resource(*attributes: AttributeChange, action: Any = "change") -> ResourceChange:
    return ResourceChange("dev/app", "aws_x.a", "module.dev--app.aws_x.a", "aws_x", action, attributes)


def changed(before: Any, after: Any, path: str = "role") -> AttributeChange:
    return AttributeChange(path, before, after, "changed", assumed=True)


def test_a_plan_of_composed_references_is_trusted() -> None:
    found = unit_trust([resource(AttributeChange("size", 1, 2, "changed"))], references=2)
    assert found.level == "high"
    assert found.grounds == ("What it takes from the 2 units that it needs is composed: real references, no mocks.",)
    assert unit_trust([]).level == "high"


@pytest.mark.parametrize(
    ("given", "level", "words"),
    [
        ({"mocks": ["vpc"]}, "medium", "Mock outputs stand in for vpc."),
        ({"mocks": ["a", "b", "c", "d", "e"]}, "medium", "stand in for a, b, c and 2 more."),
        ({"mocks": ["vpc"], "apart": "its source is remote"}, "low", "could not be composed"),
        ({"from_nothing": "the base is broken"}, "low", "from the empty account"),
        ({"not_planned": "it is wrong"}, "low", "It was not planned: it is wrong."),
        ({"unsettled": [Restless("module.dev--app.aws_x.a")]}, "low", "aws_x.a would change on the base as well"),
        ({"unsettled": [Restless("module.dev--app.aws_x.b")]}, "high", "Everything that decides is in the code."),
    ],
)
def test_what_lowers_trust_is_named(given: dict[str, Any], level: str, words: str) -> None:
    found = unit_trust([resource()], **given)
    assert found.level == level
    assert words in found.grounds[0]


@pytest.mark.parametrize(
    ("attribute", "action", "level"),
    [
        (changed(MADE, "arn:aws:iam::1:role/a"), "change", "medium"),
        (changed(["x"], ["x", MADE]), "replace", "medium"),
        (changed(MADE, "⟨arn of aws_iam_role.b⟩"), "change", "high"),
        (changed(MADE, "arn:aws:iam::1:role/a"), "add", "high"),
        (AttributeChange("role", MADE, None, "unknown", assumed=True), "change", "high"),
        (AttributeChange("key", "a", None, "unknown", forces_replacement=True), "replace", "medium"),
        (AttributeChange("policy", "a", None, "unknown"), "change", "medium"),
        (AttributeChange("policy", None, None, "unknown"), "add", "high"),
    ],
)
def test_what_is_not_known_lowers_trust_where_it_decides(attribute: AttributeChange, action: Any, level: str) -> None:
    found = unit_trust([resource(attribute, action=action)])
    assert found.level == level
    if level == "medium":
        assert f"aws_x.a ({attribute.path})" in found.grounds[0]


def test_the_whole_is_as_good_as_its_least_unit_which_is_named() -> None:
    sure, mocked = unit_trust([]), unit_trust([], mocks=["vpc"])
    found = whole_trust({"dev/a": sure, "dev/b": mocked, "dev/c": mocked})
    assert found == Trust("medium", ("dev/b, dev/c: Mock outputs stand in for vpc.", *found.grounds[1:]))
    assert whole_trust({"dev/a": sure}).level == "high"
    assert whole_trust({"dev/a": sure}, problems=2).level == "low"


def test_what_refers_to_what_is_made_anew_is_replaced_for_sure() -> None:
    same = "the same, of what is made anew"
    follower = resource(AttributeChange("vpc_id", MADE, None, "unknown", forces_replacement=True, note=same))
    assert unit_trust([follower]) == Trust("high", ("One value is known after apply only.",))


def test_a_policy_whose_parts_were_compared_is_known_well_enough() -> None:
    whole = AttributeChange("policy", "a", None, "unknown")
    part = AttributeChange("policy.Statement[Sid=A].Action", ["a"], ["b"], "changed")
    assert unit_trust([resource(whole, part)]).level == "high"
