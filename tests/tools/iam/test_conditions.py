from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.iam.conditions import Condition, collapse, imply, join, opposite, read_conditions, split


def one(operator: str, value: Any, key: str = "aws:x") -> Condition:
    (found,) = read_conditions({operator: {key: value}})
    return found


@pytest.mark.parametrize(
    ("strong", "weak", "expected"),
    [
        (one("StringEquals", "a"), one("StringEquals", ["a", "b"]), True),
        (one("StringEquals", ["a", "b"]), one("StringEquals", "a"), False),
        (one("stringequals", "a"), one("StringEquals", "a"), True),
        (one("StringEquals", "a", "AWS:X"), one("StringEquals", "a"), True),
        (one("StringEquals", "a", "aws:y"), one("StringEquals", "a"), False),
        (one("StringEquals", "ab"), one("StringLike", "a*"), True),
        (one("StringLike", "a*"), one("StringEquals", "ab"), False),
        (one("StringLike", "ab"), one("StringEquals", "ab"), True),
        (one("StringEquals", "A"), one("StringEqualsIgnoreCase", "a"), True),
        (one("StringEquals", "a"), one("StringEqualsIfExists", "a"), True),
        (one("StringEqualsIfExists", "a"), one("StringEquals", "a"), False),
        (one("StringNotEquals", ["a", "b"]), one("StringNotEquals", "a"), True),
        (one("StringNotEquals", "a"), one("StringNotEquals", ["a", "b"]), False),
        (one("StringNotLike", "a*"), one("StringNotEquals", "ab"), True),
        (one("ArnEquals", "arn:a:b"), one("ArnLike", "arn:a:*"), True),
        (one("ArnEquals", "arn:a:*"), one("ArnLike", "arn:a:*"), True),
        (one("IpAddress", "10.1.0.0/16"), one("IpAddress", "10.0.0.0/8"), True),
        (one("IpAddress", "10.0.0.0/8"), one("IpAddress", "10.1.0.0/16"), False),
        (one("IpAddress", "::1/128"), one("IpAddress", "10.0.0.0/8"), False),
        (one("NotIpAddress", "10.0.0.0/8"), one("NotIpAddress", "10.1.0.0/16"), True),
        (one("IpAddress", "nonsense"), one("IpAddress", "nonsense"), True),
        (one("NumericLessThan", "5"), one("NumericLessThan", 10), True),
        (one("NumericLessThan", 10), one("NumericLessThan", 5), False),
        (one("NumericGreaterThan", 10), one("NumericGreaterThan", 5), True),
        (one("DateLessThan", "2026-01-01"), one("DateLessThan", "2027-01-01"), False),
        (one("Bool", True), one("Bool", "true"), True),
        (one("Bool", "True"), one("Bool", "false"), False),
        (one("ForAllValues:StringEquals", "a"), one("ForAllValues:StringEquals", ["a", "b"]), True),
        (one("ForAllValues:StringEquals", "a"), one("StringEquals", "a"), False),
    ],
)
def test_which_condition_implies_which(strong: Condition, weak: Condition, expected: bool) -> None:
    assert strong.implies(weak) is expected


def test_a_condition_is_one_line() -> None:
    assert str(one("StringEquals", ["2", "1"], "aws:SourceAccount")) == "StringEquals aws:SourceAccount = 1 or 2"
    assert str(one("ForAnyValue:StringLikeIfExists", "a*")) == "ForAnyValue:StringLikeIfExists aws:x = a*"


# An evaluator as IAM describes its own: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
def holds(condition: Condition, context: dict[str, str]) -> bool:
    value = context.get(condition.key)
    if condition.operator == "Null":
        return (value is None) == ("true" in condition.values)
    if value is None:
        return condition.is_negative or condition.if_exists
    hit = any(_matches(pattern, value) for pattern in condition.values)
    return hit != condition.is_negative


def _matches(pattern: str, value: str) -> bool:
    return value.startswith(pattern[:-1]) if pattern.endswith("*") else value == pattern


KEYS = ("k", "m")
VALUES = ("a", "ab", "b")
CHOICES = [*itertools.product((None, *VALUES), (None, *VALUES), (None, "true", "false"))]
CONTEXTS = [
    {key: value for key, value in zip((*KEYS, "flag"), values, strict=True) if value is not None} for values in CHOICES
]
TEXTS = st.sampled_from(["StringEquals", "StringNotEquals", "StringEqualsIfExists"])
LIKE = st.sampled_from(["StringLike", "StringNotLike", "StringLikeIfExists", "ArnLike", "ArnNotLike"])
CONDITION = st.one_of(
    st.builds(one, TEXTS, st.lists(st.sampled_from(VALUES), min_size=1, max_size=3), st.sampled_from(KEYS)),
    st.builds(
        one, LIKE, st.lists(st.sampled_from(["a*", "a", "b*", "*"]), min_size=1, max_size=2), st.sampled_from(KEYS)
    ),
    st.builds(one, st.sampled_from(["Bool", "BoolIfExists"]), st.sampled_from(["true", "false"]), st.just("flag")),
    st.builds(one, st.just("Null"), st.sampled_from(["true", "false"]), st.sampled_from(KEYS)),
)
CONDITIONS = st.frozensets(CONDITION, max_size=3)


def all_hold(conditions: frozenset[Condition], context: dict[str, str]) -> bool:
    return all(holds(each, context) for each in conditions)


@settings(max_examples=500, derandomize=True)
@given(CONDITIONS, CONDITIONS)
def test_what_implies_lets_through_no_more(strong: frozenset[Condition], weak: frozenset[Condition]) -> None:
    if imply(strong, weak):
        assert all(all_hold(weak, context) for context in CONTEXTS if all_hold(strong, context))


@settings(max_examples=500, derandomize=True)
@given(CONDITIONS)
def test_splitting_changes_no_meaning_and_can_be_undone(conditions: frozenset[Condition]) -> None:
    alternatives = split(conditions)
    for context in CONTEXTS:
        assert all_hold(conditions, context) == any(all_hold(each, context) for each in alternatives)
    joined = join(alternatives)
    for context in CONTEXTS:
        assert all_hold(conditions, context) == any(all_hold(each, context) for each in joined)
    assert len(joined) <= len(alternatives)


@settings(max_examples=500, derandomize=True)
@given(CONDITIONS)
def test_the_opposite_lets_through_the_rest(conditions: frozenset[Condition]) -> None:
    other = opposite(conditions)
    if other is not None:
        assert all(holds(other, context) != all_hold(conditions, context) for context in CONTEXTS)


def test_what_is_kept_out_comes_together_again() -> None:
    many = frozenset({one("StringNotEquals", "a"), one("StringNotEquals", "b")})
    assert collapse(many) == {one("StringNotEquals", ["a", "b"])}


def test_many_values_are_not_multiplied_out() -> None:
    many = [str(number) for number in range(20)]
    conditions = frozenset({one("StringEquals", many, "k"), one("StringEquals", many, "m")})
    assert split(conditions) == [conditions]
