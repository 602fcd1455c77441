"""Numbers, sets, types and conversions, where the oracle does not reach."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.hcl import ListValue, MapValue, Residual, Sensitive, SetValue, Source, Unknown, parse_expression, to_native
from tools.hcl.numbers import add, divide, format_number, multiply, parse_number, subtract
from tools.hcl.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ConversionError,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    convert,
    type_of,
)

NUMBERS = st.one_of(
    st.integers(-(2**520), 2**520), st.decimals(allow_nan=False, allow_infinity=False, places=30), st.integers(-9, 9)
).map(lambda number: parse_number(f"{number:f}" if isinstance(number, Decimal) else str(number)))


@given(NUMBERS)
def test_the_text_of_a_number_reads_back_as_the_number(number: Any) -> None:
    assert parse_number(format_number(number)) == number
    assert isinstance(number, int) == (Fraction(number).denominator == 1)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_exact_to_512_bits(left: Any, right: Any) -> None:
    pairs = [(add, Fraction(left) + Fraction(right)), (subtract, Fraction(left) - Fraction(right))]
    pairs += [(multiply, Fraction(left) * Fraction(right))]
    if right:
        pairs += [(divide, Fraction(left) / Fraction(right))]
    scale = max(abs(Fraction(left)), abs(Fraction(right)), *(abs(exact) for _, exact in pairs))
    for operation, exact in pairs:
        assert abs(Fraction(operation(left, right)) - exact) <= scale / 2**508


def test_large_exponents_take_no_time() -> None:
    assert len(format_number(parse_number("1e90000") or 0)) == 90001
    assert parse_number("1e999999999") is None


@pytest.mark.parametrize("text", ["", "x", "1_0", "0x1", "1.2.3", "--1", "Infinity", "nan", "１"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_sets_have_the_order_and_identity_of_terraform() -> None:
    assert list(SetValue(["b", "a", "é", "a"])) == ["a", "b", "é"]
    assert list(SetValue([10, 9, Decimal("1.5"), 10])) == [Decimal("1.5"), 9, 10]
    assert list(SetValue([None, "z"])) == ["z", None]
    assert len(SetValue([1, True, "1"])) == 3
    assert SetValue([1, 2]) == SetValue([2, 1])
    assert 1 in SetValue([1])
    assert True not in SetValue([1])


@pytest.mark.parametrize(
    ("value", "wanted", "result"),
    [
        ("5", NUMBER, 5),
        (Decimal("0.5"), STRING, "0.5"),
        (True, STRING, "true"),
        ("1", BOOL, True),
        ([1, "a"], ListType(DYNAMIC), ListValue(["1", "a"])),
        (["b", "a", "b"], SetType(STRING), SetValue(["a", "b"])),
        ({"a": 1}, MapType(STRING), MapValue({"a": "1"})),
        ({"a": 1, "b": 2}, ObjectType.of({"a": STRING}), {"a": "1"}),
        ({}, ObjectType.of({"a": STRING}, frozenset({"a"})), {"a": None}),
        ([1, 2], TupleType((STRING, NUMBER)), ["1", 2]),
        (Sensitive([1]), ListType(STRING), Sensitive(ListValue(["1"]))),
        (None, STRING, None),
    ],
)
def test_conversion(value: Any, wanted: Any, result: Any) -> None:
    converted = convert(value, wanted)
    assert converted == result
    assert type(converted) is type(result)


@pytest.mark.parametrize(
    ("value", "wanted", "words"),
    [
        ("x", NUMBER, "a number is required"),
        ("True", BOOL, 'use lowercase "true"'),
        ([], STRING, "string required, but have tuple"),
        ([1, {}], ListType(DYNAMIC), "all list elements must have the same type"),
        ({"a": {"b": []}}, MapType(MapType(STRING)), 'element "a": element "b": string required, but have tuple'),
        ({"b": 1}, ObjectType.of({"a": STRING}), 'attribute "a" is required'),
        ([1], TupleType(()), "0 elements required, but have 1"),
        (Unknown(ListType(STRING)), STRING, "string required, but have list of string"),
    ],
)
def test_conversions_that_cannot_be(value: Any, wanted: Any, words: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, wanted)
    assert words in caught.value.message


def test_the_conversion_of_a_residual_is_part_of_it() -> None:
    residual = Residual(parse_expression(Source("text", "module.a.b")))
    assert to_native(convert(residual, STRING)) == "tostring(module.a.b)"
    assert to_native(convert([residual], SetType(NUMBER))) == "toset([tonumber(module.a.b)])"
    assert type_of(convert(residual, ListType(STRING))) == ListType(STRING)
