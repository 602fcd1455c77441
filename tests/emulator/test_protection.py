"""What is protected from deletion can be taken down with the rest."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.estate.protection import lift

from .conftest import ACCOUNT, Client


def state(*resources: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "resources": [
            {"mode": "managed", "type": type, "instances": [{"attributes": attributes}]}
            for type, attributes in [*resources, ("aws_vpc", {"id": "vpc-1", "arn": "arn"})]
        ]
    }


def test_databases_and_load_balancers_lose_their_protection(connect: Client, server: str, name: str) -> None:
    rds, region = connect("rds", region="us-west-2"), "us-west-2"
    made = rds.create_db_cluster(
        DBClusterIdentifier=name, Engine="aurora-mysql", MasterUsername="admin", MasterUserPassword="x" * 12,
        DeletionProtection=True,
    )["DBCluster"]  # fmt: skip
    ec2, elb = connect("ec2", region=region), connect("elbv2", region=region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{region}{zone}")["Subnet"][
            "SubnetId"
        ]
        for i, zone in enumerate("ab")
    ]
    balancer = elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
    )
    with pytest.raises(ClientError, match="protected"):
        rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)
    held = state(
        ("aws_rds_cluster", {"arn": made["DBClusterArn"], "cluster_identifier": name, "deletion_protection": True}),
        ("aws_lb", {"arn": balancer, "enable_deletion_protection": True}),
    )
    assert f":{ACCOUNT}:" in made["DBClusterArn"]
    assert lift(held, server) == 2
    rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)
    elb.delete_load_balancer(LoadBalancerArn=balancer)


def test_what_is_not_protected_is_left_alone(server: str) -> None:
    assert lift(state(("aws_lb", {"arn": "no such thing", "enable_deletion_protection": False})), server) == 0


def test_what_is_gone_does_not_stand_in_the_way(server: str) -> None:
    arn = f"arn:aws:rds:us-east-1:{ACCOUNT}:cluster:gone"
    gone = ("aws_rds_cluster", {"arn": arn, "cluster_identifier": "gone", "deletion_protection": True})
    assert lift(state(gone), server) == 0
