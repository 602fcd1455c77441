from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

ROLE = "arn:aws:iam::111111111111:role/x"


@pytest.fixture
def cluster(connect: Client, name: str) -> str:
    connect("eks").create_cluster(name=name, roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    return name


def described(connect: Client, cluster: str) -> dict[str, Any]:
    return dict(connect("eks").describe_cluster(name=cluster)["cluster"])


def test_a_cluster_has_access_and_upgrade_settings(connect: Client, name: str) -> None:
    client = connect("eks")
    said = {
        "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        "upgradePolicy": {"supportType": "STANDARD"},
        "zonalShiftConfig": {"enabled": True},
    }
    client.create_cluster(name=name, roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-1"]}, **said)
    assert {member: described(connect, name)[member] for member in said} == said


def test_each_cluster_has_an_issuer_of_its_own(connect: Client, cluster: str) -> None:
    other = connect("eks").create_cluster(
        name=f"{cluster}-2", roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-1"]}
    )["cluster"]
    issuers = [other["identity"]["oidc"]["issuer"], described(connect, cluster)["identity"]["oidc"]["issuer"]]
    assert described(connect, other["name"])["identity"] == other["identity"]
    assert len(set(issuers)) == 2
    assert all(issuer.startswith("https://oidc.eks.us-east-1.amazonaws.com/id/") for issuer in issuers)


def test_updates_are_answered_with_an_update(connect: Client, cluster: str) -> None:
    client = connect("eks")
    assert described(connect, cluster)["accessConfig"]["authenticationMode"] == "CONFIG_MAP"
    update = client.update_cluster_config(name=cluster, accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
    status = client.describe_update(name=cluster, updateId=update["update"]["id"])["update"]["status"]
    assert status == "Successful"
    assert described(connect, cluster)["accessConfig"] == {
        "authenticationMode": "API_AND_CONFIG_MAP",
        "bootstrapClusterCreatorAdminPermissions": True,
    }
    client.update_cluster_version(name=cluster, version="1.33")
    assert described(connect, cluster)["version"] == "1.33"


def test_node_groups(connect: Client, cluster: str) -> None:
    client = connect("eks")
    where = {"clusterName": cluster, "nodegroupName": "n"}
    client.create_nodegroup(**where, subnets=["subnet-1"], nodeRole=ROLE, updateConfig={"maxUnavailable": 2})
    found = client.describe_nodegroup(**where)["nodegroup"]
    assert found["updateConfig"] == {"maxUnavailable": 2}
    assert "remoteAccess" not in found
    update = client.update_nodegroup_config(**where, updateConfig={"maxUnavailablePercentage": 50})["update"]["id"]
    assert client.describe_update(name=cluster, nodegroupName="n", updateId=update)["update"]["status"] == "Successful"
    client.update_nodegroup_version(**where, version="1.33")
    found = client.describe_nodegroup(**where)["nodegroup"]
    assert (found["updateConfig"], found["version"]) == ({"maxUnavailablePercentage": 50}, "1.33")


def test_addons(connect: Client, cluster: str) -> None:
    client = connect("eks")
    where = {"clusterName": cluster, "addonName": "vpc-cni"}
    association = {"serviceAccount": "aws-node", "roleArn": ROLE}
    made = client.create_addon(
        **where, configurationValues="{}", tags={"a": "b"}, podIdentityAssociations=[association]
    )["addon"]
    assert made["status"] == "ACTIVE"
    client.tag_resource(resourceArn=made["addonArn"], tags={"c": "d"})
    assert client.list_tags_for_resource(resourceArn=made["addonArn"])["tags"] == {"a": "b", "c": "d"}
    client.update_addon(**where, addonVersion="v1.2.3")
    found = client.describe_addon(**where)["addon"]
    assert (found["addonVersion"], found["configurationValues"]) == ("v1.2.3", "{}")
    assert found["tags"] == {"a": "b", "c": "d"}
    assert len(client.list_pod_identity_associations(clusterName=cluster)["associations"]) == 1
    assert client.list_addons(clusterName=cluster)["addons"] == ["vpc-cni"]
    assert client.describe_addon_versions(addonName="vpc-cni")["addons"][0]["addonVersions"]
    with pytest.raises(ClientError, match="ResourceInUseException"):
        client.create_addon(**where)
    client.delete_addon(**where)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.describe_addon(**where)


def test_access_entries_and_their_policies(connect: Client, cluster: str) -> None:
    client = connect("eks")
    where = {"clusterName": cluster, "principalArn": ROLE}
    made = client.create_access_entry(**where, kubernetesGroups=["a"], tags={"a": "b"})["accessEntry"]
    assert (made["username"], made["type"]) == (ROLE, "STANDARD")
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    client.associate_access_policy(**where, policyArn=policy, accessScope={"type": "namespace", "namespaces": ["x"]})
    (found,) = client.list_associated_access_policies(**where)["associatedAccessPolicies"]
    assert (found["policyArn"], found["accessScope"]["namespaces"]) == (policy, ["x"])
    client.disassociate_access_policy(**where, policyArn=policy)
    assert client.list_associated_access_policies(**where)["associatedAccessPolicies"] == []
    client.update_access_entry(**where, kubernetesGroups=["b"])
    assert client.describe_access_entry(**where)["accessEntry"]["kubernetesGroups"] == ["b"]
    assert client.list_access_entries(clusterName=cluster)["accessEntries"] == [ROLE]
    client.delete_access_entry(**where)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.describe_access_entry(**where)


def test_pod_identities(connect: Client, cluster: str) -> None:
    client = connect("eks")
    made = client.create_pod_identity_association(
        clusterName=cluster, namespace="n", serviceAccount="s", roleArn=ROLE, tags={"a": "b"}
    )["association"]
    where = {"clusterName": cluster, "associationId": made["associationId"]}
    client.update_pod_identity_association(**where, roleArn=ROLE + "2")
    assert client.describe_pod_identity_association(**where)["association"]["roleArn"] == ROLE + "2"
    assert client.list_pod_identity_associations(clusterName=cluster, namespace="x")["associations"] == []
    assert client.list_tags_for_resource(resourceArn=made["associationArn"])["tags"] == {"a": "b"}
    client.delete_pod_identity_association(**where)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.describe_pod_identity_association(**where)


def test_a_clusters_tags_are_still_motos(connect: Client, cluster: str) -> None:
    arn = described(connect, cluster)["arn"]
    connect("eks").tag_resource(resourceArn=arn, tags={"a": "b"})
    assert connect("eks").list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "b"}


def test_what_is_not_in_a_cluster_that_there_is_not(connect: Client, name: str) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        connect("eks").list_addons(clusterName=name)
