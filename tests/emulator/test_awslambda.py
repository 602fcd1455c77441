from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def package() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): return event")
    return buffer.getvalue()


@pytest.fixture
def role(connect: Client, name: str) -> str:
    arn = connect("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    return str(arn)


def create(connect: Client, name: str, role: str, **said: Any) -> Any:
    code = {"Code": {"ZipFile": package()}, "Handler": "app.handler", "Runtime": "python3.12"}
    return connect("lambda").create_function(FunctionName=name, Role=role, **{**code, **said})


def test_a_function_is_described_as_it_was_created(connect: Client, name: str, role: str) -> None:
    said = {
        "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:111111111111:dead"},
        "LoggingConfig": {
            "LogFormat": "JSON",
            "LogGroup": "/app",
            "ApplicationLogLevel": "WARN",
            "SystemLogLevel": "INFO",
        },
    }
    create(connect, name, role, **said)
    for found in (
        connect("lambda").get_function(FunctionName=name)["Configuration"],
        connect("lambda").get_function_configuration(FunctionName=name),
    ):
        assert {member: found[member] for member in said} == said


def test_logging_has_the_defaults_of_aws(connect: Client, name: str, role: str) -> None:
    found = create(connect, name, role)
    assert found["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}


def test_an_update_reaches_what_moto_forgets(connect: Client, name: str, role: str) -> None:
    create(connect, name, role, LoggingConfig={"LogFormat": "JSON"})
    updates = {
        "TracingConfig": {"Mode": "Active"},
        "EphemeralStorage": {"Size": 1024},
        "KMSKeyArn": "arn:aws:kms:us-east-1:111111111111:key/x",
        "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:111111111111:dead"},
    }
    connect("lambda").update_function_configuration(FunctionName=name, **updates)
    found = connect("lambda").get_function_configuration(FunctionName=name)
    assert {member: found[member] for member in updates} == updates
    assert found["LoggingConfig"]["LogFormat"] == "JSON"


def test_a_version_stays_as_it_was_published(connect: Client, name: str, role: str) -> None:
    client = connect("lambda")
    create(connect, name, role, Publish=True, DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:111111111111:one"})
    client.update_function_configuration(
        FunctionName=name, DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:111111111111:two"}
    )
    one = client.get_function_configuration(FunctionName=name, Qualifier="1")["DeadLetterConfig"]["TargetArn"]
    latest = client.get_function_configuration(FunctionName=name)["DeadLetterConfig"]["TargetArn"]
    assert (one[-3:], latest[-3:]) == ("one", "two")


def test_snap_start_and_images(connect: Client, name: str, role: str) -> None:
    create(connect, name, role, Runtime="java21", SnapStart={"ApplyOn": "PublishedVersions"}, Publish=True)
    found = connect("lambda").get_function_configuration(FunctionName=name)
    assert found["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}
    published = connect("lambda").get_function_configuration(FunctionName=name, Qualifier="1")
    assert published["SnapStart"]["OptimizationStatus"] == "On"
    image = {"PackageType": "Image", "Code": {"ImageUri": "111111111111.dkr.ecr.us-east-1.amazonaws.com/x:1"}}
    client = connect("lambda")
    assert "ImageConfigResponse" not in client.create_function(FunctionName=f"{name}-i", Role=role, **image)
    client.update_function_configuration(FunctionName=f"{name}-i", ImageConfig={"Command": ["app.handler"]})
    config = client.get_function_configuration(FunctionName=f"{name}-i")["ImageConfigResponse"]["ImageConfig"]
    assert config["Command"] == ["app.handler"]


def test_the_vpc_is_the_one_of_the_subnets(connect: Client, name: str, role: str) -> None:
    ec2 = connect("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=name, Description="x", VpcId=vpc)["GroupId"]
    found = create(connect, name, role, VpcConfig={"SubnetIds": [subnet], "SecurityGroupIds": [group]})
    assert found["VpcConfig"]["VpcId"] == vpc


def test_an_event_source_stays_mapped_to_an_alias(connect: Client, name: str, role: str) -> None:
    client, sqs = connect("lambda"), connect("sqs")
    create(connect, name, role, Publish=True)
    alias = client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")["AliasArn"]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping = client.create_event_source_mapping(EventSourceArn=queue, FunctionName=alias)
    assert mapping["FunctionArn"] == alias
    client.update_event_source_mapping(UUID=mapping["UUID"], BatchSize=5)
    assert client.get_event_source_mapping(UUID=mapping["UUID"])["FunctionArn"] == alias
    listed = {m["UUID"]: m["FunctionArn"] for m in client.list_event_source_mappings()["EventSourceMappings"]}
    assert listed[mapping["UUID"]] == alias
    client.update_event_source_mapping(UUID=mapping["UUID"], FunctionName=f"{name}:1")
    assert client.get_event_source_mapping(UUID=mapping["UUID"])["FunctionArn"].endswith(":1")


def test_code_signing(connect: Client, name: str, role: str) -> None:
    client = connect("lambda")
    publisher = {"SigningProfileVersionArns": ["arn:aws:signer:us-east-1:111111111111:/signing-profiles/p/abcdefghij"]}
    arn = client.create_code_signing_config(AllowedPublishers=publisher, Tags={"a": "b"})["CodeSigningConfig"][
        "CodeSigningConfigArn"
    ]
    client.update_code_signing_config(
        CodeSigningConfigArn=arn, CodeSigningPolicies={"UntrustedArtifactOnDeployment": "Enforce"}
    )
    found = client.get_code_signing_config(CodeSigningConfigArn=arn)["CodeSigningConfig"]
    assert found["AllowedPublishers"] == publisher
    assert found["CodeSigningPolicies"] == {"UntrustedArtifactOnDeployment": "Enforce"}
    assert client.list_tags(Resource=arn)["Tags"] == {"a": "b"}
    create(connect, name, role)
    client.put_function_code_signing_config(CodeSigningConfigArn=arn, FunctionName=name)
    assert client.get_function_code_signing_config(FunctionName=name)["CodeSigningConfigArn"] == arn
    client.delete_function_code_signing_config(FunctionName=name)
    assert not client.get_function_code_signing_config(FunctionName=name).get("CodeSigningConfigArn")
    client.delete_code_signing_config(CodeSigningConfigArn=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_code_signing_config(CodeSigningConfigArn=arn)


def test_a_functions_own_tags_are_still_motos(connect: Client, name: str, role: str) -> None:
    arn = create(connect, name, role, Tags={"a": "b"})["FunctionArn"]
    connect("lambda").tag_resource(Resource=arn, Tags={"c": "d"})
    assert connect("lambda").list_tags(Resource=arn)["Tags"] == {"a": "b", "c": "d"}


@pytest.mark.parametrize("by_arn", [False, True])
def test_provisioned_concurrency(connect: Client, name: str, role: str, by_arn: bool) -> None:
    client = connect("lambda")
    arn = create(connect, name, role, Publish=True)["FunctionArn"].removesuffix(":1")
    where = {"FunctionName": arn if by_arn else name, "Qualifier": "1"}
    client.put_provisioned_concurrency_config(**where, ProvisionedConcurrentExecutions=2)
    found = client.get_provisioned_concurrency_config(FunctionName=name, Qualifier="1")
    assert (found["Status"], found["AllocatedProvisionedConcurrentExecutions"]) == ("READY", 2)
    assert len(client.list_provisioned_concurrency_configs(FunctionName=name)["ProvisionedConcurrencyConfigs"]) == 1
    client.delete_provisioned_concurrency_config(**where)
    with pytest.raises(ClientError, match="ProvisionedConcurrencyConfigNotFoundException"):
        client.get_provisioned_concurrency_config(**where)


def test_a_function_that_cannot_run_says_so(connect: Client, name: str, role: str) -> None:
    client = connect("lambda")
    create(connect, name, role, Publish=True)
    if os.environ.get("DOCKER_HOST") or Path("/var/run/docker.sock").exists():
        pytest.skip("there is a Docker engine: functions run")
    called = client.invoke(FunctionName=name, Qualifier="1", Payload=b"{}")
    assert (called["StatusCode"], called["ExecutedVersion"]) == (200, "1")
    assert "FunctionError" not in called
    assert json.loads(called["Payload"].read()) == {"notRun": "functions run only where there is a Docker engine"}
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.invoke(FunctionName=f"{name}-other")
