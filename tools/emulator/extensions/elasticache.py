"""ElastiCache.

Moto 5.2.5 makes no member clusters for a replication group (the AWS provider reads them), gives it a single node
whatever was asked for, answers clusters without version, node or parameter group, and lacks parameter groups, user
groups and the deletion of subnet groups. What is deleted stays for ever, "deleting".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..extension import AwsError, Call, Extension
from ..memory import Tagging

extension = Extension(__name__, "elasticache")

TAGGING = Tagging(
    arn="ResourceName",
    tags="Tags",
    keys="TagKeys",
    as_list=("Key", "Value"),
    answered="TagList",
    operations=("ListTagsForResource", "AddTagsToResource", "RemoveTagsFromResource"),
)
TAGGING.add(extension, shared=True)

VERSIONS = {"redis": "7.1.0", "valkey": "8.0.1", "memcached": "1.6.22"}
FAMILIES = {"redis": "redis7", "valkey": "valkey8", "memcached": "memcached1.6"}


@extension.wraps("moto.elasticache.models:ReplicationGroup.__init__")
def new_group(original: Callable[..., None], group: Any, *args: Any, **kwargs: Any) -> None:
    """``NumCacheClusters`` counts the replicas too."""
    count = kwargs.get("num_cache_clusters")
    if count and count > 1 and not kwargs.get("num_node_groups") and not kwargs.get("replicas_per_node_group"):
        kwargs["replicas_per_node_group"] = count - 1
    original(group, *args, **kwargs)


@extension.wraps("moto.elasticache.models:ElastiCacheBackend.describe_cache_clusters")
def describe_clusters(original: Callable[..., Any], backend: Any, cache_cluster_id: str | None = None) -> Any:
    """A replication group's members are clusters too."""
    for group in backend.replication_groups.values():
        if cache_cluster_id and cache_cluster_id in group.member_clusters:
            return [_member(group, cache_cluster_id)]
    return original(backend, cache_cluster_id)


def _member(group: Any, identifier: str) -> dict[str, Any]:
    engine = group.engine
    groups = [{"SecurityGroupId": identifier, "Status": "active"} for identifier in group.security_group_ids or []]
    return {
        "CacheClusterId": identifier,
        "ARN": group.arn.replace(":replicationgroup:", ":cluster:").rpartition(":")[0] + f":{identifier}",
        "CacheClusterStatus": "available",
        "Engine": engine,
        "EngineVersion": _version(engine, group.engine_version),
        "CacheNodeType": group.cache_node_type,
        "NumCacheNodes": 1,
        "CacheSubnetGroupName": group.cache_subnet_group_name,
        "ReplicationGroupId": group.replication_group_id,
        "CacheParameterGroup": {"CacheParameterGroupName": _parameters(engine, group.cache_parameter_group_name)},
        "SecurityGroups": groups,
        "PreferredMaintenanceWindow": group.preferred_maintenance_window or "sun:05:00-sun:06:00",
        "SnapshotRetentionLimit": group.snapshot_retention_limit,
        "SnapshotWindow": group.snapshot_window,
        "AutoMinorVersionUpgrade": group.auto_minor_version_upgrade is not False,
        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
        "TransitEncryptionEnabled": group.transit_encryption_enabled,
    }


def _version(engine: str, asked: str | None) -> str:
    """AWS answers with three numbers, also where two were asked for."""
    return VERSIONS.get(engine, "7.1.0") if not asked else ".".join([*asked.split("."), "0", "0"][:3])


def _parameters(engine: str, asked: str | None) -> str:
    return asked or f"default.{FAMILIES.get(engine, 'redis7')}"


@extension.amends("CreateCacheCluster", "DescribeCacheClusters")
def clusters(call: Call, result: dict[str, Any]) -> None:
    """Complete clusters."""
    if call.operation == "CreateCacheCluster":
        said = {name: call.params[name] for name in ("EngineVersion", "CacheParameterGroupName") if name in call.params}
        call.table("clusters")[call.params["CacheClusterId"]] = said
    for cluster in result.get("CacheClusters", [result.get("CacheCluster")]):
        said = call.table("clusters").get(cluster["CacheClusterId"], {})
        engine, nodes = cluster["Engine"], cluster.get("NumCacheNodes", 1)
        cluster["EngineVersion"] = _version(engine, cluster.get("EngineVersion") or said.get("EngineVersion"))
        group = cluster.get("CacheParameterGroup", {}).get("CacheParameterGroupName")
        cluster["CacheParameterGroup"] = {
            "CacheParameterGroupName": _parameters(engine, group or said.get("CacheParameterGroupName"))
        }
        zone = cluster.setdefault("PreferredAvailabilityZone", f"{call.region}a")
        host = f"{cluster['CacheClusterId']}.cache.amazonaws.com"
        port = 11211 if engine == "memcached" else 6379
        cluster["CacheNodes"] = [
            {
                "CacheNodeId": f"{number + 1:04}",
                "CacheNodeStatus": "available",
                "CustomerAvailabilityZone": zone,
                "Endpoint": {"Address": f"{number + 1:04}.{host}", "Port": port},
            }
            for number in range(nodes)
        ]


@extension.amends("ModifyReplicationGroup")
def modify_group(call: Call, _: dict[str, Any]) -> None:
    """Keep what Moto does not."""
    group = call.backend.replication_groups[call.params["ReplicationGroupId"]]
    attributes = {
        "CacheParameterGroupName": "cache_parameter_group_name",
        "EngineVersion": "engine_version",
        "PreferredMaintenanceWindow": "preferred_maintenance_window",
        "SecurityGroupIds": "security_group_ids",
        "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    }
    for name, attribute in attributes.items():
        if name in call.params:
            setattr(group, attribute, call.params[name])


@extension.amends("DeleteCacheCluster", "DeleteReplicationGroup")
def delete(call: Call, _: dict[str, Any]) -> None:
    """Gone at once."""
    if call.operation == "DeleteCacheCluster":
        call.backend.cache_clusters.pop(call.params["CacheClusterId"], None)
    else:
        call.backend.replication_groups.pop(call.params["ReplicationGroupId"], None)


@extension.adds("DeleteCacheSubnetGroup")
def delete_subnet_group(call: Call) -> None:
    """Forget a subnet group."""
    call.backend.cache_subnet_groups.pop(call.params["CacheSubnetGroupName"], None)


# -- parameter groups --------------------------------------------------------------------------------------------------


def _group(call: Call) -> Any:
    name = call.params["CacheParameterGroupName"]
    group = call.table("parameter groups").get(name)
    if group is None:
        raise AwsError("CacheParameterGroupNotFoundFault", f"CacheParameterGroup {name} not found.")
    return group


def _described(group: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name != "parameters"}


@extension.adds("CreateCacheParameterGroup")
def create_parameter_group(call: Call) -> Mapping[str, Any]:
    """Settings of an engine."""
    name = call.params["CacheParameterGroupName"]
    if name in call.table("parameter groups"):
        raise AwsError("CacheParameterGroupAlreadyExistsFault", f"Cache parameter group {name} already exists")
    group = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": call.params["CacheParameterGroupFamily"],
        "Description": call.params["Description"],
        "IsGlobal": False,
        "ARN": call.arn(f"parametergroup:{name}"),
        "parameters": {},
    }
    call.table("parameter groups")[name] = group
    TAGGING.note(call, str(group["ARN"]))
    return {"CacheParameterGroup": _described(group)}


@extension.adds("DescribeCacheParameterGroups")
def describe_parameter_groups(call: Call) -> Mapping[str, Any]:
    """One group, or all."""
    known = [_group(call)] if "CacheParameterGroupName" in call.params else call.table("parameter groups").values()
    return {"CacheParameterGroups": [_described(group) for group in known]}


@extension.adds("DescribeCacheParameters")
def describe_parameters(call: Call) -> Mapping[str, Any]:
    """What a group sets."""
    parameters = _group(call)["parameters"]
    return {
        "Parameters": [
            {"ParameterName": name, "ParameterValue": value, "Source": "user"} for name, value in parameters.items()
        ]
    }


@extension.adds("ModifyCacheParameterGroup", "ResetCacheParameterGroup")
def modify_parameter_group(call: Call) -> Mapping[str, Any]:
    """Set or forget settings."""
    parameters = _group(call)["parameters"]
    if call.params.get("ResetAllParameters"):
        parameters.clear()
    for parameter in call.params.get("ParameterNameValues", []):
        if call.operation.startswith("Modify"):
            parameters[parameter["ParameterName"]] = parameter["ParameterValue"]
        else:
            parameters.pop(parameter["ParameterName"], None)
    return {"CacheParameterGroupName": call.params["CacheParameterGroupName"]}


@extension.adds("DeleteCacheParameterGroup")
def delete_parameter_group(call: Call) -> None:
    """Forget a group."""
    del call.table("parameter groups")[_group(call)["CacheParameterGroupName"]]


# -- user groups -------------------------------------------------------------------------------------------------------


def _user_group(call: Call) -> Any:
    group = call.table("user groups").get(call.params["UserGroupId"])
    if group is None:
        raise AwsError("UserGroupNotFoundFault", f"User group {call.params['UserGroupId']} not found.")
    return group


@extension.adds("CreateUserGroup")
def create_user_group(call: Call) -> Mapping[str, Any]:
    """Users of a cache."""
    identifier = call.params["UserGroupId"]
    group = {
        "UserGroupId": identifier,
        "Status": "active",
        "Engine": call.params["Engine"],
        "UserIds": call.params.get("UserIds", []),
        "MinimumEngineVersion": "6.0",
        "ReplicationGroups": [],
        "ARN": call.arn(f"usergroup:{identifier}"),
    }
    call.table("user groups")[identifier] = group
    TAGGING.note(call, group["ARN"])
    return group


@extension.adds("DescribeUserGroups")
def describe_user_groups(call: Call) -> Mapping[str, Any]:
    """One group, or all."""
    found = [_user_group(call)] if "UserGroupId" in call.params else list(call.table("user groups").values())
    return {"UserGroups": found}


@extension.adds("ModifyUserGroup")
def modify_user_group(call: Call) -> Mapping[str, Any]:
    """Let users in or out."""
    group: dict[str, Any] = _user_group(call)
    left = [user for user in group["UserIds"] if user not in call.params.get("UserIdsToRemove", [])]
    group["UserIds"] = [*left, *call.params.get("UserIdsToAdd", [])]
    return group


@extension.adds("DeleteUserGroup")
def delete_user_group(call: Call) -> Mapping[str, Any]:
    """Forget a group."""
    group: dict[str, Any] = _user_group(call)
    del call.table("user groups")[group["UserGroupId"]]
    return {**group, "Status": "deleting"}
