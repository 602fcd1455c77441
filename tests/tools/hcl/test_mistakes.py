"""Mistakes: where the message points, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.hcl import FUNCTIONS, HclError, MapValue, Scope, Source, check, evaluate, parse

SYNTAX = [
    ("a = \nb = 2", "1:5", 'Expected a value after "="'),
    ("a = 1 +\nb = 2", "1:8", 'Expected a value after "+"'),
    ("foo {\n a = 1\n", "1:5", "Unclosed block"),
    ("a = {\n b = 1\n", "1:5", "Unclosed object"),
    ("a = [1, 2\nb = 3\n", "2:1", 'the "]" of line 1'),
    ("a = f(1, 2", "1:6", 'There is no ")"'),
    ("a = { x = [1, }", "1:15", 'Expected "]" for the "[" on line 1, found "}"'),
    ("a = }", "1:5", "Nothing is open"),
    ('a = "abc\nb = 2\n', "1:5", "closing quote is missing"),
    ('a = "x\ny"', "1:7", "may not be split over multiple lines"),
    ("a = <<EOT\nabc\n", "1:5", 'No line says only "EOT"'),
    ('a = "${x"\nb = 1', "1:9", 'Expected an operator or "}"'),
    ('a = "%{ if x }abc"', "1:6", 'There is no "%{ endif }"'),
    ('a = "%{ endif }"', "1:6", 'No "%{ if }" is open'),
    ('a = "%{ loop }"', "1:6", "Known are if, else"),
    ('a = "\\q"', "1:6", "Invalid escape sequence"),
    ('a = "é\\q${x}"', "1:7", "Invalid escape sequence"),
    ("a = 'x'", "1:5", "Use double quotes"),
    ("a = 1;", "1:6", "Semicolons"),
    ("a = @", "1:5", '"@" is not used'),
    ("a = /* x", "1:5", "Unclosed comment"),
    ("a = x ? 1", "1:10", "condition ? value : value"),
    ("a = [for x in y]", "1:5", 'The ":" after the collection is missing'),
    ("a = {for x in y : x}", "1:5", 'The "=>" between key and value is missing'),
    ("a = [for x in y : x...]", "1:5", "Grouping ellipsis"),
    ("a = {for = 1}", "1:6", 'write "for" in quotes'),
    ("a = f(x..., y)", "1:11", "must be the last one"),
    ("a = [1,,2]", "1:8", 'found ","'),
    ("a = [1 2]", "1:8", 'a comma, an operator or the "]"'),
    ("a = {b = 1 c = 2}", "1:12", "newline or comma"),
    ("a = 1 b = 2", "1:7", "starts on a line of its own"),
    ("a = 0x10", "1:5", "written in decimal"),
    ("a = x.", "1:7", "name or a number is required"),
    ("a = x\n  .y", "2:3", "must be on the same line"),
    ("a = b[]", "1:7", "Expected an expression between the brackets"),
    ("a = b.*.*", "1:8", "Write [*]"),
    ("a = b::c", "1:5", "only be the name of a function"),
    ("a = {b.c = 1}", "1:6", "put it in parentheses"),
    ("a = 1\na = 2", "2:1", "already set on line 1"),
    ("foo bar", "1:8", '"{" to start a block'),
    ("foo\n{\n}", "1:4", "must be on the same line as the head"),
    ("foo { a = 1\n b = 2 }", "1:7", "A block on one line holds a single argument"),
    ("foo {\n a = 1 }", "2:8", "is on a line of its own"),
    ('foo "${x}" {\n}', "1:5", "Templates are not allowed in a label"),
    ('"a" = 1', "1:1", "cannot start with a string"),
    ("a == 1", "1:3", '"==" cannot be here'),
    ("\tä = é é", "1:8", "Expected a newline or an operator"),
]

EVALUATION = [
    ("nam", "1:5", 'Did you mean "name"?'),
    ("zzz", "1:5", "Known here: list, map, name, object"),
    ("uper(name)", "1:5", 'Did you mean "upper"?'),
    ("object.sise", "1:5", 'Did you mean "size"?'),
    ("map.q", "1:5", 'does not have an element with the key "q"'),
    ('"x ${null}"', "1:10", "Cannot include a null value"),
    ("list[5]", "1:5", "greater than or equal to the length of the collection, 2"),
    ("[1, 2 + [3]]", "1:13", "Unsuitable value for right operand: number required, but have tuple"),
    ('name + "1"', "1:5", "a number is required"),
    ("true ? [1] : name", "1:5", "The 'true' value is tuple, but the 'false' value is string"),
    ("true ? {a = [{b = 1}]} : {a = [{b = []}]}", "1:5", 'attribute "a": Type mismatch for tuple element 0'),
    ("list.size", "1:5", "does not have any attributes"),
    ("[object].size", "1:5", "across all elements of the list"),
    ("[for x in name : x]", "1:15", "A value of type string cannot be used as the collection"),
    ('{for x in [1, 1] : "k" => x}', "1:24", 'produced the key "k"'),
    ("upper()", "1:5", "expects 1 argument, found 0"),
    ("upper(name, name)", "1:17", "expects only 1 argument, found 2"),
    ("upper([])", "1:11", 'argument 1 of "upper"'),
    ("try(nothing, list[9])", "1:5", "no expression succeeded: Unknown variable"),
    ("1 / 0", "1:9", "division by zero"),
]


def failure(text: str) -> HclError:
    values = {"name": "n", "list": [1, 2], "object": {"size": 1}, "map": MapValue({"a": "b"})}
    with pytest.raises(HclError) as caught:
        body = parse(Source("live/unit.hcl", text))
        check(body)
        for attribute in body.attributes.values():
            evaluate(attribute.expr, Scope(values, FUNCTIONS, Path()))
    return caught.value


@pytest.mark.parametrize(("text", "place", "words"), SYNTAX)
def test_syntax(text: str, place: str, words: str) -> None:
    message = str(failure(text))
    assert message.startswith(f"live/unit.hcl:{place}: ")
    assert words in message


@pytest.mark.parametrize(("text", "place", "words"), EVALUATION)
def test_evaluation(text: str, place: str, words: str) -> None:
    message = str(failure(f"a = {text}"))
    assert message.startswith(f"live/unit.hcl:{place}: ")
    assert words in message


def test_the_line_is_shown_with_carets() -> None:
    error = failure('one = 1\n\ttwo = "ä" + three  # more\n')
    assert isinstance(error, GroundplanError)
    assert str(error).splitlines()[1:3] == ['  2 | \ttwo = "ä" + three  # more', "    | \t            ^^^^^"]
    assert error.where == "live/unit.hcl:2:14"


def test_a_long_line_is_cut_around_the_mistake() -> None:
    lines = str(failure(f"a = [{'1, ' * 500} nope, {'1, ' * 500}]")).splitlines()
    assert len(lines[1]) < 200
    assert lines[1][lines[2].index("^") :].startswith("nope")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 100_000 + "]" * 100_000,
        "[" * 100_000,
        "-" * 3000 + "1",
        '"${' * 300 + "1" + '}"' * 300,
        "upper(" * 300 + '"a"' + ")" * 300,
        "[for x in [1] : " * 300 + "1" + "]" * 300,
        "x" + ".y" * 5000,
        "{a = " * 300 + "1" + "}" * 300,
    ],
    ids=range(9),
)
def test_deep_nesting_is_a_mistake_like_others(text: str) -> None:
    message = str(failure(f"a = {text}"))
    assert "nested too deeply" in message or "Unclosed bracket" in message


def test_deep_blocks() -> None:
    assert "Block nested too deeply" in str(failure("a {\n" * 3000 + "}\n" * 3000))


def test_long_chains_are_not_nesting() -> None:
    body = parse(Source("a.hcl", f"a = {'1 + ' * 3000}1\nb = {'false ? 1 : ' * 3000}2\n"))
    scope = Scope({}, FUNCTIONS, Path())
    assert [evaluate(attribute.expr, scope) for attribute in body.attributes.values()] == [3001, 2]
