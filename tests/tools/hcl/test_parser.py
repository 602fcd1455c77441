"""Bodies, in native syntax and in JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.hcl import (
    FUNCTIONS,
    HclError,
    Scope,
    Source,
    blocks_from_json,
    check,
    evaluate,
    parse,
    parse_template,
)

SCOPE = Scope({"x": 1, "name": "n"}, FUNCTIONS, Path())


def test_blocks_labels_and_places() -> None:
    text = '# head\na = 1\nfoo "one" two {\n  b = 2\n  bar { c = 3 }\n}\n\nfoo {}\n'
    body = parse(Source("t.hcl", text))
    assert list(body.attributes) == ["a"]
    assert [(block.type, block.labels, list(block.body.attributes)) for block in body.blocks] == [
        ("foo", ("one", "two"), ["b"]),
        ("foo", (), []),
    ]
    block = body.blocks_of("foo")[0]
    assert (str(block.range), block.range.text) == ("t.hcl:3:1", 'foo "one" two')
    inner = block.body.blocks[0].body.attributes["c"]
    assert (str(inner.range), inner.range.text, inner.name_range.text, inner.expr.range.text) == (
        "t.hcl:5:9",
        "c = 3",
        "c",
        "3",
    )


def test_names_outside_ascii_count_as_characters() -> None:
    attribute = parse(Source("t.hcl", 'ä = { "ö" = é }')).attributes["ä"]
    check(parse(Source("t.hcl", 'ä = { "ö" = é }')))
    assert attribute.expr.range.column == 5


def test_the_same_text_is_parsed_once() -> None:
    assert parse(Source("t.hcl", "a = 1\n")) is parse(Source("t.hcl", "a = 1\n"))


def test_json() -> None:
    text = '{"//": "comment", "a": [1, 2.5, true, null, "${x + 1}", "é ${name}"], "b": {"${name}": {"c": "$${"}}}'
    body = parse(Source("t.hcl.json", text))
    values = {name: evaluate(attribute.expr, SCOPE) for name, attribute in body.attributes.items()}
    assert str(values) == "{'a': [1, Decimal('2.5'), True, None, 2, 'é n'], 'b': {'n': {'c': '${'}}}"


def test_json_blocks() -> None:
    text = '{"output": {"a": {"value": 1}, "b": [{"value": 2}, {"value": 3}]}, "locals": {"c": 4}}'
    body = parse(Source("t.tf.json", text))
    found = blocks_from_json(body.attributes["output"], 1)
    assert [(block.labels, evaluate(block.body.attributes["value"].expr, SCOPE)) for block in found] == [
        (("a",), 1),
        (("b",), 2),
        (("b",), 3),
    ]
    (local,) = blocks_from_json(body.attributes["locals"], 0)
    assert (local.type, list(local.body.attributes)) == ("locals", ["c"])
    assert str(local.body.attributes["c"].range) == "t.tf.json:1:79"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"a": 1', "1:8", 'Expected "," or "}"'),
        ('{\n  "a": nope}', "2:8", "Expected a value"),
        ("{'a': 1}", "1:2", "double quotes"),
        ('{"a" 1}', "1:6", 'Expected ":"'),
        ('{"a": "x\ny"}', "1:9", "Invalid JSON string"),
        ("[1]", "1:1", "must be an object"),
        ('{"a": 1} 2', "1:10", "Extraneous data"),
        ('{"a": 1, "a": 2}', "1:10", "already set"),
        ('{"é": "${x +}"}', "1:13", "Expected a value"),
        ('{"a": ' + "[" * 5000, "1:206", "nested too deeply"),
        ("", "1:1", "found the end of the file"),
    ],
)
def test_json_mistakes(text: str, place: str, words: str) -> None:
    with pytest.raises(HclError) as caught:
        parse(Source("t.hcl.json", text))
    assert str(caught.value).startswith(f"t.hcl.json:{place}: ")
    assert words in str(caught.value)


def test_a_text_as_template() -> None:
    text = 'a "b" \\n ${name}\n%{ if x == 1 ~}\n  yes\n%{ endif ~}\nEOT\nlast'
    assert evaluate(parse_template(Source("t.tpl", text)), SCOPE) == 'a "b" \\n n\n  yes\nEOT\nlast'
    assert evaluate(parse_template(Source("t.tpl", "")), SCOPE) == ""
    assert evaluate(parse_template(Source("t.tpl", "${x}")), SCOPE) == 1


def test_a_mistake_in_a_template_has_its_own_place() -> None:
    with pytest.raises(HclError) as caught:
        evaluate(parse_template(Source("t.tpl", "one\n two ${nope}\n")), SCOPE)
    assert str(caught.value).splitlines()[:3] == [
        "t.tpl:2:8: Unknown variable",
        "  2 |  two ${nope}",
        "    |        ^^^^",
    ]
    with pytest.raises(HclError) as caught:
        parse_template(Source("t.tpl", "one\n two ${x\n"))
    assert str(caught.value).startswith("t.tpl:2:6: Unclosed template interpolation")
