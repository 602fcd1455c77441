from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


@pytest.mark.parametrize("said", [{}, {"logGroupClass": "INFREQUENT_ACCESS"}])
def test_groups_have_classes(connect: Client, name: str, said: dict[str, str]) -> None:
    client = connect("logs")
    client.create_log_group(logGroupName=name, **said)
    (group,) = client.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert group["logGroupClass"] == said.get("logGroupClass", "STANDARD")


def test_query_definitions(connect: Client, name: str) -> None:
    client = connect("logs")
    made = client.put_query_definition(name=name, queryString="fields @message", logGroupNames=["a"])[
        "queryDefinitionId"
    ]
    client.put_query_definition(name=name, queryString="stats count()", queryDefinitionId=made)
    (found,) = client.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]
    assert (found["queryString"], found["queryDefinitionId"]) == ("stats count()", made)
    assert client.delete_query_definition(queryDefinitionId=made)["success"] is True
    assert client.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.put_query_definition(name=name, queryString="x", queryDefinitionId=made)


def test_account_policies(connect: Client, name: str) -> None:
    client = connect("logs")
    kind = "SUBSCRIPTION_FILTER_POLICY"
    client.put_account_policy(policyName=name, policyDocument="{}", policyType=kind)
    (found,) = client.describe_account_policies(policyType=kind, policyName=name)["accountPolicies"]
    assert (found["policyDocument"], found["accountId"]) == ("{}", "111111111111")
    assert client.describe_account_policies(policyType=kind, policyName="another")["accountPolicies"] == []
    client.delete_account_policy(policyName=name, policyType=kind)
    assert client.describe_account_policies(policyType=kind, policyName=name)["accountPolicies"] == []


def test_data_protection(connect: Client, name: str) -> None:
    client = connect("logs")
    client.create_log_group(logGroupName=name)
    document = json.dumps({"Name": "x"})
    client.put_data_protection_policy(logGroupIdentifier=name, policyDocument=document)
    assert client.get_data_protection_policy(logGroupIdentifier=name)["policyDocument"] == document
    client.delete_data_protection_policy(logGroupIdentifier=name)
    assert "policyDocument" not in client.get_data_protection_policy(logGroupIdentifier=name)
