from __future__ import annotations

from .conftest import ACCOUNT, Client

OWN = f"arn:aws:kms:us-west-2:{ACCOUNT}:key/own"
DEFAULT = "alias/aws/secretsmanager"


def test_replicas_have_the_key_of_their_region(connect: Client, name: str) -> None:
    client, standby = connect("secretsmanager"), connect("secretsmanager", region="us-west-2")
    regions = [{"Region": "us-west-2", "KmsKeyId": OWN}, {"Region": "eu-west-1"}]
    made = client.create_secret(Name=name, SecretString="x", AddReplicaRegions=regions)
    keys = {each["Region"]: each["KmsKeyId"] for each in client.describe_secret(SecretId=name)["ReplicationStatus"]}
    assert keys == {"us-west-2": OWN, "eu-west-1": DEFAULT}
    replica = standby.describe_secret(SecretId=made["ARN"].replace("us-east-1", "us-west-2"))
    assert (replica["KmsKeyId"], replica["PrimaryRegion"]) == (OWN, "us-east-1")


def test_a_region_that_is_added_later_has_its_key_too(connect: Client, name: str) -> None:
    client = connect("secretsmanager")
    client.create_secret(Name=name, SecretString="x")
    client.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": "us-west-2", "KmsKeyId": OWN}])
    [found] = client.describe_secret(SecretId=name)["ReplicationStatus"]
    assert (found["Region"], found["KmsKeyId"]) == ("us-west-2", OWN)
    client.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=["us-west-2"])
    client.delete_secret(SecretId=name, RecoveryWindowInDays=30)
