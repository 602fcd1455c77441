"""A request that an SDK repeats, because it lost the answer, is carried out once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

TRUST = '{"Version": "2012-10-17", "Statement": []}'


@contextmanager
def sent_as(client: Any, invocation: str, attempt: int) -> Iterator[None]:
    """The headers that an SDK sends with its n-th attempt."""

    def mark(request: Any, **_: Any) -> None:
        for name, value in {
            "amz-sdk-invocation-id": invocation,
            "amz-sdk-request": f"attempt={attempt}; max=3",
        }.items():
            del request.headers[name]
            request.headers[name] = value

    client.meta.events.register("before-send", mark, unique_id="attempts")
    try:
        yield
    finally:
        client.meta.events.unregister("before-send", unique_id="attempts")


def test_a_second_attempt_gets_the_answer_of_the_first(connect: Client, name: str) -> None:
    client = connect("iam")
    with sent_as(client, f"{name}-1", 1):
        first = client.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]
    for attempt in (2, 12):
        with sent_as(client, f"{name}-1", attempt):
            again = client.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]
        assert again == first
    with sent_as(client, f"{name}-2", 1), pytest.raises(ClientError, match="EntityAlreadyExists"):
        client.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)


def test_what_failed_is_tried_again(connect: Client, name: str) -> None:
    client = connect("iam")
    with sent_as(client, f"{name}-3", 1), pytest.raises(ClientError, match="NoSuchEntity"):
        client.delete_role(RoleName=name)
    client.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    with sent_as(client, f"{name}-3", 2):
        client.delete_role(RoleName=name)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        client.get_role(RoleName=name)
