from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.iam.patterns import covers, overlaps

ALPHABET = "ab"
TEXTS = ["".join(letters) for size in range(6) for letters in itertools.product(ALPHABET, repeat=size)]
PATTERNS = st.text(alphabet="ab*?", max_size=5)


def matched(pattern: str) -> set[str]:
    expression = "".join({"*": ".*", "?": "."}.get(char, char) for char in pattern)
    return {text for text in TEXTS if re.fullmatch(expression, text)}


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("*", "arn:aws:s3:::a", True),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*", True),
        ("arn:aws:s3:::a/b/*", "arn:aws:s3:::a/*", False),
        ("arn:aws:s3:::a?", "arn:aws:s3:::a*", False),
        ("s3:Get*", "s3:get", False),
        ("a[b]", "ab", False),
        ("a.c", "abc", False),
        ("${aws:username}/*", "${aws:username}/x", True),
    ],
)
def test_what_a_pattern_contains(wide: str, narrow: str, expected: bool) -> None:
    assert covers(wide, narrow) is expected


@settings(max_examples=400, derandomize=True)
@given(PATTERNS, PATTERNS)
def test_a_pattern_that_covers_another_matches_all_of_it(wide: str, narrow: str) -> None:
    if covers(wide, narrow):
        assert matched(narrow) <= matched(wide)


@settings(max_examples=400, derandomize=True)
@given(PATTERNS, st.text(alphabet="ab", max_size=5))
def test_a_text_is_covered_where_it_is_matched(pattern: str, text: str) -> None:
    assert covers(pattern, text) == (text in matched(pattern))


@settings(max_examples=400, derandomize=True)
@given(st.text(alphabet="ab*?", max_size=3), st.text(alphabet="ab*?", max_size=3))
def test_patterns_overlap_where_they_share_a_text(left: str, right: str) -> None:
    assert overlaps(left, right) == bool(matched(left) & matched(right))
