"""API Gateway v2 (HTTP and WebSocket APIs).

Moto 5.2.5 never reports a domain name's status (the AWS provider waits for it), and lacks deployments, UpdateStage,
UpdateDomainName and UpdateApiMapping.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id

extension = Extension(__name__, "apigatewayv2")


@extension.amends("CreateDomainName", "GetDomainName")
def domain_name(call: Call, result: dict[str, Any]) -> None:
    """Ready at once, with the name that DNS is to point to."""
    _complete(call, result)


@extension.amends("GetDomainNames")
def domain_names(call: Call, result: dict[str, Any]) -> None:
    """All of them."""
    for item in result.get("Items", []):
        _complete(call, item)


@extension.adds("UpdateDomainName")
def update_domain_name(call: Call) -> Mapping[str, Any]:
    """Change a domain name."""
    name = call.params["DomainName"]
    known = call.backend.domain_names.get(name)
    if known is None:
        raise AwsError("NotFoundException", f"The domain name resource {name} was not found.")
    if "DomainNameConfigurations" in call.params:
        known.domain_name_configurations = [_lower(c) for c in call.params["DomainNameConfigurations"]]
    if "MutualTlsAuthentication" in call.params:
        known.mutual_tls_authentication = _lower(call.params["MutualTlsAuthentication"])
    result = _upper(known.to_json())
    _complete(call, result)
    return result


def _complete(call: Call, domain: dict[str, Any]) -> None:
    label = f"{zlib.crc32(domain['DomainName'].encode()):08x}"
    if not domain.get("MutualTlsAuthentication"):
        domain.pop("MutualTlsAuthentication", None)
    for configuration in domain.get("DomainNameConfigurations", []):
        configuration.setdefault("ApiGatewayDomainName", f"d-{label}.execute-api.{call.region}.amazonaws.com")
        configuration.setdefault("DomainNameStatus", "AVAILABLE")
        configuration.setdefault("EndpointType", "REGIONAL")
        configuration.setdefault("HostedZoneId", "Z1UJRXOUMOOFQ8")
        configuration.setdefault("IpAddressType", "ipv4")
        configuration.setdefault("SecurityPolicy", "TLS_1_2")


def _lower(members: Mapping[str, Any]) -> dict[str, Any]:
    """Members under the names that they have on the wire, which Moto keeps."""
    return {name[:1].lower() + name[1:]: value for name, value in members.items()}


def _upper(members: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name[:1].upper() + name[1:]: [_upper(v) if isinstance(v, dict) else v for v in value]
        if isinstance(value, list)
        else value
        for name, value in members.items()
    }


@extension.adds("UpdateApiMapping")
def update_api_mapping(call: Call) -> Mapping[str, Any]:
    """Point a mapping elsewhere."""
    mapping = call.backend.api_mappings.get(call.params["ApiMappingId"])
    if mapping is None:
        raise AwsError("NotFoundException", "The resource specified in the request was not found.")
    mapping.api_id = call.params.get("ApiId", mapping.api_id)
    mapping.api_mapping_key = call.params.get("ApiMappingKey", mapping.api_mapping_key)
    mapping.stage = call.params.get("Stage", mapping.stage)
    return _upper(mapping.to_json())


@extension.adds("UpdateStage")
def update_stage(call: Call) -> Mapping[str, Any]:
    """Change a stage."""
    stage = call.backend.get_stage(call.params["ApiId"], call.params["StageName"])
    attributes = {
        "AutoDeploy": "auto_deploy",
        "ClientCertificateId": "client_certificate_id",
        "Description": "description",
        "StageVariables": "stage_variables",
    }
    for name, attribute in attributes.items():
        if name in call.params:
            setattr(stage, attribute, call.params[name])
    if "AccessLogSettings" in call.params:
        stage.access_log_settings = _lower(call.params["AccessLogSettings"])
    if "DefaultRouteSettings" in call.params:
        stage.default_route_settings = {**stage.default_route_settings, **_lower(call.params["DefaultRouteSettings"])}
    for route, settings in call.params.get("RouteSettings", {}).items():
        stage.route_settings[route] = {**stage.route_settings.get(route, {}), **_lower(settings)}
    stage.updated = datetime.now(UTC)
    result = _upper(stage.to_json())
    for member in ("AccessLogSettings", "DefaultRouteSettings"):
        result[member] = _upper(result.get(member) or {})
    result["RouteSettings"] = {route: _upper(settings) for route, settings in stage.route_settings.items()}
    return result


@extension.adds("DeleteRouteSettings")
def delete_route_settings(call: Call) -> None:
    """Let a route follow its stage again."""
    stage = call.backend.get_stage(call.params["ApiId"], call.params["StageName"])
    stage.route_settings.pop(call.params["RouteKey"], None)


@extension.adds("DeleteAccessLogSettings")
def delete_access_log_settings(call: Call) -> None:
    """Log no access."""
    call.backend.get_stage(call.params["ApiId"], call.params["StageName"]).access_log_settings = None


@extension.adds("CreateDeployment")
def create_deployment(call: Call) -> Mapping[str, Any]:
    """Deploy an API."""
    call.backend.get_api(call.params["ApiId"])
    identifier = random_id(6)
    deployment = {
        "DeploymentId": identifier,
        "DeploymentStatus": "DEPLOYED",
        "Description": call.params.get("Description"),
        "CreatedDate": datetime.now(UTC),
        "AutoDeployed": False,
    }
    call.table("deployments")[identifier] = deployment
    return deployment


@extension.adds("GetDeployment")
def get_deployment(call: Call) -> Mapping[str, Any]:
    """One deployment."""
    found: dict[str, Any] = call.find("deployments", call.params["DeploymentId"], "NotFoundException")
    return found


@extension.adds("DeleteDeployment")
def delete_deployment(call: Call) -> None:
    """Forget a deployment."""
    call.table("deployments").pop(call.params["DeploymentId"], None)
