from __future__ import annotations

from .conftest import Client


def test_a_keys_rotation_has_a_period(connect: Client) -> None:
    client = connect("kms")
    key = client.create_key()["KeyMetadata"]
    assert "RotationPeriodInDays" not in client.get_key_rotation_status(KeyId=key["KeyId"])
    client.enable_key_rotation(KeyId=key["KeyId"])
    assert client.get_key_rotation_status(KeyId=key["Arn"])["RotationPeriodInDays"] == 365
    client.enable_key_rotation(KeyId=key["Arn"], RotationPeriodInDays=180)
    assert client.get_key_rotation_status(KeyId=key["KeyId"])["RotationPeriodInDays"] == 180


def test_a_replica_is_a_key_of_its_own(connect: Client) -> None:
    client, west = connect("kms"), connect("kms", region="us-west-2")
    primary = client.create_key(MultiRegion=True, Description="primary")["KeyMetadata"]["KeyId"]
    client.replicate_key(
        KeyId=primary, ReplicaRegion="us-west-2", Description="replica", Tags=[{"TagKey": "a", "TagValue": "b"}]
    )
    found = {place: each.describe_key(KeyId=primary)["KeyMetadata"] for place, each in (("e", client), ("w", west))}
    kinds = {place: key["MultiRegionConfiguration"]["MultiRegionKeyType"] for place, key in found.items()}
    assert kinds == {"e": "PRIMARY", "w": "REPLICA"}
    assert {place: key["Description"] for place, key in found.items()} == {"e": "primary", "w": "replica"}
    assert found["w"]["MultiRegionConfiguration"]["PrimaryKey"]["Region"] == "us-east-1"
    assert west.list_resource_tags(KeyId=primary)["Tags"] == [{"TagKey": "a", "TagValue": "b"}]
    assert client.list_resource_tags(KeyId=primary)["Tags"] == []
