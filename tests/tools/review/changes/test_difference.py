"""Differences between values: every one is told, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tools.review.changes.difference import ORDER, WRITTEN, Difference, Element, differences
from tools.review.changes.display import path
from tools.review.changes.values import UNKNOWN, freeze, marked, same

scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b", "a\nb", "x y"])
keys = st.sampled_from(["name", "Sid", "id", "value", "a.b", "rules"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


def shown(before: Any, after: Any) -> dict[str, tuple[Any, Any]]:
    return {path(each.steps): (each.before, each.after) for each in differences(before, after)}


@seed(20261121)
@settings(max_examples=500, deadline=None)
@given(values, values)
def test_there_is_no_difference_exactly_where_the_values_are_the_same(before: Any, after: Any) -> None:
    assert (not [*differences(before, after)]) == same(before, after)
    assert not [*differences(before, before)]


@seed(20261121)
@settings(max_examples=500, deadline=None)
@given(values, values)
def test_the_differences_explain_the_whole_change(before: Any, after: Any) -> None:
    explain(before, after, [*differences(before, after)], 0)


@seed(20261121)
@settings(max_examples=300, deadline=None)
@given(values, values)
def test_a_text_that_holds_json_differs_where_its_content_does(before: Any, after: Any) -> None:
    left, right = json.dumps({"in": before}), json.dumps({"in": after})
    found = [*differences(left, right)]
    assert (not found) == (left == right)
    if left != right and not same(before, after):
        assert [(each.steps, each.before, each.after) for each in found] == [
            (each.steps, each.before, each.after) for each in differences({"in": before}, {"in": after})
        ]


@seed(20261121)
@settings(max_examples=200, deadline=None)
@given(*[st.lists(st.sampled_from("abc"), min_size=5, max_size=12)] * 2)
def test_long_lists_are_compared_as_bags(before: list[str], after: list[str]) -> None:
    explain(before, after, [*differences(before, after)], 0)


def explain(before: Any, after: Any, found: list[Difference], depth: int) -> None:
    """Fails unless the differences, and they alone, lead from one value to the other."""
    if not found:
        assert same(before, after)
        return
    whole = [each for each in found if len(each.steps) == depth]
    if whole:
        (one,) = found
        if one.note and "stay" in one.note:
            left, right = (Counter(map(freeze, each)) for each in (before, after))
            left.subtract(map(freeze, one.before or []))
            left.update(map(freeze, one.after or []))
            assert +left == +right
        else:
            assert same(one.before, before) and same(one.after, after)
        return
    by_step: dict[Any, list[Difference]] = {}
    for each in found:
        by_step.setdefault(each.steps[depth], []).append(each)
    if isinstance(before, list):
        left, right = Counter(map(freeze, before)), Counter(map(freeze, after))
        for step, mine in by_step.items():
            assert isinstance(step, Element)
            was = before[step.before] if step.before is not None else None
            now = after[step.after] if step.after is not None else None
            left[freeze(was)] -= step.before is not None
            right[freeze(now)] -= step.after is not None
            explain(was, now, mine, depth + 1)
        assert +left == +right
        return
    before, after = before or {}, after or {}
    for name in {*before, *after}:
        explain(before.get(name), after.get(name), by_step.pop(name, []), depth + 1)
    assert not by_step


def test_maps_are_compared_by_key() -> None:
    before = {"tags": {"Owner": "a", "kubernetes.io/role": "x", "Old": "1"}}
    after = {"tags": {"Owner": "b", "kubernetes.io/role": "y", "New": "2"}}
    assert shown(before, after) == {
        "tags.Owner": ("a", "b"),
        'tags["kubernetes.io/role"]': ("x", "y"),
        "tags.Old": ("1", None),
        "tags.New": (None, "2"),
    }


def test_blocks_are_matched_by_name_wherever_they_stand() -> None:
    before = {"parameter": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]}
    after = {"parameter": [{"name": "c", "value": "9"}, {"name": "b", "value": "3"}, {"name": "a", "value": "1"}]}
    assert shown(before, after) == {
        "parameter[name=b].value": ("2", "3"),
        "parameter[name=c]": (None, {"name": "c", "value": "9"}),
    }


def test_rules_without_a_name_are_matched_by_likeness() -> None:
    def rule(port: int, cidrs: list[str]) -> dict[str, Any]:
        return {"from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": cidrs, "description": ""}

    before = [rule(443, ["10.0.0.0/8"]), rule(80, ["10.0.0.0/8"]), rule(22, ["10.1.0.0/16"])]
    after = [rule(80, ["10.0.0.0/8"]), rule(443, ["0.0.0.0/0"]), rule(22, ["10.1.0.0/16"])]
    assert shown({"ingress": before}, {"ingress": after}) == {"ingress[1].cidr_blocks": (["10.0.0.0/8"], ["0.0.0.0/0"])}


def test_the_only_block_is_compared_with_the_only_block() -> None:
    before, after = [{"status": "Enabled"}], [{"status": "Suspended"}]
    assert shown({"versioning": before}, {"versioning": after}) == {
        "versioning[0].status": ("Enabled", "Suspended"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [(["a", "b"], ["b", "a"]), ([{"x": 1}, {"x": 2}], [{"x": 2}, {"x": 1}])],
)
def test_another_order_is_told_as_such(before: Any, after: Any) -> None:
    (found,) = differences({"command": before}, {"command": after})
    assert (found.note, path(found.steps)) == (ORDER, "command")


def test_of_a_long_list_only_what_differs_is_shown() -> None:
    before = [f"10.{index}.0.0/16" for index in range(20)]
    after = [*before[1:], "0.0.0.0/0"]
    (found,) = differences({"cidr_blocks": before}, {"cidr_blocks": after})
    assert (found.before, found.after, found.note) == (["10.0.0.0/16"], ["0.0.0.0/0"], "19 others stay")


def test_statements_of_a_policy_are_matched_by_sid_and_one_action_is_a_list_of_one() -> None:
    def policy(*statements: dict[str, Any]) -> dict[str, str]:
        return {"policy": json.dumps({"Version": "2012-10-17", "Statement": list(statements)})}

    read = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    list_ = {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["*"]}
    more = {**read, "Action": ["s3:PutObject", "s3:GetObject"]}
    assert shown(policy(read, list_), policy({**list_, "Action": "s3:ListBucket"}, more)) == {
        "policy.Statement[Sid=Read].Action": (["s3:GetObject"], ["s3:PutObject", "s3:GetObject"])
    }


def test_a_single_statement_is_a_list_of_one() -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    left, right = json.dumps({"Statement": statement}), json.dumps({"Statement": [statement]})
    (found,) = differences({"policy": left}, {"policy": right})
    assert (found.note, found.before, found.after) == (WRITTEN, left, right)


def test_statements_without_sid_are_matched_by_likeness() -> None:
    def policy(*statements: dict[str, Any]) -> str:
        return json.dumps({"Statement": list(statements)})

    one = {"Effect": "Allow", "Action": ["a:One"], "Resource": ["arn:x"], "Condition": {"Bool": {"k": "true"}}}
    two = {"Effect": "Deny", "Action": ["b:Two"], "Resource": ["arn:y"], "Principal": {"AWS": "*"}}
    found = shown(policy(one, two), policy(two, {**one, "Resource": ["arn:z"]}))
    assert found == {"Statement[1].Resource": (["arn:x"], ["arn:z"])}


def test_container_definitions_are_compared_by_container_and_variable() -> None:
    def definitions(image: str, level: str) -> str:
        environment = [{"name": "LEVEL", "value": level}, {"name": "PORT", "value": "80"}]
        return json.dumps([{"name": "api", "image": image, "environment": environment}, {"name": "proxy"}])

    found = shown(
        {"container_definitions": definitions("a:1", "info")}, {"container_definitions": definitions("a:2", "debug")}
    )
    assert found == {
        "container_definitions[name=api].image": ("a:1", "a:2"),
        "container_definitions[name=api].environment[name=LEVEL].value": ("info", "debug"),
    }


def test_a_renamed_statement_is_a_changed_sid() -> None:
    rest = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"], "Condition": {"Bool": {"x": ["true"]}}}
    other = {"Sid": "Other", "Effect": "Deny", "Action": ["s3:*"], "Resource": ["*"]}
    found = shown([{"Sid": "A", **rest}, other], [{"Sid": "B", **rest}, other])
    assert found == {"[Sid=B].Sid": ("A", "B")}


def test_true_is_not_one_and_null_is_as_good_as_absent() -> None:
    assert shown({"a": True, "b": None}, {"a": 1}) == {"a": (True, 1)}


def test_texts_that_only_look_like_json_are_texts() -> None:
    for text in ("{not json}", "[1, 2", '{"a": NaN}', "[" * 100_000):
        (found,) = differences({"a": text}, {"a": "{}"})
        assert (found.before, found.after) == (text, "{}")


def test_unknown_parts_are_found_within_lists_and_blocks() -> None:
    after = marked({"vpc": [{"a": 1}], "ids": [None, "x"]}, {"vpc": [{"b": True}], "ids": [True, False], "arn": True})
    assert shown({"vpc": [{"a": 1, "b": "old"}], "ids": ["w", "x"], "arn": "old"}, after) == {
        "vpc[0].b": ("old", UNKNOWN),
        "ids": (["w", "x"], [UNKNOWN, "x"]),
        "arn": ("old", UNKNOWN),
    }


def test_what_is_too_long_to_be_matched_by_likeness_is_still_told() -> None:
    before = [{"x": index, "y": "same"} for index in range(200)]
    after = [{"x": index + 1000, "y": "same"} for index in range(200)]
    explain(before, after, [*differences(before, after)], 0)
