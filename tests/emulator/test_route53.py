from __future__ import annotations

from typing import Any

from .conftest import Client


def test_a_zone_with_a_vpc_is_private(connect: Client, name: str) -> None:
    client = connect("route53")
    vpc = {"VPCRegion": "us-east-1", "VPCId": connect("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]}
    made = client.create_hosted_zone(Name=f"{name}.internal", CallerReference=name, VPC=vpc)["HostedZone"]["Id"]
    found = client.get_hosted_zone(Id=made)
    assert found["HostedZone"]["Config"]["PrivateZone"] is True
    assert found["VPCs"] == [vpc]
    public = client.create_hosted_zone(Name=f"{name}.example", CallerReference=name)["HostedZone"]
    assert public["Config"]["PrivateZone"] is False


def test_a_health_check_on_an_alarm(connect: Client, name: str) -> None:
    client = connect("route53")
    config: dict[str, Any] = {
        "Type": "CLOUDWATCH_METRIC",
        "AlarmIdentifier": {"Region": "us-east-1", "Name": name},
        "InsufficientDataHealthStatus": "LastKnownStatus",
    }
    check = client.create_health_check(CallerReference=name, HealthCheckConfig=config)["HealthCheck"]["Id"]
    found = client.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
    assert {member: found[member] for member in config} == config
    assert not {"Port", "RequestInterval", "FailureThreshold"} & set(found)
    client.update_health_check(HealthCheckId=check, InsufficientDataHealthStatus="Healthy")
    found = client.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
    assert found["InsufficientDataHealthStatus"] == "Healthy"


def test_a_health_check_on_an_endpoint_keeps_its_port(connect: Client, name: str) -> None:
    client = connect("route53")
    config = {"Type": "HTTPS", "FullyQualifiedDomainName": "example.com", "Port": 443, "ResourcePath": "/health"}
    check = client.create_health_check(CallerReference=name, HealthCheckConfig=config)["HealthCheck"]["Id"]
    assert client.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]["Port"] == 443
    listed = {c["Id"]: c["HealthCheckConfig"] for c in client.list_health_checks()["HealthChecks"]}
    assert listed[check]["Port"] == 443
