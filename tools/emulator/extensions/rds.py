"""Relational Database Service.

Moto 5.2.5 gives every instance the same DbiResourceId (with two of them the AWS provider reads the wrong one), drops
Performance Insights and Database Insights, answers an empty scaling configuration for clusters that have none, does not
say of a parameter that the user set it, takes windows that touch for overlapping ones, has a default certificate
authority that is none (the provider then modifies and reboots each member of a cluster, which takes it minutes), and
lacks custom cluster endpoints and the HTTP endpoint of Serverless v2. Of global clusters it drops the tags, answers all
whichever was asked for, never lets a member go, and lacks every change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..extension import AwsError, Call, Extension, random_id, table
from ..memory import Memory, Tagging

extension = Extension(__name__, "rds")

TAGGING = Tagging(
    arn="ResourceName",
    tags="Tags",
    keys="TagKeys",
    as_list=("Key", "Value"),
    answered="TagList",
    operations=("ListTagsForResource", "AddTagsToResource", "RemoveTagsFromResource"),
)
TAGGING.add(extension, shared=True)

INSTANCES = Memory(
    "instances",
    "DBInstanceArn",
    {
        "DatabaseInsightsMode": None,
        "DedicatedLogVolume": None,
        "EngineLifecycleSupport": None,
        "PerformanceInsightsEnabled": False,
        "PerformanceInsightsKMSKeyId": None,
        "PerformanceInsightsRetentionPeriod": None,
    },
)
CLUSTERS = Memory(
    "clusters",
    "DBClusterArn",
    {
        "DatabaseInsightsMode": None,
        "EngineLifecycleSupport": None,
        "HttpEndpointEnabled": False,
        "MonitoringInterval": None,
        "MonitoringRoleArn": None,
        "PerformanceInsightsEnabled": None,
        "PerformanceInsightsKMSKeyId": None,
        "PerformanceInsightsRetentionPeriod": None,
    },
)


ANSWERED = {"EnablePerformanceInsights": "PerformanceInsightsEnabled", "EnableHttpEndpoint": "HttpEndpointEnabled"}
"""Arguments that answers have under another name."""


def _said(params: Mapping[str, Any]) -> dict[str, Any]:
    said = {ANSWERED.get(name, name): value for name, value in params.items()}
    if said.get("PerformanceInsightsEnabled"):
        said.setdefault("PerformanceInsightsRetentionPeriod", 7)
    return said


@extension.wraps("moto.rds.models:DBInstance.__init__")
def new_instance(original: Callable[..., None], instance: Any, *args: Any, **kwargs: Any) -> None:
    """An identifier of its own, and the certificate authority that AWS takes."""
    original(instance, *args, **{"ca_certificate_identifier": "rds-ca-rsa2048-g1", **kwargs})
    instance.dbi_resource_id = f"db-{random_id(26).upper()}"


@extension.wraps("moto.rds.utils:get_overlap_between_two_date_ranges")
def overlap(original: Callable[..., int], *args: Any) -> int:
    """Where one window ends and the next begins, nothing overlaps."""
    return original(*args) or -1


@extension.wraps("moto.rds.models:RDSBackend.create_db_instance_read_replica")
def new_replica(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A replica is a copy of its source, but not of its identifier."""
    replica = original(*args, **kwargs)
    replica.dbi_resource_id = f"db-{random_id(26).upper()}"
    return replica


@extension.wraps("moto.rds.models:DBCluster.scaling_configuration_info")
def scaling_configuration_info(original: Callable[[Any], Any], cluster: Any) -> Any:
    """Only Serverless v1 has one."""
    return original(cluster) if cluster.scaling_configuration else None


@extension.amends("CreateDBInstance", "CreateDBInstanceReadReplica", "RestoreDBInstanceFromDBSnapshot")
def create_instance(call: Call, result: dict[str, Any]) -> None:
    """All that was said of the instance."""
    INSTANCES.write(call, result["DBInstance"], _said(call.params), new=True)


@extension.amends("ModifyDBInstance")
def modify_instance(call: Call, result: dict[str, Any]) -> None:
    """What is new about it."""
    INSTANCES.write(call, result["DBInstance"], _said(call.params))


@extension.amends("DescribeDBInstances")
def describe_instances(call: Call, result: dict[str, Any]) -> None:
    """The instances, with everything that was said of them."""
    INSTANCES.read_all(call, result["DBInstances"])


@extension.amends("CreateDBCluster", "RestoreDBClusterFromSnapshot")
def create_cluster(call: Call, result: dict[str, Any]) -> None:
    """All that was said of the cluster."""
    CLUSTERS.write(call, result["DBCluster"], _said(call.params), new=True)


@extension.amends("ModifyDBCluster")
def modify_cluster(call: Call, result: dict[str, Any]) -> None:
    """What is new about it."""
    CLUSTERS.write(call, result["DBCluster"], _said(call.params))


@extension.amends("DescribeDBClusters")
def describe_clusters(call: Call, result: dict[str, Any]) -> None:
    """The clusters, with everything that was said of them."""
    CLUSTERS.read_all(call, result["DBClusters"])


@extension.amends("DescribeDBParameters", "DescribeDBClusterParameters")
def describe_parameters(_: Call, result: dict[str, Any]) -> None:
    """Moto has those that the user set, and no others; the provider reads those of source ``user``."""
    for parameter in result["Parameters"]:
        parameter["Source"] = "user"


# -- custom endpoints of clusters --------------------------------------------------------------------------------------


@extension.adds("CreateDBClusterEndpoint")
def create_cluster_endpoint(call: Call) -> Mapping[str, Any]:
    """An endpoint for some members of a cluster."""
    name, cluster = call.params["DBClusterEndpointIdentifier"], call.params["DBClusterIdentifier"]
    arn = call.arn(f"cluster-endpoint:{name}")
    endpoint = {
        "DBClusterEndpointIdentifier": name,
        "DBClusterIdentifier": cluster,
        "DBClusterEndpointResourceIdentifier": f"cluster-endpoint-{random_id(26).upper()}",
        "DBClusterEndpointArn": arn,
        "Endpoint": f"{name}.cluster-custom-{random_id(12)}.{call.region}.rds.amazonaws.com",
        "Status": "available",
        "EndpointType": "CUSTOM",
        "CustomEndpointType": call.params["EndpointType"],
        "StaticMembers": call.params.get("StaticMembers", []),
        "ExcludedMembers": call.params.get("ExcludedMembers", []),
    }
    call.table("cluster endpoints")[name] = endpoint
    TAGGING.note(call, arn)
    return endpoint


@extension.adds("ModifyDBClusterEndpoint")
def modify_cluster_endpoint(call: Call) -> Mapping[str, Any]:
    """Other members, or another type."""
    endpoint: dict[str, Any] = call.find(
        "cluster endpoints", call.params["DBClusterEndpointIdentifier"], "DBClusterEndpointNotFoundFault"
    )
    if "EndpointType" in call.params:
        endpoint["CustomEndpointType"] = call.params["EndpointType"]
    for members in ("StaticMembers", "ExcludedMembers"):
        endpoint[members] = call.params.get(members, endpoint[members])
    return endpoint


@extension.adds("DeleteDBClusterEndpoint")
def delete_cluster_endpoint(call: Call) -> Mapping[str, Any]:
    """Forget an endpoint."""
    name = call.params["DBClusterEndpointIdentifier"]
    endpoint: dict[str, Any] = call.find("cluster endpoints", name, "DBClusterEndpointNotFoundFault")
    del call.table("cluster endpoints")[name]
    return {**endpoint, "Status": "deleting"}


@extension.adds("DescribeDBClusterEndpoints")
def describe_cluster_endpoints(call: Call) -> Mapping[str, Any]:
    """The endpoints, of one cluster or by name."""
    wanted, cluster = call.params.get("DBClusterEndpointIdentifier"), call.params.get("DBClusterIdentifier")
    found = [
        endpoint
        for name, endpoint in call.table("cluster endpoints").items()
        if wanted in (None, name) and cluster in (None, endpoint["DBClusterIdentifier"])
    ]
    return {"DBClusterEndpoints": found}


@extension.adds("EnableHttpEndpoint", "DisableHttpEndpoint")
def http_endpoint(call: Call) -> Mapping[str, Any]:
    """The Data API of a cluster, on or off."""
    arn = call.params["ResourceArn"]
    if not any(arn == cluster.db_cluster_arn for cluster in call.backend.clusters.values()):
        raise AwsError("ResourceNotFoundFault", f"{arn} was not found.")
    enabled = call.operation == "EnableHttpEndpoint"
    CLUSTERS.write(call, {"DBClusterArn": arn}, {"HttpEndpointEnabled": enabled})
    return {"ResourceArn": arn, "HttpEndpointEnabled": enabled}


# -- global clusters: Moto keeps them in us-east-1 ---------------------------------------------------------------------


def _global_clusters(account_id: str) -> dict[str, Any]:
    known: dict[str, Any] = extension.backend(account_id, "us-east-1").global_clusters
    return known


def _global_cluster(call: Call) -> Any:
    found = _global_clusters(call.account_id).get(call.params["GlobalClusterIdentifier"])
    if found is None:
        raise AwsError("GlobalClusterNotFoundFault", f"{call.params['GlobalClusterIdentifier']} was not found.")
    return found


@extension.amends("CreateGlobalCluster")
def create_global_cluster(call: Call, result: dict[str, Any]) -> None:
    """A global cluster's tags come with its creation."""
    TAGGING.note(call, result["GlobalCluster"]["GlobalClusterArn"])
    _show_tags(call, result["GlobalCluster"])


def _show_tags(call: Call, cluster: dict[str, Any]) -> None:
    tags = table(extension.backend(call.account_id, "us-east-1"), "tags")
    cluster["TagList"] = TAGGING.written(tags.get(cluster["GlobalClusterArn"], {}))


@extension.amends("DescribeGlobalClusters")
def describe_global_clusters(call: Call, result: dict[str, Any]) -> None:
    """Only those that were asked for, by name or by a member."""
    name = call.params.get("GlobalClusterIdentifier")
    filters = [f["Values"] for f in call.params.get("Filters", []) if f["Name"] == "db-cluster-id"]
    if name is not None:
        _global_cluster(call)
    for cluster in result["GlobalClusters"]:
        _show_tags(call, cluster)
    result["GlobalClusters"] = [
        cluster
        for cluster in result["GlobalClusters"]
        if name in (None, cluster["GlobalClusterIdentifier"])
        and all({m["DBClusterArn"] for m in cluster["GlobalClusterMembers"]} & set(values) for values in filters)
    ]


@extension.replaces("RemoveFromGlobalCluster")
def remove_from_global_cluster(call: Call) -> Mapping[str, Any]:
    """Let a member go, whichever region it is in."""
    cluster = _global_cluster(call)
    wanted = call.params["DbClusterIdentifier"]
    cluster.members = [m for m in cluster.members if wanted not in (m.db_cluster_arn, m.db_cluster_identifier)]
    return {"GlobalCluster": cluster}


@extension.adds("ModifyGlobalCluster")
def modify_global_cluster(call: Call) -> Mapping[str, Any]:
    """Another version, name or protection."""
    cluster = _global_cluster(call)
    cluster.engine_version = call.params.get("EngineVersion", cluster.engine_version)
    cluster.deletion_protection = call.params.get("DeletionProtection", cluster.deletion_protection)
    if new := call.params.get("NewGlobalClusterIdentifier"):
        known = _global_clusters(call.account_id)
        known[new] = known.pop(cluster.global_cluster_identifier)
        cluster.global_cluster_identifier = new
    return {"GlobalCluster": cluster}


@extension.adds("FailoverGlobalCluster", "SwitchoverGlobalCluster")
def switch_global_cluster(call: Call) -> Mapping[str, Any]:
    """Let another member write."""
    cluster = _global_cluster(call)
    target = call.params["TargetDbClusterIdentifier"]
    if target not in [member.db_cluster_arn for member in cluster.members]:
        raise AwsError("DBClusterNotFoundFault", f"{target} is no member of the global cluster.")
    for member in cluster.members:
        member.is_writer = member.db_cluster_arn == target
    return {"GlobalCluster": cluster}


@extension.wraps("moto.rds.models:RDSBackend.delete_db_cluster")
def delete_cluster(original: Callable[..., Any], backend: Any, cluster_identifier: str, *args: Any, **kw: Any) -> Any:
    """A cluster that is gone is a member of nothing."""
    deleted = original(backend, cluster_identifier, *args, **kw)
    for cluster in _global_clusters(backend.account_id).values():
        cluster.members = [member for member in cluster.members if member is not deleted]
    return deleted
