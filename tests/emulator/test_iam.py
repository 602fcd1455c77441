from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from moto.iam.models import IAMBackend

from .conftest import Client

POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def test_aws_policies_are_each_accounts_own(connect: Client, name: str) -> None:
    def attached(account: str) -> int:
        return int(connect("iam", account=account).get_policy(PolicyArn=POLICY)["Policy"]["AttachmentCount"])

    here, there = "444444444444", "555555555555"
    client = connect("iam", account=here)
    client.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    client.attach_role_policy(RoleName=name, PolicyArn=POLICY)
    assert (attached(here), attached(there)) == (1, 0)
    version = client.get_policy(PolicyArn=POLICY)["Policy"]["DefaultVersionId"]
    document = client.get_policy_version(PolicyArn=POLICY, VersionId=version)["PolicyVersion"]["Document"]
    assert document["Statement"]


def test_who_reads_is_not_disturbed_by_who_writes(connect: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = connect("iam", account="666666666666")

    def create(number: int) -> None:
        client.create_role(RoleName=f"{name}-{number}", AssumeRolePolicyDocument="{}")

    def slowly(backend: IAMBackend) -> Iterator[Any]:
        for role in backend.roles.values():
            until = time.thread_time() + 0.0005
            while time.thread_time() < until:
                pass
            yield role

    for number in range(20):
        create(number)
    monkeypatch.setattr(IAMBackend, "get_roles", slowly)
    with ThreadPoolExecutor(2) as pool:
        writing = pool.map(create, range(20, 50))
        reading = [pool.submit(client.list_attached_role_policies, RoleName=f"{name}-19") for _ in range(10)]
        assert [one.result()["AttachedPolicies"] for one in reading] == [[]] * 10
        assert len(list(writing)) == 30
