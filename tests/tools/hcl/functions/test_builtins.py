"""What Terraform cannot be asked: the unknown, the random, keys, places of errors, trees with loops."""

from __future__ import annotations

import base64
import gzip
import re
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tools.hcl import HclError, Residual, Scope, Source, Unknown, evaluate, parse_expression, to_native
from tools.hcl.functions import FUNCTIONS

UNKNOWN = Residual(parse_expression(Source("unknown.hcl", "module.vpc.id")))


def value_of(text: str, directory: Path = Path("/nowhere"), /, **variables: Any) -> Any:
    return evaluate(parse_expression(Source("test.hcl", text)), Scope(variables, FUNCTIONS, directory))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("length([1, x])", 2),
        ("length({ a = x })", 1),
        ("keys({ a = x, b = 1 })", ["a", "b"]),
        ('lookup({ a = 1, b = x }, "a", 2)', 1),
        ('lookup({ b = x }, "a", 2)', 2),
        ("element([1, x], 2)", 1),
        ("merge({ a = x }, { a = 1 })", {"a": 1}),
        ("concat([1], [x])[0]", 1),
        ("reverse([x, 1])[0]", 1),
        ("slice([x, 1], 1, 2)", [1]),
        ('zipmap(["a", "b"], [x, 1])["b"]', 1),
        ("values({ a = 1, b = x })[0]", 1),
        ("coalescelist([], [1, x])[0]", 1),
        ("issensitive(merge({ a = sensitive(x) }, {}))", False),
    ],
)
def test_answers_that_do_not_depend_on_the_unknown(text: str, expected: Any) -> None:
    assert value_of(text, x=UNKNOWN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jsonencode({ a = x, b = 1 + 1 })", "jsonencode({ a = module.vpc.id, b = 2 })"),
        ("upper(x)", "upper(module.vpc.id)"),
        ("length(x)", "length(module.vpc.id)"),
        ("contains([x, 1], 1)", "contains([module.vpc.id, 1], 1)"),
        ("flatten([[x]])", "flatten([[module.vpc.id]])"),
        ("coalesce(x, 1)", "coalesce(module.vpc.id, 1)"),
        ("sensitive(x)", "sensitive(module.vpc.id)"),
        ("lookup({ a = 1 }, x, 2)", "lookup({ a = 1 }, module.vpc.id, 2)"),
    ],
)
def test_calls_that_wait_for_the_unknown(text: str, expected: str) -> None:
    result = value_of(text, x=UNKNOWN)
    assert isinstance(result, Unknown)
    assert re.sub(r"\s+", " ", to_native(result)) == expected


def test_a_template_with_unknown_variables_needs_no_file_later(tmp_path: Path) -> None:
    (tmp_path / "policy.tpl").write_text("id=${id}, name=${upper(name)}", encoding="utf-8")
    result = value_of('templatefile("policy.tpl", { id = x, name = "n" })', tmp_path, x=UNKNOWN)
    assert to_native(result) == '"id=${module.vpc.id}, name=N"'


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ('substr("abc", "x", 1)', 15, '"offset" parameter: a number is required'),
        ("join([1], [2])", 6, "string required"),
        ('cidrsubnet("10.0.0.0/8", 8, 1.5)', 29, "whole number"),
        ('regex("[a-z", "abc")', 7, "missing ]"),
        ('format("%d", "x")', 14, "a number is required"),
        ("upper(null)", 7, "must not be null"),
    ],
)
def test_an_error_points_at_the_argument_that_is_wrong(text: str, column: int, words: str) -> None:
    with pytest.raises(HclError) as caught:
        value_of(text)
    assert f"test.hcl:1:{column}: " in str(caught.value)
    assert words in str(caught.value)


def test_an_error_in_a_template_points_into_the_template(tmp_path: Path) -> None:
    (tmp_path / "a.tpl").write_text("ok\n${upper(1, 2)}\n", encoding="utf-8")
    with pytest.raises(HclError, match=r"a\.tpl:2:12"):
        value_of('templatefile("a.tpl", {})', tmp_path)


@pytest.mark.parametrize(
    "text", ['jsondecode("{}[" )', "jsondecode(text)", "yamldecode(text)", "jsonencode(jsondecode(text))"]
)
def test_deep_nesting_is_an_error_like_any_other(text: str) -> None:
    with pytest.raises(HclError):
        value_of(text, text="[" * 100_000)


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("", encoding="utf-8")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert list(value_of('fileset(".", "**/x.txt")', tmp_path)) == ["a/x.txt"]
    for text in ('file("self")', 'fileexists("self")', 'templatefile("self", {})', 'filemd5("a")'):
        with pytest.raises(HclError):
            value_of(text, tmp_path)


def test_clocks() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value_of("timestamp()"))
    assert value_of("plantimestamp()") == value_of("plantimestamp()")


def test_random_functions() -> None:
    assert value_of("uuid()") != value_of("uuid()")
    hashed = value_of('bcrypt("secret", 4)')
    assert hashed.startswith("$2a$04$")
    assert bcrypt.checkpw(b"secret", hashed.encode())


def test_rsadecrypt() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    secret = base64.b64encode(key.public_key().encrypt("päss".encode(), padding.PKCS1v15())).decode()
    pem, pkcs8 = (
        key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
        for form in (serialization.PrivateFormat.TraditionalOpenSSL, serialization.PrivateFormat.PKCS8)
    )
    assert value_of("rsadecrypt(secret, key)", secret=secret, key=pem) == "päss"
    assert value_of("rsadecrypt(secret, key)", secret=secret, key=pkcs8) == "päss"


def test_base64gzip_holds_the_text() -> None:
    text = "the same words again and again, " * 200
    packed = base64.b64decode(value_of("base64gzip(text)", text=text))
    assert gzip.decompress(packed).decode() == text
    assert len(packed) < 200
