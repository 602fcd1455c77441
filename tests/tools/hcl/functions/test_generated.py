"""Generated calls, compared with Terraform a few dozen at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Differences = Callable[[Sequence[str]], list[str]]

# The same examples in each run: a difference once found becomes a line of the corpus, not a surprise for the next one.
several = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failure names its calls one by one: nothing to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.large_base_example],
)


def hcl(value: Any) -> str:
    """A Python value as HCL."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False).replace("\\b", "\\u0008").replace("\\f", "\\u000c")
        return text.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, list):
        return f"[{', '.join(map(hcl, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'({hcl(key)}) = {hcl(item)}' for key, item in value.items())} }}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def call(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(map(hcl, given))})")


def calls(name: str, arguments: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[str]:
    return arguments.map(lambda given: f"{name}({', '.join(map(hcl, given))})")


def pieces(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split(" "))


def many(*options: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(*options), min_size=40, max_size=60)


def check(differences: Differences, expressions: list[str]) -> None:
    found = differences(expressions)
    assert not found, "\n".join(found)


letters = "abcXYZ  019-_.,/:\n\t\r\"'\\<>&#%$é\u0301ß☃🤔🇩🇪\u200d\u2028\u00a0\x07ǆıΣ"
words = st.text(letters, max_size=12)
names = st.text("abcdE1_ é", min_size=1, max_size=3)
small = st.integers(-4, 8)
# without -0, which Terraform has and a Python integer has not
decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=4).filter(bool)
numbers = st.one_of(small, st.integers(-(10**24), 10**24), decimals)
scalars = st.one_of(st.none(), st.booleans(), numbers, words)


def nest(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=8
    )


values = nest(scalars)
# A bare null among maps or lists has no type in Terraform, which then finds none for the collection; here it fits in.
set_values = nest(st.one_of(st.booleans(), numbers, words))
lists = st.one_of(
    st.lists(names, max_size=4),
    st.lists(small, max_size=4),
    st.lists(scalars, max_size=3),
    st.lists(set_values, max_size=3),
)
maps = st.dictionaries(names, st.one_of(small, names, set_values), max_size=3)

flags = st.text("0#+- ", max_size=2)
optional_number = st.sampled_from(["", "1", "5", "12"])
precisions = st.sampled_from(["", ".", ".0", ".1", ".3", ".10"])
verbs = st.builds(
    lambda *parts: "%" + "".join(parts),
    flags,
    optional_number,
    precisions,
    st.sampled_from(["", "", "[1]", "[2]"]),
    st.sampled_from("vsqtdboxXeEfgGz%"),
)
formats = st.lists(st.one_of(verbs, st.sampled_from(["", "a", "%%", "é "])), min_size=1, max_size=3).map("".join)
printable = st.one_of(st.booleans(), numbers, words, lists, maps)


@several
@given(many(calls("format", st.builds(lambda text, items: [text, *items], formats, st.lists(printable, max_size=2)))))
def test_format(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(many(call("format", verbs, numbers), call("format", verbs, words)))
def test_format_of_one_value(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(many(calls("formatlist", st.builds(lambda text, items: [text, *items], formats, st.lists(lists, max_size=2)))))
def test_formatlist(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(
    many(
        call("jsonencode", values),
        call("yamlencode", values),
        calls("yamlencode", st.lists(maps, min_size=1, max_size=1)),
    )
)
def test_encoders(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


long_texts = st.lists(words, max_size=20).map(" ".join)


@several
@given(many(call("yamlencode", st.dictionaries(long_texts, long_texts, max_size=2)), call("yamlencode", long_texts)))
def test_yaml_of_long_texts(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


json_texts = values.map(lambda value: json.dumps(value, default=float))
broken = st.builds(lambda text, position, junk: text[:position] + junk + text[position:], json_texts, small, words)
yaml_scalars = pieces(
    "1 1.5 -3 +4 0x1f 0o7 017 1e3 .5 5. 1_0 true Yes off ~ null 2020-01-02 2020-1-2 << a 'b' \"c\" [x] {y: 1} "
    "*r &r z - | > !!str !!int ? : #"
)
yaml_texts = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "- ", "a: ", "b: ", "  c: "]), yaml_scalars, st.sampled_from(["\n", "\n", " "])
    ).map("".join),
    max_size=5,
).map("".join)


@several
@given(
    many(
        call("jsondecode", json_texts),
        call("jsondecode", broken),
        call("yamldecode", json_texts),
        call("yamldecode", yaml_texts),
    )
)
def test_decoders(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


csv_texts = st.lists(st.sampled_from(["a", "b", ",", ",", "\n", "\n", "\r\n", '"', '""', " "]), max_size=16).map(
    "".join
)


@several
@given(many(call("csvdecode", csv_texts), call("csvdecode", csv_texts.map(lambda text: "a,b\n" + text))))
def test_csv(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


addresses = st.one_of(
    st.tuples(*[st.integers(0, 255)] * 4).map(lambda octets: ".".join(map(str, octets))),
    st.lists(st.sampled_from(["0", "1", "fd00", "ffff", "a0"]), min_size=8, max_size=8).map(":".join),
    st.sampled_from(["fd00::", "::", "2001:db8::1", "0.0.0.1", "255.255.255.255"]),
)
networks = st.builds("{}/{}".format, addresses, st.integers(0, 34) | st.integers(0, 130))
bits = st.integers(0, 12) | st.integers(-2, 100)
counts = st.integers(-300, 300) | st.integers(-(2**66), 2**66)


@several
@given(
    many(
        call("cidrsubnet", networks, st.integers(0, 100), counts),
        call("cidrhost", networks, counts),
        call("cidrnetmask", networks),
        calls("cidrsubnets", st.builds(lambda network, new: [network, *new], networks, st.lists(bits, max_size=4))),
    )
)
def test_networks(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


atoms = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", "\\d", "\\w", "\\s", "\\b", "^", "$", "é", "(a)", "(b|c)", "(?:ab)", "(?P<n>a)",
     "(?P<m>b)", "(?i)", "(?s)", "\\pL", "[[:alpha:]]", "(", "[", "*", "(a*)*", "(?m)"]
)  # fmt: skip
repeats = st.sampled_from(["", "", "", "*", "+", "?", "*?", "{2}", "{1,3}", "{2000}", "**"])
patterns = (
    st.lists(st.builds("{}{}".format, atoms, repeats), max_size=4)
    .map("".join)
    .filter(
        lambda pattern: max(pattern.count("<n>"), pattern.count("<m>")) < 2  # Go lets a name come twice, RE2 does not
    )
)
subjects = st.text("aabbc1 \né☃AB", max_size=10)
replacements = st.lists(st.sampled_from(["$1", "$2", "${n}", "$$", "x", "$0", "$n", "$1a", "$", "é"]), max_size=3).map(
    "".join
)


@several
@given(
    many(
        call("regex", patterns, subjects),
        call("regexall", patterns, subjects),
        call("replace", subjects, patterns.map("/{}/".format), replacements),
        call("replace", subjects, st.text("ab/é", max_size=2), replacements),
    )
)
def test_regular_expressions(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


stamps = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds").rjust(19, "0") + "Z"),
    st.builds(
        lambda moment, sign, hours, minutes: (
            f"{moment.isoformat(timespec='milliseconds')}{sign}{hours:02d}:{minutes:02d}"
        ),
        st.datetimes(),
        st.sampled_from("+-"),
        st.integers(0, 24),
        st.integers(0, 61),
    ),
    st.builds(
        lambda text, position, junk: text[:position] + junk + text[position + 1 :],
        st.just("2018-01-02T23:12:01Z"),
        st.integers(0, 20),
        st.sampled_from(["", "x", "0", "9", ":", "-", ".5", ","]),
    ),
)
date_formats = st.one_of(
    st.text("YMDEhHmsaAZ'-T :é", max_size=3).map(lambda text: text * 2),
    st.lists(
        pieces("YYYY YY MMMM MMM MM M DD D EEEE EEE hh h HH H AA aa mm m ss s ZZZZZ ZZZZ ZZZ Z 'T' '' - 'x''y' '"),
        max_size=5,
    ).map("".join),
)
units = pieces("ns us µs ms s m h d")
amounts = st.integers(0, 999) | decimals.map(abs)
durations = st.lists(st.builds("{}{}".format, amounts, units), max_size=3).map("".join)
signed = st.builds("{}{}".format, st.sampled_from(["", "-", "+"]), durations)


@several
@given(many(call("formatdate", date_formats, stamps), call("timeadd", stamps, signed), call("timecmp", stamps, stamps)))
def test_dates(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(
    many(
        call("substr", words, small, small),
        *(
            call(name, words)
            for name in ("title", "upper", "lower", "strrev", "length", "trimspace", "chomp", "urlencode")
        ),
        *(call(name, words) for name in ("base64encode", "md5", "sha512", "basename", "dirname")),
        *(
            call(name, words, st.text(letters, max_size=2))
            for name in ("trim", "trimprefix", "trimsuffix", "split", "startswith")
        ),
        call("split", st.text(letters, max_size=1), words),
        call("indent", small, words),
        call("base64decode", st.text("aYQ=+/\n", max_size=9)),
        call("parseint", st.text("01zZ-+", max_size=5), st.integers(0, 64)),
    )
)
def test_strings(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(
    many(
        *(
            call(name, lists)
            for name in ("tolist", "toset", "flatten", "distinct", "compact", "reverse", "sort", "sum", "one")
        ),
        *(call(name, lists) for name in ("alltrue", "anytrue", "setunion")),
        *(call(name, lists, lists) for name in ("concat", "setunion", "setintersection", "setsubtract", "setproduct")),
        *(call(name, lists, st.one_of(small, names)) for name in ("contains", "index")),
        call("element", lists, st.integers(0, 5)),
        call("chunklist", lists, small),
        call("slice", lists, small, small),
        call("zipmap", lists, lists),
        call("matchkeys", lists, lists, lists),
        calls(
            "range",
            st.lists(
                st.integers(-9, 9) | decimals.map(lambda number: round(abs(number) % 7, 1)), min_size=1, max_size=3
            ),
        ),
        calls("max", st.lists(numbers, max_size=3)),
        calls("min", st.lists(numbers, max_size=3)),
    )
)
def test_lists(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


@several
@given(
    many(
        *(call(name, maps) for name in ("tomap", "keys", "values", "length")),
        call("merge", maps, maps),
        call("merge", maps, maps, maps),
        call("lookup", maps, names, values),
        call("lookup", maps, names),
        call("transpose", st.dictionaries(names, st.lists(names, max_size=3), max_size=3)),
        calls("coalesce", st.lists(set_values, min_size=1, max_size=3)),
        *(call(name, scalars.filter(lambda value: value is not None)) for name in ("tostring", "tonumber", "tobool")),
        *(call(name, numbers) for name in ("abs", "ceil", "floor")),
    )
)
def test_maps_and_scalars(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)


nested = st.one_of(
    call("setunion", lists, lists),
    call("concat", lists, lists),
    call("tolist", lists),
    call("toset", lists),
    call("tomap", maps),
    call("merge", maps, maps),
    call("regexall", patterns, subjects),
    call("setproduct", lists, lists),
    calls("coalescelist", st.lists(lists, min_size=1, max_size=2)),
)
outer = [
    "jsonencode",
    "yamlencode",
    "tolist",
    "toset",
    "tomap",
    "flatten",
    "length",
    "keys",
    "values",
    "reverse",
    "distinct",
]


@several
@given(st.lists(st.builds("{}({})".format, st.sampled_from(outer), nested), min_size=40, max_size=60))
def test_calls_of_calls(differences: Differences, expressions: list[str]) -> None:
    check(differences, expressions)
