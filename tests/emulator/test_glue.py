from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def test_a_connection_can_be_deleted(connect: Client, name: str) -> None:
    client = connect("glue")
    properties = {"JDBC_CONNECTION_URL": "jdbc:mysql://x/y", "USERNAME": "a", "PASSWORD": "b"}
    client.create_connection(
        ConnectionInput={"Name": name, "ConnectionType": "JDBC", "ConnectionProperties": properties}
    )
    client.delete_connection(ConnectionName=name)
    with pytest.raises(ClientError, match="EntityNotFoundException"):
        client.get_connection(Name=name)


def test_a_connection_keeps_its_type_and_place(connect: Client, name: str) -> None:
    client = connect("glue")
    said = {
        "Name": name,
        "ConnectionType": "NETWORK",
        "ConnectionProperties": {},
        "PhysicalConnectionRequirements": {"SubnetId": "subnet-1", "AvailabilityZone": "us-east-1a"},
    }
    client.create_connection(ConnectionInput=said)
    found = client.get_connection(Name=name)["Connection"]
    assert {member: found[member] for member in ("ConnectionType", "PhysicalConnectionRequirements")} == {
        "ConnectionType": "NETWORK",
        "PhysicalConnectionRequirements": said["PhysicalConnectionRequirements"],
    }
    client.update_connection(Name=name, ConnectionInput={**said, "ConnectionType": "JDBC"})
    listed = {c["Name"]: c["ConnectionType"] for c in client.get_connections()["ConnectionList"]}
    assert listed[name] == "JDBC"


def test_a_registry_has_tags_and_a_description(connect: Client, name: str) -> None:
    client = connect("glue")
    arn = client.create_registry(RegistryName=name, Tags={"a": "b"})["RegistryArn"]
    assert client.get_tags(ResourceArn=arn)["Tags"] == {"a": "b"}
    client.update_registry(RegistryId={"RegistryName": name}, Description="x")
    assert client.get_registry(RegistryId={"RegistryName": name})["Description"] == "x"


def test_a_job_has_the_execution_class_that_was_chosen(connect: Client, name: str) -> None:
    client = connect("glue")
    about = {"Role": "arn:aws:iam::111111111111:role/x", "Command": {"Name": "glueetl", "ScriptLocation": "s3://x/y"}}
    client.create_job(Name=name, **about)
    assert "ExecutionClass" not in client.get_job(JobName=name)["Job"]
    client.update_job(JobName=name, JobUpdate={**about, "ExecutionClass": "FLEX"})
    assert client.get_job(JobName=name)["Job"]["ExecutionClass"] == "FLEX"
