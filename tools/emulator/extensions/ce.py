"""Cost Explorer.

Moto 5.2.5 lacks anomaly monitors and subscriptions, and cost-allocation tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_uuid
from ..memory import Tagging

extension = Extension(__name__, "ce")

TAGGING = Tagging(arn="ResourceArn", tags="ResourceTags", keys="ResourceTagKeys", as_list=("Key", "Value"))
TAGGING.add(extension, shared=True)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _found(call: Call, name: str, key: str) -> Any:
    found = call.table(name).get(key)
    if found is None:
        error = "UnknownMonitorException" if name == "monitors" else "UnknownSubscriptionException"
        raise AwsError(error, f"{key} was not found.")
    return found


@extension.adds("CreateAnomalyMonitor")
def create_monitor(call: Call) -> Mapping[str, Any]:
    """What is watched."""
    arn = call.arn(f"anomalymonitor/{random_uuid()}", region="")
    call.table("monitors")[arn] = {
        **call.params["AnomalyMonitor"],
        "MonitorArn": arn,
        "CreationDate": _now(),
        "LastUpdatedDate": _now(),
        "DimensionalValueCount": 0,
    }
    TAGGING.note(call, arn)
    return {"MonitorArn": arn}


@extension.adds("GetAnomalyMonitors")
def get_monitors(call: Call) -> Mapping[str, Any]:
    """The monitors, or those that are named."""
    wanted = call.params.get("MonitorArnList")
    found = [_found(call, "monitors", arn) for arn in wanted] if wanted else list(call.table("monitors").values())
    return {"AnomalyMonitors": found}


@extension.adds("UpdateAnomalyMonitor")
def update_monitor(call: Call) -> Mapping[str, Any]:
    """Give a monitor another name."""
    monitor = _found(call, "monitors", call.params["MonitorArn"])
    monitor["MonitorName"] = call.params.get("MonitorName", monitor["MonitorName"])
    monitor["LastUpdatedDate"] = _now()
    return {"MonitorArn": monitor["MonitorArn"]}


@extension.adds("DeleteAnomalyMonitor")
def delete_monitor(call: Call) -> None:
    """Forget a monitor."""
    del call.table("monitors")[_found(call, "monitors", call.params["MonitorArn"])["MonitorArn"]]


@extension.adds("CreateAnomalySubscription")
def create_subscription(call: Call) -> Mapping[str, Any]:
    """Who is told, and from which amount on."""
    arn = call.arn(f"anomalysubscription/{random_uuid()}", region="")
    said = {**call.params["AnomalySubscription"]}
    said["Subscribers"] = [{"Status": "CONFIRMED", **subscriber} for subscriber in said["Subscribers"]]
    call.table("subscriptions")[arn] = {**said, "SubscriptionArn": arn, "AccountId": call.account_id}
    TAGGING.note(call, arn)
    return {"SubscriptionArn": arn}


@extension.adds("GetAnomalySubscriptions")
def get_subscriptions(call: Call) -> Mapping[str, Any]:
    """The subscriptions, or those that are named."""
    wanted = call.params.get("SubscriptionArnList")
    known = call.table("subscriptions")
    return {"AnomalySubscriptions": [_found(call, "subscriptions", arn) for arn in wanted or known]}


@extension.adds("UpdateAnomalySubscription")
def update_subscription(call: Call) -> Mapping[str, Any]:
    """Change a subscription."""
    subscription = _found(call, "subscriptions", call.params["SubscriptionArn"])
    subscription.update({name: value for name, value in call.params.items() if name != "SubscriptionArn"})
    return {"SubscriptionArn": subscription["SubscriptionArn"]}


@extension.adds("DeleteAnomalySubscription")
def delete_subscription(call: Call) -> None:
    """Forget a subscription."""
    del call.table("subscriptions")[_found(call, "subscriptions", call.params["SubscriptionArn"])["SubscriptionArn"]]


@extension.adds("UpdateCostAllocationTagsStatus")
def update_cost_allocation_tags(call: Call) -> Mapping[str, Any]:
    """Which tags the bill is broken down by."""
    for entry in call.params["CostAllocationTagsStatus"]:
        call.table("allocation tags")[entry["TagKey"]] = {**entry, "Type": "UserDefined"}
    return {"Errors": []}


@extension.adds("ListCostAllocationTags")
def list_cost_allocation_tags(call: Call) -> Mapping[str, Any]:
    """The tags, and whether the bill is broken down by them."""
    wanted = call.params.get("TagKeys")
    known = call.table("allocation tags").items()
    return {"CostAllocationTags": [tag for key, tag in known if not wanted or key in wanted]}
