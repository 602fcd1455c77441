"""Partial evaluation: what is left of an expression."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.hcl import (
    FUNCTIONS,
    Expr,
    HclError,
    ListValue,
    MapValue,
    Residual,
    Scope,
    Sensitive,
    SetValue,
    Source,
    Unknown,
    evaluate,
    parse_expression,
    references,
    rewrite,
    to_json_template,
    to_native,
)
from tools.hcl.syntax import GetAttr, Variable


def expr(text: str) -> Expr:
    return parse_expression(Source("text", text))


SCOPE = Scope(
    {
        "d": Residual(expr("module.vpc")),
        "l": {"a": 1, "m": {"x": "y"}, "list": ["p", "q"], "typed": ListValue(["a"]), "secret": Sensitive("s")},
        "u": Unknown(),
    },
    FUNCTIONS,
    Path(),
)


def value(text: str) -> Any:
    return evaluate(expr(text), SCOPE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("d.id", "module.vpc.id"),
        ("d.ids[l.a]", "module.vpc.ids[1]"),
        ('d["a b"].c', 'module.vpc["a b"].c'),
        ("d.ids.*.arn[0]", "(module.vpc.ids[*].arn)[0]"),
        ("d.ids[*].arn[0]", "module.vpc.ids[*].arn[0]"),
        ("d.ids[*].x[l.a]", "module.vpc.ids[*].x[1]"),
        ("l.typed[d.n]", 'tolist(["a"])[module.vpc.n]'),
        ('"a-${d.id}-${l.a}"', '"a-${module.vpc.id}-1"'),
        ('"$${x} ${d.id}$"', '"$${x} ${module.vpc.id}$"'),
        ('"${"$"}${d.id}"', '"${"$"}${module.vpc.id}"'),
        ('"  ${~ d.x}"', "tostring(module.vpc.x)"),
        ("d.n + 1 * l.a", "module.vpc.n + 1"),
        ("(d.n + 1) * 2", "(module.vpc.n + 1) * 2"),
        ("d.a - (1 - d.b)", "module.vpc.a - (1 - module.vpc.b)"),
        ("-(d.a + 1)", "-(module.vpc.a + 1)"),
        ("d.b ? l.a : d.c", "module.vpc.b ? 1 : module.vpc.c"),
        ("(d.a ? 1 : 2) + 3", "(module.vpc.a ? 1 : 2) + 3"),
        ("d.b ? l.none : 1", 'module.vpc.b ? {}["text:1:7: Unsupported attribute"] : 1'),
        ("true ? d.id : 1", "module.vpc.id"),
        ("d.x == null", "module.vpc.x == null"),
        ('[for x in d.list : "${x}-${l.m.x}" if x != l.a]', '[for x in module.vpc.list : "${x}-y" if x != 1]'),
        ("{for k, v in d.map : k => upper(v)...}", "{for k, v in module.vpc.map : k => upper(v)...}"),
        ("[for x in l.list : x if x == d.id]", '[for x in ["p", "q"] : x if x == module.vpc.id]'),
        ("[for module in d.list : module.x]", "[for module_ in module.vpc.list : module_.x]"),
        ("[for x in [d.a] : x.b]", "[module.vpc.a.b]"),
        ("{(d.id) = l.m}", '{ (module.vpc.id) = { x = "y" } }'),
        ('{ "a b" = d.a, "for" = 1 }', '{ "a b" = module.vpc.a, "for" = 1 }'),
        ("merge({a = d.id}, l.m)", '{ a = module.vpc.id, x = "y" }'),
        ("merge(d.tags, l.m)", 'merge(module.vpc.tags, { x = "y" })'),
        ("max(d.list...)", "max(module.vpc.list...)"),
        ("max([1, d.n]...)", "max(1, module.vpc.n)"),
        ("jsonencode({a = d.id})", "jsonencode({ a = module.vpc.id })"),
        ('try(d.a, l.none, "x", l.list)', 'try(module.vpc.a, "x")'),
        ("can(d.a)", "can(module.vpc.a)"),
        ('"%{ if d.b }y${l.a}%{ else }n%{ endif }!"', '"${module.vpc.b ? "y1" : "n"}!"'),
        ('"-%{ for x in d.l }${x},%{ endfor }"', '"-${join("", [for x in module.vpc.l : "${x},"])}"'),
        ('"${l.secret}${d.id}"', 'sensitive("s${module.vpc.id}")'),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert to_native(value(text)) == left


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("d.b && false", False),
        ("true || d.b", True),
        ("length([d.a, d.b])", 2),
        ("keys({a = d.id})", ["a"]),
        ("[d.a, 5][1]", 5),
        ("{a = d.a, b = 2}.b", 2),
        ("{a = d.a} == null", False),
        ('try("x", d.a)', "x"),
    ],
)
def test_what_is_known_all_the_same(text: str, known: Any) -> None:
    assert value(text) == known


def test_an_unknown_without_an_expression_stays_one() -> None:
    for text in ["u.x", '"${u}"', "u + d.n", "upper(u)", "[for x in u : x]", "u ? 1 : 2", "u[*].a", "try(u, 1)"]:
        assert type(value(text)) is Unknown
    with pytest.raises(HclError, match="cannot be written"):
        to_native(value("[u]"))


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (None, "null"),
        (True, "true"),
        (-5, "-5"),
        (Decimal("0.1"), "0.1"),
        ('a"b\\\n\x01${x}%{y}$', '"a\\"b\\\\\\n\\u0001$${x}%%{y}$"'),
        ([1, {"a": "b", "c d": None}], '[1, { a = "b", "c d" = null }]'),
        (ListValue(["a"]), 'tolist(["a"])'),
        (SetValue([2, 1]), "toset([1, 2])"),
        (MapValue({"a": 1}), "tomap({ a = 1 })"),
        (Sensitive("x"), 'sensitive("x")'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_values_as_text(given: Any, text: str) -> None:
    assert to_native(given) == text


def test_json_templates() -> None:
    given = {"a${b}": ["%{x}", Decimal("0.5"), SetValue(["b", "a"]), value("d.id"), value('"x${d.id}"'), None, True]}
    assert to_json_template(given) == {
        "a$${b}": ["%%{x}", 0.5, ["a", "b"], "${module.vpc.id}", "x${module.vpc.id}", None, True]
    }
    assert to_json_template(Decimal("0.12345678901234567890123")) == "${0.12345678901234567890123}"


def test_rewriting_finds_references_at_any_depth_but_not_loop_variables() -> None:
    def to_module(node: Expr) -> Expr | None:
        match node:
            case GetAttr(object=GetAttr(object=Variable(name="dependency"), name=name), name="outputs"):
                return expr(f"module.{name}")
        return None

    text = (
        "[for dependency in dependency.a.outputs.list : dependency.b.outputs + dependency.c[dependency.d]"
        ' if "${dependency.e}"][dependency.f.outputs]'
    )
    assert to_native(rewrite(expr(text), to_module)) == (
        "[for dependency in module.a.list : dependency.b.outputs + dependency.c[dependency.d]"
        " if dependency.e][module.f]"
    )
    nested = [{"k": Residual(expr("[dependency.x.outputs.y]"))}, "plain"]
    assert to_native(rewrite(nested, to_module)) == '[{ k = [module.x.y] }, "plain"]'
    untouched = expr("upper(local.a)")
    assert rewrite(untouched, to_module) is untouched


def test_references_in_source_order() -> None:
    text = 'a.b["c"][d.e].f + g[0][*].h[i] + "${[for x in j.k : x.l + m]}" + n.*.o'
    found = [(item.root, [getattr(s, "name", None) or s.key for s in item.steps]) for item in references(expr(text))]
    assert found == [("a", ["b", "c"]), ("d", ["e"]), ("g", [0]), ("i", []), ("j", ["k"]), ("m", []), ("n", [])]
    first = references(expr(text))[0]
    assert first.names == ("a", "b")
    assert first.range.text == 'a.b["c"]'
    assert [item.root for item in references(value_expr("d.id"))] == ["module"]


def value_expr(text: str) -> Expr:
    found = value(text)
    assert isinstance(found, Residual)
    return found.expr


def test_what_is_inside_a_call_is_evaluated_once_more_when_it_is_known() -> None:
    left = value('jsonencode({ detail = { bucket = { name = [d.id] } }, "detail-type" = ["made"] })')
    assert isinstance(left, Residual)
    known = Scope({"module": {"vpc": {"id": "vpc-1"}}}, FUNCTIONS, Path())
    assert evaluate(left.expr, known) == '{"detail":{"bucket":{"name":["vpc-1"]}},"detail-type":["made"]}'
    renamed = Scope({"module": {"vpc": {"id": Residual(expr("module.net.id"))}}}, FUNCTIONS, Path())
    assert "module.vpc" not in to_native(evaluate(left.expr, renamed))
