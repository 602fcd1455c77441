"""What the modules for Kubernetes promise: who gets in, what nodes and pods may do, what is encrypted and told."""

from __future__ import annotations

import json

import pytest

from .library import Example, Module, parsed
from .test_semantics import Planned, of, statements

CLUSTER = "compute/eks-cluster"
NAMESPACE = "compute/eks-namespace"
RELEASE = "compute/eks-helm-release"
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


@of(NAMESPACE, "complete")
def test_people_of_a_namespace_work_there_and_nowhere_else(planned: Planned, example: Example) -> None:
    policies = planned[example].all("aws_eks_access_policy_association", "this")
    assert {key: policy["policy_arn"].rpartition("/")[2] for key, policy in policies.items()} == {
        "pipeline": "AmazonEKSAdminPolicy",
        "team": "AmazonEKSEditPolicy",
    }
    assert {str(policy["access_scope"]) for policy in policies.values()} == {
        str([{"namespaces": ["shop"], "type": "namespace"}])
    }


@pytest.mark.parametrize(
    "example, tags",
    [
        (Example(Module(NAMESPACE), "complete"), {"kubernetes-namespace": "shop", "account": "catalogue"}),
        (Example(Module(RELEASE), "complete"), {"kubernetes-namespace": "dns", "account": "external-dns"}),
    ],
    ids=["namespace", "release"],
)
def test_a_role_is_for_one_service_account_of_one_cluster(
    planned: Planned, example: Example, tags: dict[str, str]
) -> None:
    outcome = planned[example]
    [trust] = json.loads(outcome.one("aws_iam_role")["assume_role_policy"])["Statement"]
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert trust["Condition"]["StringEquals"] == {
        "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:123456789012:cluster/acme-staging",
        "aws:RequestTag/kubernetes-namespace": tags["kubernetes-namespace"],
        "aws:RequestTag/kubernetes-service-account": tags["account"],
    }
    association = outcome.one("aws_eks_pod_identity_association")
    assert (association["namespace"], association["service_account"]) == tuple(tags.values())


@of(RELEASE, "minimal")
def test_a_release_that_calls_nobody_has_no_role(planned: Planned, example: Example) -> None:
    assert not [each for each in planned[example].resources if each.type.startswith("aws_")]


@pytest.mark.parametrize("name", [NAMESPACE, RELEASE])
def test_only_what_needs_a_missing_provider_is_left_out(name: str) -> None:
    module = Module(name)
    if not module.left_out:
        pytest.skip("all its providers can be had here")
    for path in module.files:
        copy = module.planned_folder / path.name
        before, after = (
            {(block.type, block.labels): block.range.line for block in parsed(each).blocks} for each in (path, copy)
        )
        assert after.items() <= before.items(), "what is left stands where it stood"
        kinds = {labels[0].partition("_")[0] for kind, labels in before.keys() - after.keys() if kind == "resource"}
        assert kinds <= {"kubernetes", "helm"}
        assert {key for key in before if key[0] == "variable"} <= set(after)


def test_a_namespace_is_bounded_and_its_pods_are_strict() -> None:
    """Read, not planned: the provider may not be there."""
    made = {".".join(block.labels) for block in Module(NAMESPACE).blocks("resource")}
    assert {
        "kubernetes_namespace_v1.this",
        "kubernetes_resource_quota_v1.this",
        "kubernetes_limit_range_v1.this",
        "kubernetes_network_policy_v1.deny",
    } <= made
    defaults = {
        block.labels[0]: block.body.attributes["default"]
        for block in Module(NAMESPACE).blocks("variable")
        if block.labels[0] in ("network_isolation", "pod_security")
    }
    written = {name: each.source.slice(each.expr.start, each.expr.end) for name, each in defaults.items()}
    assert written == {"network_isolation": "true", "pod_security": '"restricted"'}


def test_a_release_is_rolled_back_and_makes_no_namespace() -> None:
    [release] = [block for block in Module(RELEASE).blocks("resource") if block.labels[0] == "helm_release"]
    said = {name: each.source.slice(each.expr.start, each.expr.end) for name, each in release.body.attributes.items()}
    assert (said["atomic"], said["create_namespace"], said["version"]) == ("true", "false", "var.chart.version")
