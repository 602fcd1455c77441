"""Expressions by chance: mostly of fitting types, now and then not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"

PRELUDE = """
locals {
  num   = 7
  half  = 0.5
  big   = 123456789012345678901234567890
  text  = "hello"
  word  = "42"
  yes   = true
  none  = null
  tuple = [1, "two", true]
  words = tolist(["a", "b", "c"])
  sums  = tolist([3, 1, 2])
  set   = toset(["y", "x", "z"])
  map   = tomap({ a = "1", b = "2" })
  obj   = { name = "n", count = 3, tags = { a = "x" }, list = [1, 2] }
  objs  = [{ id = 1, v = ["a"] }, { id = 2, v = ["b", "c"] }]
  empty = []
  mark  = sensitive("secret")
}
"""


def _one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


def _not_zero(text: str) -> bool:
    """Terraform has infinities and a negative zero; here division by zero is an error."""
    return text != "0"


_NUMBERS = _one_of("""
    0 1 2 10 255 0.1 0.25 3.14159 1e3 1.5e-3 9007199254740993 -1 local.num local.half local.big local.obj.count
    local.sums[1] local.objs[0].id local.objs[1]["id"] local.tuple.0
""")
_STRINGS = _one_of(r"""
    "a" "" "x_y" "é" "$${x}" "a\n\"b\"" "%%{x}" "true" "12" local.text local.word local.map.a local.map["b"]
    local.words[2] local.obj.name local.tuple[1] local.obj.tags.a local.mark
""")
_BOOLS = _one_of("true false local.yes local.tuple[2]")
_LISTS = _one_of("""
    local.tuple local.words local.sums local.set local.empty local.objs[*].id local.objs.*.v [] local.obj.list
    local.objs[*].v[0] local.none[*] local.text[*] local.objs
""")
_OBJECTS = _one_of("local.map local.obj local.obj.tags {} local.objs[0]")
# No null here: ours has no type, Terraform's has one where it went through a conditional.
_ODD = st.sampled_from(["local.obj.nothing", "local.words[9]", "local.map.zz", "local.set[0]"])
_YES_IF = "%{{ if {} ~}}\n    yes\n    %{{ endif }}"
_KINDS = ("number", "string", "bool", "list", "object")
_LEAVES = {"number": _NUMBERS, "string": _STRINGS, "bool": _BOOLS, "list": _LISTS, "object": _OBJECTS}


@st.composite
def expression(draw: st.DrawFn, kind: str | None = None, depth: int = 4) -> str:
    """The text of an expression that is likely, but not sure, to be of a kind."""
    if kind is None or draw(st.integers(0, 24)) == 0:
        kind = draw(st.sampled_from(_KINDS))
    if draw(st.integers(0, 40)) == 0:
        return draw(_ODD)
    if depth <= 0 or draw(st.integers(0, 3)) == 0:
        return draw(_LEAVES[kind])

    def sub(wanted: str | None = None) -> str:
        return draw(expression(wanted, depth - 1))

    def pick(*options: Callable[[], str]) -> str:
        return draw(st.sampled_from(options))()

    def operator(*signs: str) -> str:
        return draw(st.sampled_from(signs))

    def conditional() -> str:
        other = kind if draw(st.integers(0, 4)) else None
        arms = [sub(kind), sub(other)]
        return f"{sub('bool')} ? {arms[0]} : {arms[1]}"

    common = [conditional, lambda: f"({sub(kind)})", lambda: f"try({sub(kind)}, {sub(kind)})"]
    common += [lambda: f"[{sub(kind)}, {sub(kind)}][{draw(st.integers(0, 2))}]", lambda: f"{{ k = {sub(kind)} }}.k"]
    if kind == "number":
        return pick(
            *common,
            lambda: f"{sub(kind)} {operator('+', '-', '*', '/', '%')} {draw(_NUMBERS.filter(_not_zero))}",
            lambda: f"{sub(kind)} {operator('+', '-', '*')} {sub(kind)}",
            lambda: f"-{draw(_NUMBERS.filter(_not_zero))}",
            lambda: f"length({sub('list')})",
        )
    if kind == "string":
        return pick(
            *common,
            lambda: f'"a ${{{sub()}}} b"',
            lambda: f'"${{~ {sub(kind)} ~}} x ${{{sub(kind)}}}"',
            lambda: f'"%{{ if {sub("bool")} ~}} yes %{{ else }} ${{{sub("number")}}} %{{~ endif }}"',
            lambda: f'"%{{ for k, v in {sub("list")} }}${{k}}=${{v}} %{{ endfor }}"',
            lambda: f"(<<-EOT\n    one\n      ${{{sub(kind)}}}\n    {_YES_IF.format(sub('bool'))}\n    EOT\n)",
            lambda: f"upper({sub(kind)})",
        )
    if kind == "bool":
        return pick(
            *common,
            lambda: f"!{draw(_BOOLS)}",
            lambda: f"{sub()} {operator('==', '!=')} {sub()}",
            lambda: f"{sub('number')} {operator('<', '<=', '>', '>=')} {sub('number')}",
            lambda: f"{sub(kind)} {operator('&&', '||')} {sub(kind)}",
            lambda: f"can({sub()})",
        )
    if kind == "list":
        return pick(
            *common,
            lambda: f"[{sub()}, {sub()}]",
            lambda: f"[for v in {sub('list')} : {operator('v', '[v]', sub())}]",
            lambda: f"[for k, v in {sub('object')} : {operator('v', 'k', 'upper(k)')} if {sub('bool')}]",
            lambda: f"[for v in {sub('list')} : v if v != {sub()}]",
            lambda: f"{sub('list')}[*]",
            lambda: f"[{sub('object')}, {sub('object')}][*].{operator('name', 'a', 'id')}",
            lambda: f"concat({sub('list')}, {sub('list')})",
            lambda: f"{operator('tolist', 'toset')}({sub('list')})",
            lambda: f"keys({sub('object')})",
        )
    return pick(
        *common,
        lambda: f"{{ a = {sub()}, ({sub('string')}) = {sub()} }}",
        lambda: f'{{ "x-${{{sub("string")}}}" = {sub()}, b : {sub()} }}',
        lambda: f"{{ for k, v in {sub('list')} : v => k... }}",
        lambda: f'{{ for k, v in {sub("object")} : "${{k}}!" => v }}',
        lambda: f"merge({sub('object')}, {sub('object')})",
        lambda: f"tomap({sub('object')})",
    )


def generate(count: int, number: int) -> list[str]:
    """Up to ``count`` different expressions for a seed."""
    found: dict[str, None] = {}

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(expression())
    def collect(text: str) -> None:
        found[text] = None

    collect()
    return list(found)


if __name__ == "__main__":
    # What a seed gives depends on where the project lies, so what the tests use is kept: python generated.py SEED…
    for each in sys.argv[1:]:
        texts = generate(300, int(each))
        CORPUS.joinpath(f"generated-{each}.json").write_text(json.dumps(texts, indent=1) + "\n", encoding="utf-8")
