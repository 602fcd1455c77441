"""Expressions of GitHub Actions, as its documentation says that they are."""

from __future__ import annotations

from typing import Any

import pytest

from tools.ci.expressions import FUNCTIONS, check, evaluate, interpolate, parse
from tools.errors import GroundplanError

CONTEXTS: dict[str, Any] = {
    "github": {"event_name": "pull_request", "event": {"number": 7, "labels": [{"name": "a"}, {"name": "b"}]}},
    "matrix": {"layers": "unit modules", "n": 2.0, "deep": {"x-y": [1, 2]}},
    "steps": {"find": {"outputs": {"matrix": '{"include": [{"a": 1}]}'}}},
    "env": {},
}


def value(text: str) -> Any:
    node = parse(text, "here")
    check(node, "here", CONTEXTS)
    return evaluate(node, CONTEXTS, FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 == 1.0", True),
        ("'a' == 'A'", True),
        ("'it''s'", "it's"),
        ("0x1F", 31),
        ("null == 0", True),
        ("'' == false", True),
        ("'x' == 0", False),
        ("'10' > 9", True),
        ("true && 'yes' || 'no'", "yes"),
        ("'' && 'yes' || 'no'", "no"),
        ("!'' && !0", True),
        ("(1 == 2 || 2 == 2) && 3 <= 3", True),
        ("1 == 1 && 2 != 2 || true", True),
        ("github.event_name == 'pull_request'", True),
        ("github['event_name']", "pull_request"),
        ("matrix.deep.x-y[1]", 2),
        ("matrix.none.at.all", None),
        ("env.MISSING == ''", True),
        ("join(github.event.labels.*.name, '+')", "a+b"),
        ("contains(github.event.labels.*.name, 'B')", True),
        ("contains('abc', 'BC')", True),
        ("startsWith('abc', 'AB') && endsWith('abc', 'bc')", True),
        ("format('{1} {{x}} {0}', 'a', 2)", "2 {x} a"),
        ("fromJSON(steps.find.outputs.matrix).include[0].a", 1),
        ("toJSON(matrix.n)", "2.0"),
    ],
)
def test_what_an_expression_is_worth(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_an_expression_alone_keeps_its_kind_and_in_a_text_becomes_text() -> None:
    assert interpolate("${{ matrix.deep }}", value) == {"x-y": [1, 2]}
    assert interpolate("Test ${{ matrix.layers }} ${{ matrix.n }} ${{ true }}", value) == "Test unit modules 2 true"


@pytest.mark.parametrize("text", ["", "a ==", "a b", "f(", "a[1", "'open", "a . ", "1 ? 2", "a &&& b"])
def test_what_is_no_expression_is_told_with_its_place(text: str) -> None:
    with pytest.raises(GroundplanError, match="this is no expression") as caught:
        parse(text, "w.yml:7")
    assert caught.value.where == "w.yml:7"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("secrets.TOKEN", "cannot answer for `secrets`"),
        ("vars.ACCOUNTS", "cannot answer for `vars`"),
        ("true || github.token", "cannot answer for `github.token`"),
        ("github.event.pull_request.title", "cannot answer for `github.event.pull_request.title`"),
        ("runner.debug", "cannot answer for `runner.debug`"),
        ("strategy.job-total", "cannot answer for `strategy`"),
        ("case(1)", r"no function case\(\)"),
    ],
)
def test_what_only_github_knows_is_refused_and_never_empty(text: str, words: str) -> None:
    with pytest.raises(GroundplanError, match=words):
        value(text)
