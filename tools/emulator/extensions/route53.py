"""Route 53.

Moto 5.2.5 takes a zone that is created with a VPC for a public one, and drops the alarm and the state without data of a
health check, which it also answers with a port and an interval where there is none. It takes a log group for query
logging only with ":*" behind its ARN (AWS takes it without), and lacks DNSSEC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id

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


@extension.wraps("moto.route53.models:Route53Backend.create_query_logging_config")
def create_query_logging(original: Callable[..., Any], backend: Any, zone: str, group: str) -> Any:
    """The ARN of a log group, as the AWS provider has it."""
    configuration = original(backend, zone, group if group.endswith(":*") else f"{group}:*")
    configuration.cloud_watch_logs_log_group_arn = group
    return configuration


# -- DNSSEC ------------------------------------------------------------------------------------------------------------


def _signing(call: Call) -> dict[str, Any]:
    zone = call.params["HostedZoneId"].rpartition("/")[2]
    call.backend.get_hosted_zone(zone)
    return call.table(f"signing of {zone}")


def _change() -> dict[str, Any]:
    return {"ChangeInfo": {"Id": f"/change/C{random_id(13).upper()}", "Status": "INSYNC", "SubmittedAt": _now()}}


def _now() -> datetime:
    return datetime.now(UTC)


@extension.adds("CreateKeySigningKey")
def create_key_signing_key(call: Call) -> Mapping[str, Any]:
    """A key to sign a zone with."""
    keys, name = _signing(call), call.params["Name"]
    if name in keys:
        raise AwsError("KeySigningKeyAlreadyExists", f"The key {name} exists already.")
    digest = random_id(64).upper()
    keys[name] = {
        "Name": name,
        "KmsArn": call.params["KeyManagementServiceArn"],
        "Flag": 257,
        "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
        "SigningAlgorithmType": 13,
        "DigestAlgorithmMnemonic": "SHA-256",
        "DigestAlgorithmType": 2,
        "KeyTag": 12345,
        "DigestValue": digest,
        "PublicKey": "bWFkZSBieSB0aGUgZW11bGF0b3I=",
        "DSRecord": f"12345 13 2 {digest}",
        "DNSKEYRecord": "257 3 13 bWFkZSBieSB0aGUgZW11bGF0b3I=",
        "Status": call.params["Status"],
        "CreatedDate": _now(),
        "LastModifiedDate": _now(),
    }
    return {**_change(), "KeySigningKey": keys[name], "Location": f"/2013-04-01/keysigningkey/{name}"}


@extension.adds("ActivateKeySigningKey", "DeactivateKeySigningKey")
def switch_key_signing_key(call: Call) -> Mapping[str, Any]:
    """Use a key, or do not."""
    key = _key(call)
    key["Status"] = "ACTIVE" if call.operation.startswith("Activate") else "INACTIVE"
    key["LastModifiedDate"] = _now()
    return _change()


@extension.adds("DeleteKeySigningKey")
def delete_key_signing_key(call: Call) -> Mapping[str, Any]:
    """Forget a key."""
    if _key(call)["Status"] == "ACTIVE":
        raise AwsError("InvalidKeySigningKeyStatus", "The key is in use.")
    del _signing(call)[call.params["Name"]]
    return _change()


def _key(call: Call) -> Any:
    key = _signing(call).get(call.params["Name"])
    if key is None:
        raise AwsError("NoSuchKeySigningKey", f"There is no key {call.params['Name']}.")
    return key


@extension.adds("EnableHostedZoneDNSSEC", "DisableHostedZoneDNSSEC")
def switch_dnssec(call: Call) -> Mapping[str, Any]:
    """Sign a zone, or do not."""
    _signing(call)
    call.table("signed zones")[call.params["HostedZoneId"].rpartition("/")[2]] = call.operation.startswith("Enable")
    return _change()


@extension.replaces("GetDNSSEC")
def get_dnssec(call: Call) -> Mapping[str, Any]:
    """Whether a zone is signed, and with which keys."""
    keys = _signing(call)
    signed = call.table("signed zones").get(call.params["HostedZoneId"].rpartition("/")[2])
    return {
        "Status": {"ServeSignature": "SIGNING" if signed else "NOT_SIGNING"},
        "KeySigningKeys": list(keys.values()),
    }
