"""The examples of the EKS modules: applied, found unchanged, and destroyed.

What an example only names (a network, a security group) is made here and takes its place by an `_override.tf`. Of the
modules for what is in a cluster only the side of AWS is applied: the emulator has no Kubernetes to talk to.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules.providers import without
from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .test_compute_modules import Root

pytestmark = pytest.mark.thorough

NETWORK = """
  network = { vpc_id = var.world.vpc_id, subnet_ids = var.world.subnet_ids }
"""
ENDPOINT = """
  endpoint = {
    public_access_cidrs = ["192.0.2.0/24"]
    private_sources = {
      vpn     = { cidr_ipv4 = "10.8.0.0/16", reason = "Administrators on the VPN" }
      runners = { security_group_id = var.world.security_group_id }
    }
  }
"""
CLUSTERS = {"minimal": NETWORK, "complete": NETWORK + ENDPOINT}

WORLD = """
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "this" {
  for_each          = { us-east-1a = 0, us-east-1b = 1, us-east-1c = 2 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
  availability_zone = each.key
}
resource "aws_security_group" "this" {
  name   = "acme"
  vpc_id = aws_vpc.this.id
}
locals {
  world = {
    vpc_id            = aws_vpc.this.id
    subnet_ids        = { for zone, subnet in aws_subnet.this : zone => subnet.id }
    security_group_id = aws_security_group.this.id
  }
}
"""


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("eks")
    shutil.copytree(repository / "modules" / "compute" / "eks-cluster", folder / "eks-cluster")
    calls = []
    for example, arguments in CLUSTERS.items():
        copy = folder / "eks-cluster" / "examples" / example
        (copy / "world.tf").write_text('variable "world" {\n  type = any\n}\n', encoding="utf-8")
        (copy / "world_override.tf").write_text(f'module "cluster" {{{arguments}}}\n', encoding="utf-8")
        calls.append(
            f'module "{example}" {{\n  source = "./eks-cluster/examples/{example}"\n  world = local.world\n}}\n'
        )
    for module in ("eks-namespace", "eks-helm-release"):
        inside = without(repository / "modules" / "compute" / module, frozenset({"helm", "kubernetes"}))
        shutil.copytree(inside, folder / module)
        for example in CLUSTERS:
            source = f'source = "./{module}/examples/{example}"'
            calls.append(f'module "{module}-{example}" {{\n  {source}\n  depends_on = [module.{example}]\n}}\n')
    provider = {
        "region": "us-east-1",
        "max_retries": 2,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    (folder / "main.tf").write_text(WORLD + "".join(calls), encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": provider}}), encoding="utf-8")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    environment = clean_environment(server, base_environment(repository, find_terraform()))
    made = Root(folder, environment, server)
    done = made.terraform("init")
    assert done.returncode == 0, done.stdout + done.stderr
    yield made


@pytest.fixture(scope="module")
def applied(root: Root) -> Root:
    done = root.terraform("apply", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return root


def test_nothing_is_left_to_change(applied: Root) -> None:
    done = applied.terraform("plan", "-detailed-exitcode")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_a_cluster_is_private_encrypted_and_without_aws_auth(applied: Root) -> None:
    cluster = applied.client("eks").describe_cluster(name="acme-dev")["cluster"]
    assert cluster["accessConfig"] == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    assert cluster["encryptionConfig"][0]["resources"] == ["secrets"]
    assert cluster["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert cluster["resourcesVpcConfig"]["endpointPrivateAccess"] is True


def test_who_may_enter_is_what_was_said(applied: Root) -> None:
    client = applied.client("eks")
    shop = "arn:aws:iam::123456789012:role/acme-shop"
    assert shop in client.list_access_entries(clusterName="acme-staging")["accessEntries"]
    found = client.list_associated_access_policies(clusterName="acme-staging", principalArn=shop)
    scopes = {each["policyArn"].rpartition("/")[2]: each["accessScope"] for each in found["associatedAccessPolicies"]}
    assert scopes["AmazonEKSEditPolicy"] == {"type": "namespace", "namespaces": ["shop", "shop-jobs"]}
    assert scopes["AmazonEKSViewPolicy"]["type"] == "cluster"


def test_nodes_start_by_their_launch_template(applied: Root) -> None:
    group = applied.client("eks").describe_nodegroup(clusterName="acme-dev", nodegroupName="general")["nodegroup"]
    [version] = applied.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=group["launchTemplate"]["id"], Versions=[group["launchTemplate"]["version"]]
    )["LaunchTemplateVersions"]
    options = version["LaunchTemplateData"]["MetadataOptions"]
    assert (options["HttpTokens"], options["HttpPutResponseHopLimit"]) == ("required", 1)


def test_add_ons_and_service_accounts_have_roles_of_their_own(applied: Root) -> None:
    client = applied.client("eks")
    found = client.list_pod_identity_associations(clusterName="acme-staging")["associations"]
    assert {(each["namespace"], each["serviceAccount"]) for each in found} == {
        ("kube-system", "aws-node"),
        ("kube-system", "ebs-csi-controller-sa"),
        ("shop", "importer"),
        ("shop", "catalogue"),
        ("dns", "external-dns"),
    }


def test_the_people_of_a_namespace_enter_it_and_no_other(applied: Root) -> None:
    developer = "arn:aws:iam::123456789012:role/acme-shop-developer"
    for cluster in ("acme-dev", "acme-staging"):
        found = applied.client("eks").list_associated_access_policies(clusterName=cluster, principalArn=developer)
        [policy] = found["associatedAccessPolicies"]
        assert policy["policyArn"].endswith("AmazonEKSEditPolicy")
        assert policy["accessScope"] == {"type": "namespace", "namespaces": ["shop"]}


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
