"""What the modules for Kubernetes promise: who gets in, what nodes and pods may do, what is encrypted and told."""

from __future__ import annotations

import json

from .library import Example
from .test_semantics import Planned, of, statements

CLUSTER = "compute/eks-cluster"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


@of(CLUSTER, "minimal")
def test_nobody_outside_reaches_a_cluster_unless_somebody_says_so(planned: Planned, example: Example) -> None:
    [vpc] = planned[example].one("aws_eks_cluster")["vpc_config"]
    assert (vpc["endpoint_private_access"], vpc["endpoint_public_access"]) == (True, False)
    assert planned[example].all("aws_vpc_security_group_ingress_rule") == {}


@of(CLUSTER, "complete")
def test_a_public_endpoint_is_for_named_networks(planned: Planned, example: Example) -> None:
    [vpc] = planned[example].one("aws_eks_cluster")["vpc_config"]
    assert (vpc["endpoint_public_access"], vpc["public_access_cidrs"]) == (True, ["192.0.2.0/24"])
    rules = planned[example].all("aws_vpc_security_group_ingress_rule", "endpoint")
    assert {(key, rule["from_port"], rule["to_port"]) for key, rule in rules.items()} == {
        ("vpn", 443, 443),
        ("runners", 443, 443),
    }


@of(CLUSTER, "complete")
def test_entries_alone_let_people_in(planned: Planned, example: Example) -> None:
    [access] = planned[example].one("aws_eks_cluster")["access_config"]
    assert access == {"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False}
    assert set(planned[example].all("aws_eks_access_entry", "this")) == {"administrators", "auditors", "shop"}
    policies = planned[example].all("aws_eks_access_policy_association", "this")
    scopes = {key: policy["access_scope"][0] for key, policy in policies.items()}
    assert scopes["shop/AmazonEKSEditPolicy"] == {"type": "namespace", "namespaces": ["shop", "shop-jobs"]}
    assert scopes["administrators/AmazonEKSClusterAdminPolicy"] == {"type": "cluster", "namespaces": None}


@of(CLUSTER, "minimal")
def test_secrets_logs_and_disks_are_under_the_callers_key(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    cluster, logs = outcome.one("aws_eks_cluster"), outcome.one("aws_cloudwatch_log_group")
    assert cluster["encryption_config"] == [{"provider": [{"key_arn": KEY}], "resources": ["secrets"]}]
    assert (logs["name"], logs["kms_key_id"], logs["retention_in_days"]) == ("/aws/eks/acme-dev/cluster", KEY, 90)
    assert {"audit", "authenticator"} <= set(cluster["enabled_cluster_log_types"])
    for template in outcome.all("aws_launch_template").values():
        [disk] = template["block_device_mappings"]
        assert (disk["ebs"][0]["encrypted"], disk["ebs"][0]["kms_key_id"]) == ("true", KEY)


@of(CLUSTER, "complete")
def test_a_pod_cannot_take_its_nodes_role(planned: Planned, example: Example) -> None:
    templates = planned[example].all("aws_launch_template")
    assert len(templates) == 2
    for template in templates.values():
        [options] = template["metadata_options"]
        assert (options["http_tokens"], options["http_put_response_hop_limit"]) == ("required", 1)
    attached = {each["policy_arn"] for each in planned[example].all("aws_iam_role_policy_attachment", "node").values()}
    assert {arn.rpartition("/")[2] for arn in attached} == {
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEKSWorkerNodePolicy",
    }


@of(CLUSTER, "complete")
def test_roles_are_held_to_the_cluster(planned: Planned, example: Example) -> None:
    arn = "arn:aws:eks:us-east-1:123456789012:cluster/acme-staging"
    [trust] = json.loads(planned[example].one("aws_iam_role", "cluster")["assume_role_policy"])["Statement"]
    assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": arn}
    roles = planned[example].all("aws_iam_role", "addon")
    assert set(roles) == {"aws-ebs-csi-driver", "vpc-cni"}
    for role in roles.values():
        [trust] = json.loads(role["assume_role_policy"])["Statement"]
        assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
        assert trust["Condition"]["StringEquals"]["aws:RequestTag/eks-cluster-arn"] == arn
    key = statements(planned[example].one("aws_iam_role_policy", "addon")["policy"])
    assert key["GrantToVolumes"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


@of(CLUSTER, "complete")
def test_nodes_keep_to_their_zones_and_follow_the_version(planned: Planned, example: Example) -> None:
    groups = planned[example].all("aws_eks_node_group", "this")
    assert {key: len(group["subnet_ids"]) for key, group in groups.items()} == {"batch": 1, "general": 3}
    assert {group["version"] for group in groups.values()} == {"1.33"}
    assert planned[example].one("aws_eks_cluster")["upgrade_policy"] == [{"support_type": "EXTENDED"}]
