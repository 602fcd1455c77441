"""X-Ray.

Moto 5.2.5 lacks sampling rules, groups, the encryption configuration, and tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id
from ..memory import Tagging

extension = Extension(__name__, "xray")

TAGGING = Tagging(arn="ResourceARN", tags="Tags", keys="TagKeys", as_list=("Key", "Value"))
TAGGING.add(extension)

DEFAULT_RULE = {
    "RuleName": "Default",
    "ResourceARN": "*",
    "Priority": 10000,
    "FixedRate": 0.05,
    "ReservoirSize": 1,
    "ServiceName": "*",
    "ServiceType": "*",
    "Host": "*",
    "HTTPMethod": "*",
    "URLPath": "*",
    "Version": 1,
    "Attributes": {},
}


@extension.adds("CreateSamplingRule")
def create_sampling_rule(call: Call) -> Mapping[str, Any]:
    """Which requests are traced."""
    rule = {"Attributes": {}, **call.params["SamplingRule"]}
    name = rule["RuleName"]
    if name in _rules(call):
        raise AwsError("InvalidRequestException", f"Sampling rule {name} already exists")
    rule["RuleARN"] = call.arn(f"sampling-rule/{name}")
    TAGGING.note(call, rule["RuleARN"])
    now = datetime.now(UTC)
    _rules(call)[name] = {"SamplingRule": rule, "CreatedAt": now, "ModifiedAt": now}
    return {"SamplingRuleRecord": _rules(call)[name]}


@extension.adds("GetSamplingRules")
def get_sampling_rules(call: Call) -> Mapping[str, Any]:
    """All of them; AWS has one by default."""
    default = {**DEFAULT_RULE, "RuleARN": call.arn("sampling-rule/Default")}
    return {"SamplingRuleRecords": [*_rules(call).values(), {"SamplingRule": default}]}


@extension.adds("UpdateSamplingRule")
def update_sampling_rule(call: Call) -> Mapping[str, Any]:
    """Change a rule."""
    record = _rule(call, call.params["SamplingRuleUpdate"])
    record["SamplingRule"].update(call.params["SamplingRuleUpdate"])
    record["ModifiedAt"] = datetime.now(UTC)
    return {"SamplingRuleRecord": record}


@extension.adds("DeleteSamplingRule")
def delete_sampling_rule(call: Call) -> Mapping[str, Any]:
    """Forget a rule."""
    record = _rule(call, call.params)
    del _rules(call)[record["SamplingRule"]["RuleName"]]
    return {"SamplingRuleRecord": record}


def _rules(call: Call) -> dict[str, Any]:
    return call.table("sampling rules")


def _rule(call: Call, wanted: Mapping[str, Any]) -> Any:
    for record in _rules(call).values():
        rule = record["SamplingRule"]
        if rule["RuleName"] == wanted.get("RuleName") or rule["RuleARN"] == wanted.get("RuleARN"):
            return record
    raise AwsError("InvalidRequestException", "Sampling rule does not exist")


@extension.adds("CreateGroup")
def create_group(call: Call) -> Mapping[str, Any]:
    """A filter on traces."""
    name = call.params["GroupName"]
    arn = call.arn(f"group/{name}/{random_id(26).upper()}")
    call.table("groups")[arn] = {
        "GroupName": name,
        "GroupARN": arn,
        "FilterExpression": call.params.get("FilterExpression"),
        "InsightsConfiguration": _insights(call.params),
    }
    TAGGING.note(call, arn)
    return {"Group": call.table("groups")[arn]}


@extension.adds("GetGroup")
def get_group(call: Call) -> Mapping[str, Any]:
    """One group."""
    return {"Group": _group(call)}


@extension.adds("GetGroups")
def get_groups(call: Call) -> Mapping[str, Any]:
    """All groups."""
    return {"Groups": list(call.table("groups").values())}


@extension.adds("UpdateGroup")
def update_group(call: Call) -> Mapping[str, Any]:
    """Change a group."""
    group = _group(call)
    group["FilterExpression"] = call.params.get("FilterExpression", group["FilterExpression"])
    if "InsightsConfiguration" in call.params:
        group["InsightsConfiguration"] = _insights(call.params)
    return {"Group": group}


@extension.adds("DeleteGroup")
def delete_group(call: Call) -> None:
    """Forget a group."""
    del call.table("groups")[_group(call)["GroupARN"]]


def _insights(params: Mapping[str, Any]) -> dict[str, bool]:
    return {"InsightsEnabled": False, "NotificationsEnabled": False, **params.get("InsightsConfiguration", {})}


def _group(call: Call) -> Any:
    for group in call.table("groups").values():
        if group["GroupARN"] == call.params.get("GroupARN") or group["GroupName"] == call.params.get("GroupName"):
            return group
    raise AwsError("InvalidRequestException", "Group not found")


@extension.adds("PutEncryptionConfig", "GetEncryptionConfig")
def encryption_config(call: Call) -> Mapping[str, Any]:
    """How traces are encrypted."""
    settings = call.table("settings")
    if call.operation == "PutEncryptionConfig":
        settings["encryption"] = {"Type": call.params["Type"], "KeyId": call.params.get("KeyId")}
    return {"EncryptionConfig": {"Type": "NONE", **settings.get("encryption", {}), "Status": "ACTIVE"}}
