from __future__ import annotations

import io
import zipfile

import pytest
from botocore.exceptions import ClientError

from tools.emulator.extensions.awslambda import runs_functions

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


def _function(connect: Client, name: str) -> str:
    """The alias of a function that does nothing."""
    client, content = connect("lambda"), io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("rotation.py", "def handle(event, context): pass")
    role = connect("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    client.create_function(
        FunctionName=name,
        Role=role,
        Runtime="python3.13",
        Handler="rotation.handle",
        Code={"ZipFile": content.getvalue()},
        Publish=True,
    )
    return str(client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")["AliasArn"])


@pytest.mark.skipif(runs_functions(), reason="functions run here, and this one makes no password")
def test_a_rotation_without_functions_leaves_the_password_and_makes_a_version(connect: Client, name: str) -> None:
    client = connect("secretsmanager")
    first = client.create_secret(Name=name, SecretString="x")["VersionId"]
    function = _function(connect, name)
    rules = {"AutomaticallyAfterDays": 30}
    second = client.rotate_secret(SecretId=name, RotationLambdaARN=function, RotationRules=rules)["VersionId"]
    found = client.describe_secret(SecretId=name)
    assert (found["RotationEnabled"], found["RotationLambdaARN"]) == (True, function)
    assert found["RotationRules"] == rules
    assert found["VersionIdsToStages"] == {first: ["AWSPREVIOUS"], second: ["AWSCURRENT"]}
    assert client.get_secret_value(SecretId=name)["SecretString"] == "x"
    assert client.get_secret_value(SecretId=name, VersionId=first)["SecretString"] == "x"
    client.cancel_rotate_secret(SecretId=name)
    assert not client.describe_secret(SecretId=name).get("RotationEnabled")


def test_a_rotation_needs_its_function(connect: Client, name: str) -> None:
    client = connect("secretsmanager")
    client.create_secret(Name=name, SecretString="x")
    with pytest.raises(ClientError, match="Resource not found for ARN"):
        client.rotate_secret(SecretId=name, RotationLambdaARN=f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:none")
    assert "AWSPENDING" not in str(client.describe_secret(SecretId=name)["VersionIdsToStages"])
