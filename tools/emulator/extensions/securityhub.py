"""Security Hub.

Moto 5.2.5 lacks the hub's configuration and the subscriptions to standards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "securityhub")


@extension.adds("UpdateSecurityHubConfiguration")
def update_configuration(call: Call) -> None:
    """Which controls are on, and how findings are told."""
    call.table("settings").update(call.params)


@extension.amends("EnableSecurityHub")
def enable(call: Call, _: dict[str, Any]) -> None:
    """What was said of the new hub."""
    said = call.params.get("ControlFindingGenerator")
    call.table("settings").clear()
    call.table("settings").update({"ControlFindingGenerator": said} if said else {})


@extension.amends("DescribeHub")
def describe_hub(call: Call, result: dict[str, Any]) -> None:
    """With its configuration."""
    defaults = {"AutoEnableControls": True, "ControlFindingGenerator": "SECURITY_CONTROL"}
    result.update({**defaults, **call.table("settings")})


@extension.adds("BatchEnableStandards")
def enable_standards(call: Call) -> Mapping[str, Any]:
    """Subscribe to standards; they are ready at once."""
    made = []
    for request in call.params["StandardsSubscriptionRequests"]:
        name = request["StandardsArn"].split("/", 1)[1]
        arn = call.arn(f"subscription/{name}")
        call.table("standards")[arn] = {
            "StandardsSubscriptionArn": arn,
            "StandardsArn": request["StandardsArn"],
            "StandardsInput": request.get("StandardsInput", {}),
            "StandardsStatus": "READY",
        }
        made.append(call.table("standards")[arn])
    return {"StandardsSubscriptions": made}


@extension.adds("GetEnabledStandards")
def get_standards(call: Call) -> Mapping[str, Any]:
    """The subscriptions, or those that are named."""
    wanted = call.params.get("StandardsSubscriptionArns")
    found = [each for arn, each in call.table("standards").items() if not wanted or arn in wanted]
    return {"StandardsSubscriptions": found}


@extension.adds("BatchDisableStandards")
def disable_standards(call: Call) -> Mapping[str, Any]:
    """End subscriptions."""
    ended = [call.table("standards").pop(arn, None) for arn in call.params["StandardsSubscriptionArns"]]
    return {"StandardsSubscriptions": [{**each, "StandardsStatus": "DELETING"} for each in ended if each]}
