from __future__ import annotations

import json
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from .conftest import Client


def subnets(connect: Client) -> tuple[str, list[str]]:
    ec2 = connect("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]
        for i, zone in enumerate("ab")
    ]
    return vpc, [subnet["SubnetId"] for subnet in made]


def raw(client: Any, operation: str, **arguments: Any) -> str:
    """The answer as it is on the wire: botocore reads dates of any kind, the Go SDK numbers only."""
    bodies: list[str] = []
    event = f"before-parse.dms.{operation}"
    client.meta.events.register(event, lambda response_dict, **_: bodies.append(response_dict["body"].decode()))
    getattr(client, xform_name(operation))(**arguments)
    return bodies[0]


def test_a_subnet_group_has_its_subnets_and_tags(connect: Client, name: str) -> None:
    client = connect("dms")
    vpc, ids = subnets(connect)
    about = {"ReplicationSubnetGroupIdentifier": name, "ReplicationSubnetGroupDescription": "x"}
    made = client.create_replication_subnet_group(**about, SubnetIds=ids, Tags=[{"Key": "a", "Value": "b"}])
    assert made["ReplicationSubnetGroup"]["VpcId"] == vpc
    found = next(
        group
        for group in client.describe_replication_subnet_groups()["ReplicationSubnetGroups"]
        if group["ReplicationSubnetGroupIdentifier"] == name
    )
    assert [subnet["SubnetIdentifier"] for subnet in found["Subnets"]] == ids
    zones = [subnet["SubnetAvailabilityZone"]["Name"] for subnet in found["Subnets"]]
    assert zones == ["us-east-1a", "us-east-1b"]
    arn = f"arn:aws:dms:us-east-1:111111111111:subgrp:{name}"
    client.add_tags_to_resource(ResourceArn=arn, Tags=[{"Key": "c", "Value": "d"}])
    client.remove_tags_from_resource(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceArn=arn)["TagList"] == [{"Key": "c", "Value": "d"}]
    changed = client.modify_replication_subnet_group(**about, SubnetIds=ids[:1])["ReplicationSubnetGroup"]
    assert [subnet["SubnetIdentifier"] for subnet in changed["Subnets"]] == ids[:1]


def test_instances_and_tasks_are_ready_with_dates_in_numbers(connect: Client, name: str) -> None:
    client = connect("dms")
    instance = client.create_replication_instance(
        ReplicationInstanceIdentifier=name, ReplicationInstanceClass="dms.t3.medium"
    )["ReplicationInstance"]
    assert instance["ReplicationInstanceStatus"] == "available"
    endpoints = {
        kind: client.create_endpoint(EndpointIdentifier=f"{name}-{kind}", EndpointType=kind, EngineName="mysql")
        for kind in ("source", "target")
    }
    client.create_replication_task(
        ReplicationTaskIdentifier=name,
        MigrationType="cdc",
        ReplicationInstanceArn=instance["ReplicationInstanceArn"],
        SourceEndpointArn=endpoints["source"]["Endpoint"]["EndpointArn"],
        TargetEndpointArn=endpoints["target"]["Endpoint"]["EndpointArn"],
        TableMappings="{}",
    )
    assert '"InstanceCreateTime": 1' in raw(client, "DescribeReplicationInstances")
    tasks = raw(client, "DescribeReplicationTasks")
    assert '"ReplicationTaskCreationDate": 1' in tasks
    assert '"Status": "ready"' in tasks


def test_endpoints_instances_and_tasks_are_changed_in_place(connect: Client, name: str) -> None:
    client = connect("dms")
    settings = {"DatabaseName": "shop", "SlotName": "old"}
    source = client.create_endpoint(
        EndpointIdentifier=name,
        EndpointType="source",
        EngineName="postgres",
        PostgreSQLSettings=settings,
        SslMode="none",
    )["Endpoint"]["EndpointArn"]
    client.modify_endpoint(
        EndpointArn=source, SslMode="require", PostgreSQLSettings={"SlotName": "new"}, DatabaseName="shop"
    )
    (found,) = client.describe_endpoints(Filters=[{"Name": "endpoint-arn", "Values": [source]}])["Endpoints"]
    assert (found["SslMode"], found["DatabaseName"], found["EndpointIdentifier"]) == ("require", "shop", name)
    assert found["PostgreSQLSettings"] == settings | {"SlotName": "new"}

    instance = client.create_replication_instance(
        ReplicationInstanceIdentifier=name, ReplicationInstanceClass="dms.t3.micro"
    )["ReplicationInstance"]["ReplicationInstanceArn"]
    client.modify_replication_instance(ReplicationInstanceArn=instance, ReplicationInstanceClass="dms.t3.medium")
    assert '"ReplicationInstanceClass": "dms.t3.medium"' in raw(client, "DescribeReplicationInstances")

    task = client.create_replication_task(
        ReplicationTaskIdentifier=name,
        MigrationType="cdc",
        ReplicationInstanceArn=instance,
        SourceEndpointArn=source,
        TargetEndpointArn=source,
        TableMappings="{}",
    )["ReplicationTask"]["ReplicationTaskArn"]
    client.start_replication_task(ReplicationTaskArn=task, StartReplicationTaskType="start-replication")
    with pytest.raises(ClientError, match="InvalidResourceStateFault"):
        client.modify_replication_task(ReplicationTaskArn=task, TableMappings='{"rules": []}')
    client.stop_replication_task(ReplicationTaskArn=task)
    changed = raw(client, "ModifyReplicationTask", ReplicationTaskArn=task, TableMappings='{"rules": []}')
    assert json.loads(changed)["ReplicationTask"]["TableMappings"] == '{"rules": []}'
    assert '"ReplicationTaskCreationDate": 1' in changed
    with pytest.raises(ClientError, match="ResourceNotFoundFault"):
        client.modify_endpoint(EndpointArn=f"{source}X", SslMode="none")


def test_event_subscriptions(connect: Client, name: str) -> None:
    client = connect("dms")
    topic = "arn:aws:sns:us-east-1:111111111111:t"
    client.create_event_subscription(SubscriptionName=name, SnsTopicArn=topic, EventCategories=["failure"])
    client.modify_event_subscription(SubscriptionName=name, Enabled=False, EventCategories=["creation"])
    (found,) = client.describe_event_subscriptions(SubscriptionName=name)["EventSubscriptionsList"]
    assert (found["Enabled"], found["EventCategoriesList"], found["SnsTopicArn"]) == (False, ["creation"], topic)
    client.delete_event_subscription(SubscriptionName=name)
    with pytest.raises(ClientError, match="ResourceNotFoundFault"):
        client.describe_event_subscriptions(SubscriptionName=name)


def test_a_serverless_replication_keeps_what_was_said_of_it(connect: Client, name: str) -> None:
    client = connect("dms")
    made = client.create_replication_config(
        ReplicationConfigIdentifier=name,
        ResourceIdentifier=name,
        ReplicationType="full-load-and-cdc",
        SourceEndpointArn="arn:aws:dms:us-east-1:111111111111:endpoint:S",
        TargetEndpointArn="arn:aws:dms:us-east-1:111111111111:endpoint:T",
        TableMappings="{}",
        ComputeConfig={"MaxCapacityUnits": 4, "MinCapacityUnits": 1, "ReplicationSubnetGroupId": "g"},
        Tags=[{"Key": "a", "Value": "b"}],
    )["ReplicationConfig"]
    arn = made["ReplicationConfigArn"]
    assert arn == f"arn:aws:dms:us-east-1:111111111111:replication-config:{name}"
    with pytest.raises(ClientError, match="ResourceAlreadyExistsFault"):
        client.create_replication_config(
            ReplicationConfigIdentifier=name,
            ReplicationType="cdc",
            SourceEndpointArn="arn:aws:dms:us-east-1:111111111111:endpoint:S",
            TargetEndpointArn="arn:aws:dms:us-east-1:111111111111:endpoint:T",
            TableMappings="{}",
            ComputeConfig={"MaxCapacityUnits": 1},
        )
    client.modify_replication_config(ReplicationConfigArn=arn, ComputeConfig={"MaxCapacityUnits": 8})
    wanted = [{"Name": "replication-config-arn", "Values": [arn]}]
    (found,) = client.describe_replication_configs(Filters=wanted)["ReplicationConfigs"]
    assert (found["ComputeConfig"]["MaxCapacityUnits"], found["ComputeConfig"]["MinCapacityUnits"]) == (8, 1)
    assert client.list_tags_for_resource(ResourceArn=arn)["TagList"] == [{"Key": "a", "Value": "b"}]
    assert client.describe_replications(Filters=wanted)["Replications"][0]["Status"] == "created"
    client.delete_replication_config(ReplicationConfigArn=arn)
    assert client.describe_replication_configs(Filters=wanted)["ReplicationConfigs"] == []
