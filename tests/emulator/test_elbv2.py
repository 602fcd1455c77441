from __future__ import annotations

from typing import Any

import pytest

from .conftest import Client

PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


@pytest.fixture
def network(connect: Client, name: str) -> dict[str, Any]:
    """A subnet and a security group."""
    ec2 = connect("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    return {"Subnets": [subnet], "SecurityGroups": [group]}


@pytest.mark.parametrize(("kind", "part"), [("network", "net"), ("application", "app")])
def test_an_arn_says_what_kind_of_load_balancer_it_is(
    connect: Client, name: str, network: dict[str, Any], kind: str, part: str
) -> None:
    client = connect("elbv2")
    tags = [{"Key": "a", "Value": "b"}]
    [made] = client.create_load_balancer(Name=name, Type=kind, Tags=tags, **network)["LoadBalancers"]
    assert f":loadbalancer/{part}/{name}/" in made["LoadBalancerArn"]
    [found] = client.describe_load_balancers(LoadBalancerArns=[made["LoadBalancerArn"]])["LoadBalancers"]
    assert found["Type"] == kind
    [described] = client.describe_tags(ResourceArns=[made["LoadBalancerArn"]])["TagDescriptions"]
    assert described["Tags"] == tags
    client.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
    assert made["LoadBalancerArn"] not in str(client.describe_load_balancers()["LoadBalancers"])


def test_rules_hold_for_private_link_until_somebody_says_otherwise(
    connect: Client, name: str, network: dict[str, Any]
) -> None:
    client = connect("elbv2")
    [made] = client.create_load_balancer(Name=name, Type="network", **network)["LoadBalancers"]
    assert made[PRIVATE_LINK] == "on"
    arn = made["LoadBalancerArn"]
    client.set_security_groups(LoadBalancerArn=arn, SecurityGroups=network["SecurityGroups"], **{PRIVATE_LINK: "off"})
    [found] = client.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"]
    assert found[PRIVATE_LINK] == "off"
