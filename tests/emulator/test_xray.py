from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

TAGS = [{"Key": "a", "Value": "b"}]
ANY = ("ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath", "ResourceARN")


def rules(connect: Client) -> dict[str, Any]:
    records = connect("xray").get_sampling_rules()["SamplingRuleRecords"]
    return {record["SamplingRule"]["RuleName"]: record["SamplingRule"] for record in records}


def test_sampling_rules(connect: Client, name: str) -> None:
    client = connect("xray")
    said = {"RuleName": name, "Priority": 100, "FixedRate": 0.1, "ReservoirSize": 1, "Version": 1}
    rule = {**said, **dict.fromkeys(ANY, "*")}
    made = client.create_sampling_rule(SamplingRule=rule, Tags=TAGS)["SamplingRuleRecord"]["SamplingRule"]
    assert {member: rules(connect)[name][member] for member in rule} == rule
    assert client.list_tags_for_resource(ResourceARN=made["RuleARN"])["Tags"] == TAGS
    client.update_sampling_rule(SamplingRuleUpdate={"RuleName": name, "FixedRate": 0.5})
    assert rules(connect)[name]["FixedRate"] == 0.5
    with pytest.raises(ClientError, match="already exists"):
        client.create_sampling_rule(SamplingRule=rule)
    client.delete_sampling_rule(RuleARN=made["RuleARN"])
    assert name not in rules(connect)
    assert "Default" in rules(connect)


def test_groups(connect: Client, name: str) -> None:
    client = connect("xray")
    arn = client.create_group(GroupName=name, FilterExpression="fault", Tags=TAGS)["Group"]["GroupARN"]
    client.update_group(GroupARN=arn, InsightsConfiguration={"InsightsEnabled": True})
    found = client.get_group(GroupName=name)["Group"]
    assert found["FilterExpression"] == "fault"
    assert found["InsightsConfiguration"] == {"InsightsEnabled": True, "NotificationsEnabled": False}
    client.delete_group(GroupName=name)
    with pytest.raises(ClientError, match="Group not found"):
        client.get_group(GroupName=name)


def test_encryption(connect: Client) -> None:
    client = connect("xray", account="222222222222")
    assert client.get_encryption_config()["EncryptionConfig"] == {"Type": "NONE", "Status": "ACTIVE"}
    client.put_encryption_config(Type="KMS", KeyId="k")
    assert client.get_encryption_config()["EncryptionConfig"] == {"Type": "KMS", "KeyId": "k", "Status": "ACTIVE"}
