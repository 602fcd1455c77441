"""Relational Database Service.

Moto 5.2.5 gives every instance the same DbiResourceId (with two of them the AWS provider reads the wrong one), drops
Performance Insights and Database Insights, answers an empty scaling configuration for clusters that have none, does not
say of a parameter that the user set it, takes windows that touch for overlapping ones, has a default certificate
authority that is none (the provider then modifies and reboots each member of a cluster, which takes it minutes), and
lacks custom cluster endpoints and the HTTP endpoint of Serverless v2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..extension import AwsError, Call, Extension, random_id
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
        raise AwsError("ResourceNotFoundException", f"{arn} was not found.")
    enabled = call.operation == "EnableHttpEndpoint"
    CLUSTERS.write(call, {"DBClusterArn": arn}, {"HttpEndpointEnabled": enabled})
    return {"ResourceArn": arn, "HttpEndpointEnabled": enabled}
