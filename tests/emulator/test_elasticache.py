from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def test_a_replication_group_has_members(connect: Client, name: str) -> None:
    client = connect("elasticache")
    client.create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription="x",
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
        Engine="redis",
        EngineVersion="7.1",
        CacheParameterGroupName="custom",
    )
    (group,) = client.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"]
    assert len(group["MemberClusters"]) == 2
    for member in group["MemberClusters"]:
        (cluster,) = client.describe_cache_clusters(CacheClusterId=member)["CacheClusters"]
        assert (cluster["ReplicationGroupId"], cluster["EngineVersion"]) == (name, "7.1.0")
        assert cluster["CacheParameterGroup"]["CacheParameterGroupName"] == "custom"
    client.modify_replication_group(ReplicationGroupId=name, CacheParameterGroupName="other")
    (cluster,) = client.describe_cache_clusters(CacheClusterId=group["MemberClusters"][0])["CacheClusters"]
    assert cluster["CacheParameterGroup"]["CacheParameterGroupName"] == "other"
    client.delete_replication_group(ReplicationGroupId=name)
    with pytest.raises(ClientError, match="ReplicationGroupNotFoundFault"):
        client.describe_replication_groups(ReplicationGroupId=name)


@pytest.mark.parametrize(
    ("said", "version", "parameters", "port"),
    [
        ({"Engine": "redis", "EngineVersion": "6.2"}, "6.2.0", "default.redis7", 6379),
        ({"Engine": "memcached", "NumCacheNodes": 2}, "1.6.22", "default.memcached1.6", 11211),
    ],
)
def test_a_cluster_is_complete(
    connect: Client, name: str, said: dict[str, object], version: str, parameters: str, port: int
) -> None:
    client = connect("elasticache")
    client.create_cache_cluster(CacheClusterId=name, CacheNodeType="cache.t4g.micro", **said)
    (cluster,) = client.describe_cache_clusters(CacheClusterId=name, ShowCacheNodeInfo=True)["CacheClusters"]
    assert cluster["EngineVersion"] == version
    assert cluster["CacheParameterGroup"]["CacheParameterGroupName"] == parameters
    assert len(cluster["CacheNodes"]) == said.get("NumCacheNodes", 1)
    assert cluster["CacheNodes"][0]["Endpoint"]["Port"] == port
    client.delete_cache_cluster(CacheClusterId=name)
    with pytest.raises(ClientError, match="CacheClusterNotFound"):
        client.describe_cache_clusters(CacheClusterId=name)


def test_a_subnet_group_can_be_deleted(connect: Client, name: str) -> None:
    client, ec2 = connect("elasticache"), connect("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    client.create_cache_subnet_group(CacheSubnetGroupName=name, CacheSubnetGroupDescription="x", SubnetIds=[subnet])
    client.delete_cache_subnet_group(CacheSubnetGroupName=name)
    with pytest.raises(ClientError, match="CacheSubnetGroupNotFoundFault"):
        client.describe_cache_subnet_groups(CacheSubnetGroupName=name)


def test_parameter_groups(connect: Client, name: str) -> None:
    client = connect("elasticache")
    this = {"CacheParameterGroupName": name}
    made = client.create_cache_parameter_group(
        **this, CacheParameterGroupFamily="redis7", Description="x", Tags=[{"Key": "a", "Value": "b"}]
    )["CacheParameterGroup"]
    setting = {"ParameterName": "maxmemory-policy", "ParameterValue": "allkeys-lru"}
    client.modify_cache_parameter_group(**this, ParameterNameValues=[setting])
    assert client.describe_cache_parameters(**this)["Parameters"] == [{**setting, "Source": "user"}]
    assert client.list_tags_for_resource(ResourceName=made["ARN"])["TagList"] == [{"Key": "a", "Value": "b"}]
    client.reset_cache_parameter_group(**this, ParameterNameValues=[setting])
    assert client.describe_cache_parameters(**this)["Parameters"] == []
    client.delete_cache_parameter_group(**this)
    with pytest.raises(ClientError, match="CacheParameterGroupNotFound"):
        client.describe_cache_parameter_groups(**this)


def test_user_groups(connect: Client, name: str) -> None:
    client = connect("elasticache")
    client.create_user_group(UserGroupId=name, Engine="redis", UserIds=["default"])
    client.modify_user_group(UserGroupId=name, UserIdsToAdd=["a"], UserIdsToRemove=["default"])
    (group,) = client.describe_user_groups(UserGroupId=name)["UserGroups"]
    assert (group["UserIds"], group["Status"]) == (["a"], "active")
    client.delete_user_group(UserGroupId=name)
    with pytest.raises(ClientError, match="UserGroupNotFound"):
        client.describe_user_groups(UserGroupId=name)
