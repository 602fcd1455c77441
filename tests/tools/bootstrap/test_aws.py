"""What is asked of the account before anything is made in it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.bootstrap import Aws
from tools.errors import GroundplanError

REGION = "us-east-1"
ACCOUNT = "444455556666"
TAGS = {"Name": "sarc-ng-state", "Project": "sarc-ng"}


class Answers:
    """A client that answers what it was told to, by the name of the call."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    def __getattr__(self, call: str) -> Any:
        def answer(**_: Any) -> Any:
            said = self.answers[call]
            if isinstance(said, Exception):
                raise said
            return said

        return answer


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "HeadBucket")


def account(**clients: Any) -> Aws:
    return Aws(ACCOUNT, _clients={(service, REGION): client for service, client in clients.items()})


def caller(id: str) -> Answers:
    return Answers(get_caller_identity={"Account": id, "Arn": f"arn:aws:iam::{id}:user/somebody"})


def test_the_caller_is_named_when_the_account_is_right() -> None:
    assert account(sts=caller(ACCOUNT)).check_caller(REGION) == f"arn:aws:iam::{ACCOUNT}:user/somebody"


def test_another_account_is_refused_with_both_ids() -> None:
    with pytest.raises(GroundplanError) as caught:
        account(sts=caller("777788889999")).check_caller(REGION)
    said = str(caught.value)
    assert "777788889999" in said and ACCOUNT in said and "nothing was made" in said


def test_credentials_that_are_over_are_told_with_the_way_to_new_ones() -> None:
    with pytest.raises(GroundplanError, match="aws sso login"):
        account(sts=Answers(get_caller_identity=refusal("ExpiredToken"))).check_caller(REGION)


def test_no_credentials_at_all_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(GroundplanError, match="Unable to locate credentials"):
        Aws(ACCOUNT).check_caller(REGION)


def test_a_profile_that_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(GroundplanError, match="nobody"):
        Aws(ACCOUNT).check_caller(REGION)


def test_a_bucket_that_is_missing_and_one_that_somebody_else_has_are_not_the_same() -> None:
    assert account(s3=Answers(head_bucket={})).has_bucket("states", REGION) is True
    assert account(s3=Answers(head_bucket=refusal("404"))).has_bucket("states", REGION) is False
    with pytest.raises(GroundplanError, match="may belong to another account"):
        account(s3=Answers(head_bucket=refusal("403"))).has_bucket("states", REGION)


def test_a_state_is_looked_for_only_where_there_is_a_bucket() -> None:
    assert account(s3=Answers(head_bucket=refusal("404"))).has_object("states", "key", REGION) is False
    assert account(s3=Answers(head_bucket={}, head_object=refusal("404"))).has_object("states", "key", REGION) is False
    assert account(s3=Answers(head_bucket={}, head_object={})).has_object("states", "key", REGION) is True


class Pages:
    def __init__(self, *pages: Any) -> None:
        self.pages = pages

    def paginate(self) -> Any:
        return self.pages


class Kms:
    """Keys by id: state, description, tags; and an alias."""

    def __init__(self, keys: dict[str, tuple[str, str, dict[str, str]]], alias: str) -> None:
        self.keys = keys
        self.alias = alias

    def get_paginator(self, call: str) -> Pages:
        if call == "list_aliases":
            return Pages({"Aliases": [{"AliasName": "alias/sarc-ng-state", "TargetKeyId": self.alias}]})
        return Pages({"Keys": [{"KeyId": id} for id in self.keys]})

    def describe_key(self, KeyId: str) -> Any:
        state, description, _ = self.keys[KeyId]
        return {"KeyMetadata": {"KeyManager": "CUSTOMER", "KeyState": state, "Description": description}}

    def list_resource_tags(self, KeyId: str) -> Any:
        return {"Tags": [{"TagKey": key, "TagValue": value} for key, value in self.keys[KeyId][2].items()]}


@pytest.mark.parametrize(
    ("keys", "alias", "expected"),
    [
        ({"a": ("Enabled", "States", TAGS), "b": ("Enabled", "States", TAGS)}, "b", "b"),
        ({"a": ("Enabled", "States", TAGS), "b": ("Enabled", "Other", TAGS)}, "b", "a"),
        ({"a": ("PendingDeletion", "States", TAGS)}, "a", None),
        ({"a": ("Enabled", "States", {**TAGS, "Project": "other"})}, "a", None),
    ],
    ids=["the one with the alias first", "one that was not given its alias", "one that is being deleted", "another's"],
)
def test_a_key_that_was_left_is_known_by_its_tags(keys: Any, alias: str, expected: str | None) -> None:
    planned = {"description": "States", "tags_all": TAGS}
    assert account(kms=Kms(keys, alias)).find("aws_kms_key", REGION, planned) == expected


def test_what_can_be_put_again_is_not_looked_for() -> None:
    assert account().find("aws_s3_bucket_versioning", REGION, {"bucket": "states"}) is None
