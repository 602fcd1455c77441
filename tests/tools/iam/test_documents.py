from __future__ import annotations

import json
from typing import Any

import pytest

from tools.iam.documents import ANYONE, Trustee, read

ONE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}


@pytest.mark.parametrize(
    "policy",
    [
        {"Version": "2012-10-17", "Statement": [ONE]},
        {"Statement": ONE},
        {"Id": "x", "Statement": [{**ONE, "Sid": ""}]},
        {"Statement": [{**ONE, "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::a/*"]}]},
        {"Statement": [{**ONE, "Action": ["s3:GetObject", "s3:GetObject"]}]},
        json.dumps({"Version": "2008-10-17", "Statement": [ONE]}),
    ],
)
def test_one_policy_in_many_spellings(policy: Any) -> None:
    found = read(policy, "identity")
    assert not found.problems
    assert found.statements == read({"Statement": [ONE]}, "identity").statements


def test_all_but_some_actions_and_resources() -> None:
    (found,) = read(
        {"Statement": {"Effect": "Allow", "NotAction": ["iam:*", "a:B"], "NotResource": "arn:aws:s3:::a"}}, "identity"
    ).statements
    assert (found.actions, found.all_but_actions) == (("a:B", "iam:*"), True)
    assert (found.resources, found.all_but_resources) == (("arn:aws:s3:::a",), True)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", (ANYONE,)),
        ({"AWS": "*"}, (ANYONE,)),
        ({"AWS": "111111111111"}, (Trustee("AWS", "arn:aws:iam::111111111111:root"),)),
        (
            {"AWS": ["arn:aws:iam::111111111111:root", "111111111111"]},
            (Trustee("AWS", "arn:aws:iam::111111111111:root"),),
        ),
        (
            {"Service": ["b.amazonaws.com", "a.amazonaws.com"]},
            (Trustee("Service", "a.amazonaws.com"), Trustee("Service", "b.amazonaws.com")),
        ),
        ({"Federated": "accounts.google.com"}, (Trustee("Federated", "accounts.google.com"),)),
    ],
)
def test_principals_in_many_spellings(principal: Any, expected: tuple[Trustee, ...]) -> None:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    (found,) = read({"Statement": statement}, "trust").statements
    assert found.principals == expected


@pytest.mark.parametrize(
    ("policy", "kind", "reason"),
    [
        ("{", "identity", "it is not JSON"),
        ("", "identity", "it is not JSON"),
        ('{"Statement": [], "Statement": []}', "identity", "Statement stands in it twice"),
        ("[" * 100_000, "identity", "it is not JSON"),
        ([], "identity", "no JSON object"),
        ({}, "identity", "no Statement"),
        ({"Version": "2020-01-01", "Statement": ONE}, "identity", "no policy Version '2020-01-01'"),
        ({"Statement": ["x"]}, "identity", "a statement is no JSON object"),
        ({"Statement": {**ONE, "Effect": "allow"}}, "identity", "neither Allow nor Deny"),
        ({"Statement": {**ONE, "Actions": "x"}}, "identity", "Actions means nothing"),
        ({"Statement": {**ONE, "NotAction": "a:b"}}, "identity", "both Action and NotAction"),
        ({"Statement": {**ONE, "Action": []}}, "identity", "neither a text nor a list of texts"),
        ({"Statement": {**ONE, "Action": 3}}, "identity", "neither a text nor a list of texts"),
        ({"Statement": {**ONE, "Action": "GetObject"}}, "identity", "'GetObject' is no action"),
        ({"Statement": {**ONE, "Resource": None}}, "identity", "Resource is not known before apply"),
        ({"Statement": {"Effect": "Allow", "Action": "a:b"}}, "identity", "no Resource"),
        ({"Statement": {"Effect": "Allow", "Resource": "*"}}, "identity", "no Action"),
        ({"Statement": {**ONE, "Principal": "*"}}, "identity", "names no Principal"),
        ({"Statement": ONE}, "resource", "no Principal"),
        ({"Statement": {**ONE, "Principal": "111111111111"}}, "resource", "neither * nor an object"),
        ({"Statement": {**ONE, "Principal": {"Aws": "*"}}}, "resource", "no kind of principal Aws"),
        ({"Statement": {**ONE, "Principal": "*", "NotPrincipal": "*"}}, "resource", "both Principal and NotPrincipal"),
        ({"Statement": {**ONE, "Condition": []}}, "identity", "no object of operators"),
        ({"Statement": {**ONE, "Condition": {"StringIs": {"a": "b"}}}}, "identity", "no condition operator StringIs"),
        ({"Statement": {**ONE, "Condition": {"StringLike": "b"}}}, "identity", "StringLike is no object of keys"),
        ({"Statement": {**ONE, "Condition": {"Some:StringLike": {"a": "b"}}}}, "identity", "no condition operator"),
        ({"Statement": {**ONE, "Condition": {"StringLike": {"a": {"b": 1}}}}}, "identity", "neither a text nor a list"),
    ],
)
def test_what_cannot_be_read_is_told(policy: Any, kind: Any, reason: str) -> None:
    found = read(policy, kind)
    assert not found.statements
    (problem,) = found.problems
    assert reason in problem.reason


def test_a_bad_statement_leaves_the_others() -> None:
    found = read({"Statement": [ONE, {"Effect": "Allow"}]}, "identity")
    assert len(found.statements) == len(found.problems) == 1
