from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

CERTIFICATE = "arn:aws:acm:us-east-1:111111111111:certificate/x"


def domain(connect: Client, name: str) -> str:
    configuration = {"CertificateArn": CERTIFICATE, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    full = f"{name}.example.com"
    connect("apigatewayv2").create_domain_name(DomainName=full, DomainNameConfigurations=[configuration])
    return full


def test_a_domain_name_is_available(connect: Client, name: str) -> None:
    client, full = connect("apigatewayv2"), domain(connect, name)
    found = client.get_domain_name(DomainName=full)
    (configuration,) = found["DomainNameConfigurations"]
    assert configuration["DomainNameStatus"] == "AVAILABLE"
    assert configuration["ApiGatewayDomainName"].endswith(".execute-api.us-east-1.amazonaws.com")
    assert configuration["CertificateArn"] == CERTIFICATE
    assert "MutualTlsAuthentication" not in found
    assert full in [item["DomainName"] for item in client.get_domain_names()["Items"]]


def test_a_domain_name_can_be_changed(connect: Client, name: str) -> None:
    client, full = connect("apigatewayv2"), domain(connect, name)
    client.update_domain_name(
        DomainName=full,
        DomainNameConfigurations=[{"CertificateArn": CERTIFICATE + "2", "EndpointType": "REGIONAL"}],
        MutualTlsAuthentication={"TruststoreUri": "s3://a/b"},
    )
    found = client.get_domain_name(DomainName=full)
    assert found["DomainNameConfigurations"][0]["CertificateArn"] == CERTIFICATE + "2"
    assert found["MutualTlsAuthentication"]["TruststoreUri"] == "s3://a/b"
    with pytest.raises(ClientError, match="NotFoundException"):
        client.update_domain_name(DomainName="no.example.com")


def stage(connect: Client, name: str, **said: Any) -> dict[str, str]:
    client = connect("apigatewayv2")
    api = client.create_api(Name=name, ProtocolType="HTTP")["ApiId"]
    client.create_stage(ApiId=api, StageName="live", **said)
    return {"ApiId": api, "StageName": "live"}


def test_a_stage_can_be_changed(connect: Client, name: str) -> None:
    client, where = connect("apigatewayv2"), stage(connect, name, AutoDeploy=True)
    changes: dict[str, Any] = {
        "AccessLogSettings": {"DestinationArn": "arn:aws:logs:us-east-1:111111111111:log-group:x", "Format": "$x"},
        "DefaultRouteSettings": {"ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 5.0},
        "RouteSettings": {"GET /": {"ThrottlingBurstLimit": 1}},
        "StageVariables": {"a": "b"},
        "Description": "x",
    }
    answered = client.update_stage(**where, **changes)
    found = client.get_stage(**where)
    for member in ("AccessLogSettings", "StageVariables", "Description"):
        assert answered[member] == found[member] == changes[member]
    assert found["DefaultRouteSettings"]["ThrottlingBurstLimit"] == 10
    assert found["RouteSettings"]["GET /"]["ThrottlingBurstLimit"] == 1
    assert found["AutoDeploy"] is True
    client.delete_route_settings(**where, RouteKey="GET /")
    client.delete_access_log_settings(**where)
    found = client.get_stage(**where)
    assert not found.get("RouteSettings")
    assert not found.get("AccessLogSettings")


def test_a_mapping_can_be_changed(connect: Client, name: str) -> None:
    client, full, where = connect("apigatewayv2"), domain(connect, name), stage(connect, name)
    made = client.create_api_mapping(DomainName=full, ApiId=where["ApiId"], Stage="live", ApiMappingKey="v1")
    client.update_api_mapping(
        DomainName=full, ApiId=where["ApiId"], ApiMappingId=made["ApiMappingId"], ApiMappingKey="v2"
    )
    found = client.get_api_mapping(DomainName=full, ApiMappingId=made["ApiMappingId"])
    assert (found["ApiMappingKey"], found["Stage"]) == ("v2", "live")


def test_an_api_can_be_deployed(connect: Client, name: str) -> None:
    client, where = connect("apigatewayv2"), stage(connect, name)
    made = client.create_deployment(ApiId=where["ApiId"], Description="x")["DeploymentId"]
    assert client.get_deployment(ApiId=where["ApiId"], DeploymentId=made)["DeploymentStatus"] == "DEPLOYED"
    client.delete_deployment(ApiId=where["ApiId"], DeploymentId=made)
    with pytest.raises(ClientError, match="NotFoundException"):
        client.get_deployment(ApiId=where["ApiId"], DeploymentId=made)
