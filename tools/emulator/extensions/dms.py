"""Database Migration Service.

Moto 5.2.5 writes dates as text (the Go SDK takes numbers only), leaves a task in "creating" and an instance in
"creating" until it is looked at often enough, answers subnet groups with a subnet that does not exist and without
their tags, and lacks event subscriptions, serverless replications, and what changes endpoints and tasks.
Nothing is replicated: a task that is started runs, and moves no data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore import xform_name

from ..extension import AwsError, Call, Extension, random_id
from ..memory import Tagging

extension = Extension(__name__, "dms")

TAGGING = Tagging(
    arn="ResourceArn",
    tags="Tags",
    keys="TagKeys",
    as_list=("Key", "Value"),
    answered="TagList",
    operations=("ListTagsForResource", "AddTagsToResource", "RemoveTagsFromResource"),
)
TAGGING.add(extension, shared=True)
extension.added.update(TAGGING.operations[1:])  # Moto answers the first only

extension.rewrites(
    "CreateReplicationTask",
    "DescribeReplicationTasks",
    "StartReplicationTask",
    "StopReplicationTask",
    "DeleteReplicationTask",
    "CreateReplicationInstance",
    "DescribeReplicationInstances",
    "ModifyReplicationInstance",
    "DeleteReplicationInstance",
)


@extension.wraps("moto.dms.models:FakeReplicationTask.__init__")
def new_task(original: Callable[..., None], task: Any, *args: Any, **kwargs: Any) -> None:
    """Ready at once."""
    original(task, *args, **kwargs)
    task.ready()


@extension.wraps("moto.dms.models:FakeReplicationInstance.to_dict")
def instance(original: Callable[[Any], dict[str, Any]], replication_instance: Any) -> dict[str, Any]:
    """Available at once, in a subnet group that there is."""
    found = original(replication_instance)
    if found.get("ReplicationInstanceStatus") == "creating":
        found["ReplicationInstanceStatus"] = "available"
    return found


@extension.adds("ModifyEndpoint")
def modify_endpoint(call: Call) -> Mapping[str, Any]:
    """What is new about it; settings that are not named stay."""
    return {"Endpoint": _modified(call, "endpoints", "EndpointArn").to_dict()}


@extension.adds("ModifyReplicationTask")
def modify_task(call: Call) -> Mapping[str, Any]:
    """What is new about it; it has to be stopped first."""
    task = call.backend.replication_tasks.get(call.params["ReplicationTaskArn"])
    if task is not None and task.status == "running":
        raise AwsError("InvalidResourceStateFault", "the task is running: stop it first")
    return {"ReplicationTask": _modified(call, "replication_tasks", "ReplicationTaskArn").to_dict()}


def _modified(call: Call, kind: str, arn: str) -> Any:
    """One of Moto's objects, with what the parameters say of it.

    Raises:
        AwsError: there is none with that ARN.
    """
    wanted = call.params[arn]
    every = getattr(call.backend, kind).values()  # Moto keys endpoints by name, the others by ARN
    found = next(
        (each for each in every if wanted in (each.__dict__.get("endpoint_arn"), each.__dict__.get("arn"))), None
    )
    if found is None:
        raise AwsError("ResourceNotFoundFault", f"there is nothing called {wanted}")
    for name, value in call.params.items():
        attribute = xform_name(name)
        if name != arn and hasattr(found, attribute):
            was = getattr(found, attribute)
            setattr(found, attribute, {**was, **value} if isinstance(was, dict) else value)
    return found


@extension.amends("CreateReplicationSubnetGroup")
def create_subnet_group(call: Call, result: dict[str, Any]) -> None:
    """A group of the subnets that were named."""
    group = result["ReplicationSubnetGroup"]
    call.backend.replication_subnet_groups[group["ReplicationSubnetGroupIdentifier"]].subnetIds = call.params[
        "SubnetIds"
    ]
    TAGGING.note(call, call.arn(f"subgrp:{group['ReplicationSubnetGroupIdentifier']}"))
    _complete(call, group)


@extension.amends("DescribeReplicationSubnetGroups")
def describe_subnet_groups(call: Call, result: dict[str, Any]) -> None:
    """Groups of the subnets that were named."""
    for group in result["ReplicationSubnetGroups"]:
        _complete(call, group)


@extension.adds("ModifyReplicationSubnetGroup")
def modify_subnet_group(call: Call) -> Mapping[str, Any]:
    """Other subnets."""
    identifier = call.params["ReplicationSubnetGroupIdentifier"]
    group = call.backend.replication_subnet_groups.get(identifier)
    if group is None:
        raise AwsError("ResourceNotFoundFault", f"Subnet group {identifier} not found.")
    group.subnetIds = call.params["SubnetIds"]
    group.description = call.params.get("ReplicationSubnetGroupDescription", group.description)
    found: dict[str, Any] = group.to_dict()
    _complete(call, found)
    return {"ReplicationSubnetGroup": found}


def _complete(call: Call, group: dict[str, Any]) -> None:
    from moto.ec2.models import ec2_backends

    wanted = call.backend.replication_subnet_groups[group["ReplicationSubnetGroupIdentifier"]].subnetIds
    subnets = {s.id: s for s in ec2_backends[call.account_id][call.region].describe_subnets()}
    zones = {identifier: subnet.availability_zone for identifier, subnet in subnets.items()}
    group["Subnets"] = [
        {
            "SubnetIdentifier": identifier,
            "SubnetAvailabilityZone": {"Name": zones.get(identifier, f"{call.region}a")},
            "SubnetStatus": "Active",
        }
        for identifier in wanted or []
    ]
    group["VpcId"] = next((subnets[i].vpc_id for i in wanted or [] if i in subnets), group["VpcId"])


# -- events ------------------------------------------------------------------------------------------------------------


@extension.adds("CreateEventSubscription")
def create_event_subscription(call: Call) -> Mapping[str, Any]:
    """Tell a topic."""
    name = call.params["SubscriptionName"]
    said = {
        "CustSubscriptionId": name,
        "CustomerAwsId": call.account_id,
        "SnsTopicArn": call.params["SnsTopicArn"],
        "Status": "active",
        "SubscriptionCreationTime": datetime.now(UTC).isoformat(),
        "SourceType": call.params.get("SourceType"),
        "SourceIdsList": call.params.get("SourceIds", []),
        "EventCategoriesList": call.params.get("EventCategories", []),
        "Enabled": call.params.get("Enabled", True),
    }
    call.table("event subscriptions")[name] = said
    TAGGING.note(call, call.arn(f"es:{name}"))
    return {"EventSubscription": said}


@extension.adds("DescribeEventSubscriptions")
def describe_event_subscriptions(call: Call) -> Mapping[str, Any]:
    """One subscription, or all."""
    known = call.table("event subscriptions")
    name = call.params.get("SubscriptionName")
    if name is not None and name not in known:
        raise AwsError("ResourceNotFoundFault", f"Event subscription {name} not found.")
    return {"EventSubscriptionsList": [known[name]] if name else list(known.values())}


@extension.adds("ModifyEventSubscription")
def modify_event_subscription(call: Call) -> Mapping[str, Any]:
    """Change a subscription."""
    found = call.find("event subscriptions", call.params["SubscriptionName"], "ResourceNotFoundFault")
    renamed = {"EventCategories": "EventCategoriesList"}
    for name in ("SnsTopicArn", "SourceType", "EventCategories", "Enabled"):
        if name in call.params:
            found[renamed.get(name, name)] = call.params[name]
    return {"EventSubscription": found}


@extension.adds("DeleteEventSubscription")
def delete_event_subscription(call: Call) -> Mapping[str, Any]:
    """Tell nobody."""
    found = call.find("event subscriptions", call.params["SubscriptionName"], "ResourceNotFoundFault")
    del call.table("event subscriptions")[call.params["SubscriptionName"]]
    return {"EventSubscription": found}


# -- serverless replications -------------------------------------------------------------------------------------------


@extension.adds("CreateReplicationConfig")
def create_replication_config(call: Call) -> Mapping[str, Any]:
    """A replication that brings its own capacity; it does not start by itself."""
    name = call.params["ReplicationConfigIdentifier"]
    arn = call.arn(f"replication-config:{call.params.get('ResourceIdentifier') or random_id(26).upper()}")
    known = call.table("replication configs")
    if any(each["ReplicationConfigIdentifier"] == name for each in known.values()):
        raise AwsError("ResourceAlreadyExistsFault", f"Replication config {name} already exists.")
    said = {key: value for key, value in call.params.items() if key not in ("Tags", "ResourceIdentifier")}
    now = datetime.now(UTC)
    known[arn] = {
        **said,
        "ReplicationConfigArn": arn,
        "ReplicationConfigCreateTime": now,
        "ReplicationConfigUpdateTime": now,
    }
    TAGGING.note(call, arn)
    return {"ReplicationConfig": known[arn]}


@extension.adds("DescribeReplicationConfigs")
def describe_replication_configs(call: Call) -> Mapping[str, Any]:
    """Those that fit the filters."""
    return {"ReplicationConfigs": _replication_configs(call)}


def _replication_configs(call: Call) -> list[dict[str, Any]]:
    members = {
        "replication-config-arn": "ReplicationConfigArn",
        "replication-config-id": "ReplicationConfigIdentifier",
    }
    found = list(call.table("replication configs").values())
    for wanted in call.params.get("Filters") or []:
        found = [each for each in found if each[members[wanted["Name"]]] in wanted["Values"]]
    return found


@extension.adds("DescribeReplications")
def describe_replications(call: Call) -> Mapping[str, Any]:
    """What runs: nothing ever does, so each replication is as it was made."""
    names = ("ReplicationConfigIdentifier", "ReplicationConfigArn", "ReplicationType")
    return {
        "Replications": [
            {**{name: each[name] for name in names}, "Status": "created"} for each in _replication_configs(call)
        ]
    }


@extension.adds("ModifyReplicationConfig")
def modify_replication_config(call: Call) -> Mapping[str, Any]:
    """What is new about it."""
    found = call.find("replication configs", call.params["ReplicationConfigArn"], "ResourceNotFoundFault")
    compute = {**found.get("ComputeConfig", {}), **call.params.get("ComputeConfig", {})}
    found.update(call.params, ComputeConfig=compute, ReplicationConfigUpdateTime=datetime.now(UTC))
    return {"ReplicationConfig": found}


@extension.adds("DeleteReplicationConfig")
def delete_replication_config(call: Call) -> Mapping[str, Any]:
    """It is gone."""
    found = call.find("replication configs", call.params["ReplicationConfigArn"], "ResourceNotFoundFault")
    del call.table("replication configs")[call.params["ReplicationConfigArn"]]
    return {"ReplicationConfig": found}
