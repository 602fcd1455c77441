from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

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


def test_query_logging_takes_the_arn_of_a_log_group(connect: Client, name: str) -> None:
    client, logs = connect("route53"), connect("logs")
    logs.create_log_group(logGroupName=f"/aws/route53/{name}")
    group = f"arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/{name}"
    zone = client.create_hosted_zone(Name=f"{name}.example", CallerReference=name)["HostedZone"]["Id"]
    zone = zone.rpartition("/")[2]
    made = client.create_query_logging_config(HostedZoneId=zone, CloudWatchLogsLogGroupArn=group)["QueryLoggingConfig"]
    found = client.get_query_logging_config(Id=made["Id"])["QueryLoggingConfig"]
    assert (found["CloudWatchLogsLogGroupArn"], found["HostedZoneId"]) == (group, zone)


def test_a_zone_can_be_signed(connect: Client, name: str) -> None:
    client = connect("route53")
    zone = client.create_hosted_zone(Name=f"{name}.example", CallerReference=name)["HostedZone"]["Id"]
    this = {"HostedZoneId": zone, "Name": "key"}
    key = "arn:aws:kms:us-east-1:111111111111:key/x"
    client.create_key_signing_key(**this, CallerReference=name, KeyManagementServiceArn=key, Status="ACTIVE")
    client.enable_hosted_zone_dnssec(HostedZoneId=zone)
    found = client.get_dnssec(HostedZoneId=zone)
    assert found["Status"]["ServeSignature"] == "SIGNING"
    assert [(k["Name"], k["KmsArn"], k["Status"]) for k in found["KeySigningKeys"]] == [("key", key, "ACTIVE")]
    with pytest.raises(ClientError, match="InvalidKeySigningKeyStatus"):
        client.delete_key_signing_key(**this)
    client.disable_hosted_zone_dnssec(HostedZoneId=zone)
    client.deactivate_key_signing_key(**this)
    client.delete_key_signing_key(**this)
    found = client.get_dnssec(HostedZoneId=zone)
    assert (found["Status"]["ServeSignature"], found["KeySigningKeys"]) == ("NOT_SIGNING", [])
