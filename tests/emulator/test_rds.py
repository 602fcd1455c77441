from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

INSTANCE = {
    "DBInstanceClass": "db.t3.medium",
    "Engine": "mysql",
    "AllocatedStorage": 20,
    "MasterUsername": "admin",
    "ManageMasterUserPassword": True,
}
CLUSTER = {"Engine": "aurora-mysql", "MasterUsername": "admin", "ManageMasterUserPassword": True}


def instance(connect: Client, name: str, **said: Any) -> dict[str, Any]:
    made = connect("rds").create_db_instance(DBInstanceIdentifier=name, **{**INSTANCE, **said})["DBInstance"]
    return dict(made)


def test_instances_have_identifiers_of_their_own(connect: Client, name: str) -> None:
    client = connect("rds")
    first, second = instance(connect, name), instance(connect, f"{name}-2")
    replica = client.create_db_instance_read_replica(DBInstanceIdentifier=f"{name}-r", SourceDBInstanceIdentifier=name)[
        "DBInstance"
    ]
    identifiers = [made["DbiResourceId"] for made in (first, second, replica)]
    assert len(set(identifiers)) == 3
    by_identifier = [{"Name": "dbi-resource-id", "Values": [identifiers[1]]}]
    found = client.describe_db_instances(Filters=by_identifier)["DBInstances"]
    assert [db["DBInstanceIdentifier"] for db in found] == [f"{name}-2"]


def test_performance_insights(connect: Client, name: str) -> None:
    key = "arn:aws:kms:us-east-1:111111111111:key/x"
    instance(connect, name, EnablePerformanceInsights=True, PerformanceInsightsKMSKeyId=key)
    found = connect("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    assert found["PerformanceInsightsEnabled"] is True
    assert (found["PerformanceInsightsKMSKeyId"], found["PerformanceInsightsRetentionPeriod"]) == (key, 7)
    connect("rds").modify_db_instance(DBInstanceIdentifier=name, EnablePerformanceInsights=False)
    found = connect("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    assert found["PerformanceInsightsEnabled"] is False


def test_the_default_authority_is_the_one_of_aws(connect: Client, name: str) -> None:
    assert instance(connect, name)["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"
    other = instance(connect, f"{name}-2", CACertificateIdentifier="rds-ca-ecc384-g1")
    assert other["CACertificateIdentifier"] == "rds-ca-ecc384-g1"


@pytest.mark.parametrize(("maintenance", "fits"), [("mon:00:00-mon:03:00", True), ("mon:02:00-mon:03:30", False)])
def test_windows_may_touch(connect: Client, name: str, maintenance: str, fits: bool) -> None:
    windows = {"PreferredBackupWindow": "03:00-06:00", "PreferredMaintenanceWindow": maintenance}
    if fits:
        instance(connect, name, **windows)
    else:
        with pytest.raises(ClientError, match="must not overlap"):
            instance(connect, name, **windows)


def test_parameters_say_that_the_user_set_them(connect: Client, name: str) -> None:
    client = connect("rds")
    parameter = {"ParameterName": "slow_query_log", "ParameterValue": "1", "ApplyMethod": "immediate"}
    about = {"DBParameterGroupFamily": "mysql8.0", "Description": "x"}
    client.create_db_parameter_group(DBParameterGroupName=name, **about)
    client.modify_db_parameter_group(DBParameterGroupName=name, Parameters=[parameter])
    found = client.describe_db_parameters(DBParameterGroupName=name)["Parameters"]
    assert found == [{**parameter, "Source": "user"}]
    client.create_db_cluster_parameter_group(DBClusterParameterGroupName=name, **about)
    client.modify_db_cluster_parameter_group(DBClusterParameterGroupName=name, Parameters=[parameter])
    found = client.describe_db_cluster_parameters(DBClusterParameterGroupName=name)["Parameters"]
    assert [p["Source"] for p in found] == ["user"]


def test_a_provisioned_cluster_has_no_scaling(connect: Client, name: str) -> None:
    connect("rds").create_db_cluster(DBClusterIdentifier=name, **CLUSTER)
    found = connect("rds").describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    assert "ScalingConfigurationInfo" not in found
    assert found["HttpEndpointEnabled"] is False


def test_the_http_endpoint_of_a_cluster(connect: Client, name: str) -> None:
    client = connect("rds")
    arn = client.create_db_cluster(DBClusterIdentifier=name, EnableHttpEndpoint=True, **CLUSTER)["DBCluster"][
        "DBClusterArn"
    ]

    def enabled() -> bool:
        return bool(client.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]["HttpEndpointEnabled"])

    assert enabled()
    client.disable_http_endpoint(ResourceArn=arn)
    assert not enabled()
    client.enable_http_endpoint(ResourceArn=arn)
    assert enabled()
    with pytest.raises(ClientError, match="ResourceNotFoundFault"):
        client.enable_http_endpoint(ResourceArn=arn + "x")


def test_custom_endpoints_of_a_cluster(connect: Client, name: str) -> None:
    client = connect("rds")
    client.create_db_cluster(DBClusterIdentifier=name, **CLUSTER)
    made = client.create_db_cluster_endpoint(
        DBClusterIdentifier=name,
        DBClusterEndpointIdentifier=f"{name}-e",
        EndpointType="READER",
        Tags=[{"Key": "a", "Value": "b"}],
    )
    assert (made["Status"], made["CustomEndpointType"]) == ("available", "READER")
    client.modify_db_cluster_endpoint(DBClusterEndpointIdentifier=f"{name}-e", StaticMembers=["x"])
    (found,) = client.describe_db_cluster_endpoints(DBClusterIdentifier=name)["DBClusterEndpoints"]
    assert found["StaticMembers"] == ["x"]
    arn = made["DBClusterEndpointArn"]
    client.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "c", "Value": "d"}])
    client.remove_tags_from_resource(ResourceName=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "c", "Value": "d"}]
    client.delete_db_cluster_endpoint(DBClusterEndpointIdentifier=f"{name}-e")
    assert client.describe_db_cluster_endpoints(DBClusterIdentifier=name)["DBClusterEndpoints"] == []


def test_tags_of_instances_are_still_motos(connect: Client, name: str) -> None:
    arn = instance(connect, name, Tags=[{"Key": "a", "Value": "b"}])["DBInstanceArn"]
    connect("rds").add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "c", "Value": "d"}])
    found = {tag["Key"]: tag["Value"] for tag in connect("rds").list_tags_for_resource(ResourceName=arn)["TagList"]}
    assert found == {"a": "b", "c": "d"}


def test_a_global_cluster_spans_regions(connect: Client, name: str) -> None:
    east, west = connect("rds"), connect("rds", region="us-west-2")
    tags = [{"Key": "a", "Value": "b"}]
    made = east.create_global_cluster(GlobalClusterIdentifier=name, Engine="aurora-mysql", Tags=tags)["GlobalCluster"]
    east.create_global_cluster(GlobalClusterIdentifier=f"{name}-other", Engine="aurora-mysql")
    assert east.list_tags_for_resource(ResourceName=made["GlobalClusterArn"])["TagList"] == tags
    (found,) = west.describe_global_clusters(GlobalClusterIdentifier=name)["GlobalClusters"]
    assert (made["TagList"], found["TagList"]) == (tags, tags)
    member = {"GlobalClusterIdentifier": name, "Engine": "aurora-mysql"}
    first = east.create_db_cluster(DBClusterIdentifier=name, **{**CLUSTER, **member})["DBCluster"]["DBClusterArn"]
    second = west.create_db_cluster(DBClusterIdentifier=name, **member)["DBCluster"]["DBClusterArn"]

    def members(client: Any, **asked: Any) -> dict[str, bool]:
        (found,) = client.describe_global_clusters(**asked)["GlobalClusters"]
        return {each["DBClusterArn"]: each["IsWriter"] for each in found["GlobalClusterMembers"]}

    both = {first: True, second: False}
    assert members(east, GlobalClusterIdentifier=name) == both
    assert members(west, Filters=[{"Name": "db-cluster-id", "Values": [second]}]) == both

    this = {"GlobalClusterIdentifier": name}
    east.switchover_global_cluster(**this, TargetDbClusterIdentifier=second)
    assert members(east, **this) == {first: False, second: True}
    east.modify_global_cluster(**this, DeletionProtection=True)
    assert east.describe_global_clusters(**this)["GlobalClusters"][0]["DeletionProtection"] is True

    east.remove_from_global_cluster(**this, DbClusterIdentifier=first)
    assert members(east, **this) == {second: True}
    west.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)
    assert members(east, **this) == {}
    east.delete_global_cluster(**this)
    with pytest.raises(ClientError, match="GlobalClusterNotFoundFault"):
        east.describe_global_clusters(**this)
