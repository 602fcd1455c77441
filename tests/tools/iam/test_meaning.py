"""What is compared is the meaning: an evaluator of policies, written apart, is the judge."""

from __future__ import annotations

import itertools
import re
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

GIVEN = settings(max_examples=300, derandomize=True, deadline=None)

ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "iam:PassRole"]
RESOURCES = ["arn:aws:s3:::a", "arn:aws:s3:::a/x", "arn:aws:s3:::a/y", "arn:aws:s3:::b", "arn:aws:iam::1:role/r"]
CONTEXTS: list[dict[str, str]] = [{}, {"k": "1"}, {"k": "2"}, {"k": "1", "flag": "true"}, {"k": "3", "flag": "false"}]
# No action of one service is ever asked for on a resource of another.
REQUESTS = [
    (action, resource, context)
    for action, resource, context in itertools.product(ACTIONS, RESOURCES, CONTEXTS)
    if resource.split(":")[2] == action.split(":")[0]
]


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3)


CONDITION = st.one_of(
    st.none(),
    st.builds(
        lambda op, values: {op: {"k": values}}, st.sampled_from(["StringEquals", "StringNotEquals"]), some(["1", "2"])
    ),
    st.builds(
        lambda op, value: {op: {"flag": value}},
        st.sampled_from(["Bool", "BoolIfExists"]),
        st.sampled_from(["true", "false"]),
    ),
    st.just({"StringEquals": {"k": "1"}, "Bool": {"flag": "true"}}),
)
STATEMENT = st.builds(
    lambda effect, action, actions, resource, resources, condition: {
        "Effect": effect,
        action: actions,
        resource: resources,
        **({"Condition": condition} if condition else {}),
    },
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    some(["*", "s3:*", "s3:Get*", "S3:getobject", "s3:PutObject", "s3:ListBucket", "iam:PassRole"]),
    st.sampled_from(["Resource", "Resource", "NotResource"]),
    some(
        [
            "*",
            "arn:aws:s3:::*",
            "arn:aws:s3:::a",
            "arn:aws:s3:::a/*",
            "arn:aws:s3:::a/x",
            "arn:aws:s3:::?",
            "arn:*:iam::*",
        ]
    ),
    CONDITION,
)
STATEMENTS = st.lists(STATEMENT, max_size=4)


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(expression, text, re.IGNORECASE if ignore_case else 0) is not None


def applies(statement: dict[str, Any], action: str, resource: str, context: dict[str, str]) -> bool:
    for key, text, ignore_case in (("Action", action, True), ("Resource", resource, False)):
        patterns = statement.get(key) or statement[f"Not{key}"]
        hit = any(matches(each, text, ignore_case=ignore_case) for each in patterns)
        if hit != (key in statement):
            return False
    return all(
        condition_holds(operator, key, values, context)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def condition_holds(operator: str, key: str, values: Any, context: dict[str, str]) -> bool:
    negative = "Not" in operator
    if key not in context:
        return negative or operator.endswith("IfExists")
    return (context[key] in values) != negative


def may(statements: list[dict[str, Any]], request: tuple[str, str, dict[str, str]]) -> bool:
    effects = {each["Effect"] for each in statements if applies(each, *request)}
    return effects == {"Allow"}


def test_the_evaluator_itself() -> None:
    rule = [{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"], "Condition": {"StringEquals": {"k": ["1"]}}}]
    assert may(rule, ("s3:GetObject", "x", {"k": "1"}))
    assert not may(rule, ("s3:GetObject", "x", {}))
    assert not may(
        [*rule, {"Effect": "Deny", "NotAction": ["iam:*"], "Resource": ["*"]}], ("s3:GetObject", "x", {"k": "1"})
    )


@GIVEN
@given(STATEMENTS, STATEMENTS)
def test_whatever_becomes_possible_is_told(kit: Any, before: list[Any], after: list[Any]) -> None:
    new = [request for request in REQUESTS if may(after, request) and not may(before, request)]
    gone = [request for request in REQUESTS if may(before, request) and not may(after, request)]
    kinds = {change.kind for change in kit.of_role(before, after)}
    assert not new or "gained" in kinds, new[0]
    assert not gone or "lost" in kinds, gone[0]


@GIVEN
@given(STATEMENTS, STATEMENTS)
def test_going_back_loses_what_was_gained(kit: Any, before: list[Any], after: list[Any]) -> None:
    there, back = kit.of_role(before, after), kit.of_role(after, before)
    other = {"gained": "lost", "lost": "gained"}
    assert {(each.kind, each.permission) for each in there} == {(other[each.kind], each.permission) for each in back}


@GIVEN
@given(STATEMENTS)
def test_nothing_changes_between_a_policy_and_itself(kit: Any, statements: list[Any]) -> None:
    assert kit.of_role(statements, statements) == ()


def pieces(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """A statement taken apart wherever its lists are alternatives."""
    parts = [statement]
    for key in ("Action", "Resource"):
        parts = [{**part, key: value} if key in part else part for part in parts for value in part.get(key, [None])]
    return parts


@GIVEN
@given(STATEMENTS, st.randoms(use_true_random=False), st.booleans())
def test_splitting_merging_and_reordering_change_nothing(
    kit: Any, statements: list[Any], random: Any, two_policies: bool
) -> None:
    assume(statements)
    split = [piece for statement in statements for piece in pieces(statement)]
    split.append(random.choice(split))
    random.shuffle(split)
    split = [{**each, "Sid": f"S{index}"} for index, each in enumerate(split)]
    whole = kit.role(*statements)
    half = len(split) // 2 if two_policies else len(split)
    apart = kit.role(*split[:half])
    if split[half:]:
        apart["aws_iam_role_policy.more"] = {"name": "more", "role": "task", "policy": kit.policy(*split[half:])}
    assert kit.compare(whole, apart) == ()
    assert kit.compare(apart, whole) == ()
