from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

RULES = [
    {"Rules": [{"ResourceType": "index", "Resource": ["index/x/*"], "Permission": ["aoss:*"]}], "Principal": ["a"]}
]


def test_access_policies(connect: Client, name: str) -> None:
    client = connect("opensearchserverless")
    this: dict[str, Any] = {"name": name, "type": "data"}
    made = client.create_access_policy(**this, policy=json.dumps(RULES))["accessPolicyDetail"]
    assert made["policy"] == RULES
    updated = client.update_access_policy(**this, policyVersion=made["policyVersion"], description="x")
    assert updated["accessPolicyDetail"]["policyVersion"] != made["policyVersion"]
    found = client.get_access_policy(**this)["accessPolicyDetail"]
    assert (found["policy"], found["description"]) == (RULES, "x")
    assert name in [p["name"] for p in client.list_access_policies(type="data")["accessPolicySummaries"]]
    with pytest.raises(ClientError, match="ConflictException"):
        client.create_access_policy(**this, policy="[]")
    client.delete_access_policy(**this)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_access_policy(**this)


def test_lifecycle_policies(connect: Client, name: str) -> None:
    client = connect("opensearchserverless")
    this: dict[str, Any] = {"name": name, "type": "retention"}
    client.create_lifecycle_policy(**this, policy='{"Rules": []}')
    (found,) = client.batch_get_lifecycle_policy(identifiers=[this])["lifecyclePolicyDetails"]
    assert found["policy"] == {"Rules": []}
    client.delete_lifecycle_policy(**this)
    assert client.batch_get_lifecycle_policy(identifiers=[this])["lifecyclePolicyDetails"] == []


def test_a_security_policy_can_be_deleted_and_a_collection_changed(connect: Client, name: str) -> None:
    client = connect("opensearchserverless")
    this = {"name": name, "type": "encryption"}
    rules = [{"ResourceType": "collection", "Resource": [f"collection/{name}"]}]
    client.create_security_policy(**this, policy=json.dumps({"Rules": rules, "AWSOwnedKey": True}))
    open_to_all = json.dumps([{"Rules": rules, "AllowFromPublic": True}])
    client.create_security_policy(name=name, type="network", policy=open_to_all)
    made = client.create_collection(name=name, type="VECTORSEARCH")["createCollectionDetail"]["id"]
    client.update_collection(id=made, description="x")
    assert client.batch_get_collection(ids=[made])["collectionDetails"][0]["description"] == "x"
    client.delete_security_policy(**this)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_security_policy(**this)
