from __future__ import annotations

from typing import Any

import pytest

ROLE = "role aws_iam_role.task (task)"
GITHUB = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
SUB, AUD = "token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:aud"
FOR_US = {"StringEquals": {"aws:SourceAccount": "111111111111"}}


def trusting(kit: Any, *documents: Any) -> list[dict[str, Any]]:
    return [kit.role(assume_role_policy=each) for each in documents]


@pytest.mark.parametrize(
    ("principal", "condition", "danger", "who", "words"),
    [
        ("*", None, "high", "anyone", "anyone in AWS may assume it"),
        ({"AWS": "*"}, {"StringEquals": {"sts:ExternalId": "x"}}, "high", "anyone", "which is no secret"),
        ({"AWS": "*"}, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, "medium", "organization o-1", "may assume it"),
        ({"AWS": "*"}, {"StringLike": {"aws:PrincipalArn": "*"}}, "high", "anyone", "may assume it"),
        ({"AWS": "333333333333"}, None, "medium", "account 333333333333", "no external id is asked for"),
        ({"AWS": "222222222222"}, None, "medium", "account 222222222222 (of this tree)", "may assume it"),
        (
            {"AWS": "arn:aws:iam::333333333333:role/x"},
            {"StringEquals": {"sts:ExternalId": "x"}},
            "medium",
            "role x of account 333333333333",
            "role x of account 333333333333 may assume it",
        ),
        ({"AWS": "111111111111"}, None, "low", "account 111111111111 (its own)", "may assume it"),
        ({"Service": "ec2.amazonaws.com"}, None, "low", "service ec2.amazonaws.com", "ec2.amazonaws.com may assume it"),
        ({"Service": "dms.amazonaws.com"}, None, "low", "service dms.amazonaws.com", "nothing asks on whose behalf"),
        (
            {"Service": "dms.amazonaws.com"},
            FOR_US,
            "low",
            "service dms.amazonaws.com",
            "dms.amazonaws.com may assume it",
        ),
        ({"AWS": "AROAEXAMPLE"}, None, "medium", "principal AROAEXAMPLE, whose account is not known", "may assume it"),
    ],
)
def test_who_may_assume_a_new_role(kit: Any, principal: Any, condition: Any, danger: str, who: str, words: str) -> None:
    document = kit.trust(principal, **({"Condition": condition} if condition else {}))
    (change,) = kit.compare({}, trusting(kit, document)[0])
    others = ("account 2", "account 3", "role x of account 3", "organization", "principal AROA")
    kind = "public" if who == "anyone" else "cross-account" if who.startswith(others) else "trust gained"
    assert (change.kind, change.danger, change.permission.principal) == (kind, danger, who)
    assert words in change.why
    assert (change.permission.target, change.permission.resources) == (ROLE, (ROLE,))


@pytest.mark.parametrize(
    ("condition", "danger", "words"),
    [
        (None, "high", "no condition on its sub"),
        ({"StringEquals": {AUD: "sts.amazonaws.com"}}, "high", "no condition on its sub"),
        ({"StringLike": {SUB: "*"}, "StringEquals": {AUD: "x"}}, "high", "its sub may be *"),
        ({"StringLike": {SUB: "repo:*"}, "StringEquals": {AUD: "x"}}, "high", "its sub may be repo:*"),
        ({"StringLikeIfExists": {SUB: "repo:a/b:*"}}, "high", "no condition on its sub"),
        ({"ForAllValues:StringLike": {SUB: "repo:a/b:*"}}, "high", "no condition on its sub"),
        ({"StringNotLike": {SUB: "repo:a/b:*"}}, "high", "no condition on its sub"),
        ({"StringLike": {SUB: "repo:a/*"}, "StringEquals": {AUD: "x"}}, "medium", "repo:a/* leaves room"),
        ({"StringEquals": {SUB: "repo:a/b:ref:refs/heads/main"}}, "medium", "no condition on its aud"),
    ],
)
def test_an_identity_provider_has_to_say_who(kit: Any, condition: Any, danger: str, words: str) -> None:
    more = {"Condition": condition} if condition else {}
    document = kit.trust({"Federated": GITHUB}, "sts:AssumeRoleWithWebIdentity", **more)
    (change,) = kit.compare({}, trusting(kit, document)[0])
    assert (change.danger, change.permission.principal) == (
        danger,
        "identity provider token.actions.githubusercontent.com",
    )
    assert words in change.why


def test_a_provider_that_says_who_for_whom(kit: Any) -> None:
    condition = {"StringEquals": {SUB: "repo:a/b:ref:refs/heads/main", AUD: "sts.amazonaws.com"}}
    document = kit.trust({"Federated": GITHUB}, "sts:AssumeRoleWithWebIdentity", Condition=condition)
    (change,) = kit.compare({}, trusting(kit, document)[0])
    assert change.why == (
        "identity provider token.actions.githubusercontent.com may let repo:a/b:ref:refs/heads/main assume it"
    )


def test_saml(kit: Any) -> None:
    provider = {"Federated": "arn:aws:iam::111111111111:saml-provider/idp"}
    bare = kit.trust(provider, "sts:AssumeRoleWithSAML")
    asked = kit.trust(provider, "sts:AssumeRoleWithSAML", Condition={"StringEquals": {"SAML:aud": "https://x"}})
    assert "no condition on its SAML assertion" in kit.compare({}, trusting(kit, bare)[0])[0].why
    assert "no condition" not in kit.compare({}, trusting(kit, asked)[0])[0].why


def test_trust_that_widens_is_graver_than_that_of_a_new_role(kit: Any) -> None:
    narrow = kit.trust({"Service": "dms.amazonaws.com"}, Condition=FOR_US)
    before, after = trusting(kit, narrow, kit.trust({"Service": "dms.amazonaws.com"}))
    (change,) = kit.compare(before, after)
    assert (change.kind, change.danger) == ("trust gained", "medium")
    assert change.why.endswith("until now only where StringEquals aws:SourceAccount = 111111111111")
    (change,) = kit.compare(after, before)
    assert (change.kind, change.danger) == ("trust lost", "low")
    assert change.why.endswith("may assume it now only where StringEquals aws:SourceAccount = 111111111111")


def test_trust_in_a_role_that_administers(kit: Any) -> None:
    before = kit.role(kit.allow("*"))
    after = kit.role(kit.allow("*"), assume_role_policy=kit.trust({"AWS": "111111111111"}))
    gained, lost = kit.compare(before, after)
    assert (gained.kind, gained.danger) == ("trust gained", "high")
    assert gained.why.endswith("the role administers the account")
    assert lost.kind == "trust lost"


def test_the_same_trust_in_other_words(kit: Any) -> None:
    one = kit.trust({"AWS": ["111111111111", "333333333333"]})
    statements = [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": ["sts:AssumeRole"]}
        for account in ("333333333333", "111111111111")
    ]
    assert kit.compare(*trusting(kit, one, kit.policy(*statements))) == ()


def test_a_deny_in_a_trust_policy(kit: Any) -> None:
    statement = kit.trust({"AWS": "333333333333"})["Statement"][0]
    denied = {**statement, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}
    (change,) = kit.compare(*trusting(kit, kit.policy(statement, denied), kit.policy(statement)))
    assert (change.kind, change.danger) == ("cross-account", "medium")
    assert "until now only where BoolIfExists aws:MultiFactorAuthPresent = true" in change.why


def test_a_trust_policy_that_cannot_be_read(kit: Any) -> None:
    good, bad = trusting(kit, kit.trust({"Service": "lambda.amazonaws.com"}), "{")
    changes = kit.compare(good, bad)
    assert [(each.kind, each.danger) for each in changes] == [("trust gained", "medium"), ("trust lost", "low")]
    assert "who may assume it is not known: it is not JSON" in changes[0].why


def test_whose_account_it_is_may_be_unknown(kit: Any) -> None:
    role = {"aws_iam_role.task": {"name": "task", "assume_role_policy": kit.trust({"AWS": "111111111111"})}}
    (change,) = kit.compare({}, role, accounts={})
    assert change.permission.principal == "account 111111111111 (whether it is its own is not known)"
    role["aws_iam_role.task"]["arn"] = "arn:aws:iam::111111111111:role/task"
    (change,) = kit.compare({}, role, accounts={})
    assert change.permission.principal == "account 111111111111 (its own)"
