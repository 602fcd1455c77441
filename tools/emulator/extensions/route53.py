"""Route 53.

Moto 5.2.5 takes a zone that is created with a VPC for a public one, and drops the alarm and the state without data of a
health check, which it also answers with a port and an interval where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "route53")


@extension.wraps("moto.route53.responses:Route53.create_hosted_zone")
def create_hosted_zone(original: Callable[[Any], Any], response: Any) -> Any:
    """A zone with a VPC is private."""
    if response._get_param("VPC.VPCId"):
        asked = response._get_bool_param
        response._get_bool_param = lambda name, if_none=None: (
            True if name == "HostedZoneConfig.PrivateZone" else asked(name, if_none)
        )
    return original(response)


CHECKS = ("AlarmIdentifier", "InsufficientDataHealthStatus", "RoutingControlArn")
ENDPOINT_ONLY = ("FailureThreshold", "IPAddress", "MeasureLatency", "Port", "RequestInterval")


@extension.amends("CreateHealthCheck", "GetHealthCheck", "UpdateHealthCheck")
def health_check(call: Call, result: dict[str, Any]) -> None:
    """One check, as AWS describes it."""
    check = result["HealthCheck"]
    if call.operation != "GetHealthCheck":
        said = call.params.get("HealthCheckConfig", call.params)
        kept = call.table("health checks").setdefault(check["Id"], {})
        kept.update({name: said[name] for name in CHECKS if name in said})
    _complete(call, check)


@extension.amends("ListHealthChecks")
def health_checks(call: Call, result: dict[str, Any]) -> None:
    """All checks."""
    for check in result["HealthChecks"]:
        _complete(call, check)


def _complete(call: Call, check: dict[str, Any]) -> None:
    config = check["HealthCheckConfig"]
    config.update(call.table("health checks").get(check["Id"], {}))
    if config["Type"] in ("CLOUDWATCH_METRIC", "RECOVERY_CONTROL"):
        for name in ENDPOINT_ONLY:
            config.pop(name, None)
