"""CloudWatch Logs.

Moto 5.2.5 lacks query definitions, the classes of log groups, account policies and data-protection policies.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ..extension import AwsError, Call, Extension, random_uuid
from ..memory import Memory

extension = Extension(__name__, "logs")

GROUPS = Memory("groups", "logGroupName", {"logGroupClass": "STANDARD"})


@extension.amends("CreateLogGroup")
def create_log_group(call: Call, _: dict[str, Any]) -> None:
    """Note the group's class."""
    GROUPS.write(call, {"logGroupName": call.params["logGroupName"]}, call.params, new=True)


@extension.amends("DescribeLogGroups")
def describe_log_groups(call: Call, result: dict[str, Any]) -> None:
    """The groups with their classes."""
    GROUPS.read_all(call, result["logGroups"])


@extension.adds("PutQueryDefinition")
def put_query_definition(call: Call) -> Mapping[str, Any]:
    """Save a query."""
    known = call.table("query definitions")
    identifier = call.params.get("queryDefinitionId")
    if identifier is not None and identifier not in known:
        raise AwsError("ResourceNotFoundException", f"{identifier} was not found.")
    if identifier is None:
        identifier = random_uuid()
    known[identifier] = {
        "queryDefinitionId": identifier,
        "queryLanguage": call.params.get("queryLanguage", "CWLI"),
        "name": call.params["name"],
        "queryString": call.params["queryString"],
        "logGroupNames": call.params.get("logGroupNames", []),
        "lastModified": int(time.time() * 1000),
    }
    return {"queryDefinitionId": identifier}


@extension.adds("DescribeQueryDefinitions")
def describe_query_definitions(call: Call) -> Mapping[str, Any]:
    """The saved queries."""
    prefix = call.params.get("queryDefinitionNamePrefix", "")
    return {"queryDefinitions": [d for d in call.table("query definitions").values() if d["name"].startswith(prefix)]}


@extension.adds("DeleteQueryDefinition")
def delete_query_definition(call: Call) -> Mapping[str, Any]:
    """Forget a query."""
    return {"success": call.table("query definitions").pop(call.params["queryDefinitionId"], None) is not None}


@extension.adds("PutAccountPolicy")
def put_account_policy(call: Call) -> Mapping[str, Any]:
    """A policy for all log groups of the account."""
    policy = {
        "scope": "ALL",
        **{name: call.params.get(name) for name in ("policyName", "policyDocument", "policyType", "selectionCriteria")},
        "accountId": call.account_id,
        "lastUpdatedTime": int(time.time() * 1000),
    }
    call.table("account policies")[f"{policy['policyType']} {policy['policyName']}"] = policy
    return {"accountPolicy": policy}


@extension.adds("DescribeAccountPolicies")
def describe_account_policies(call: Call) -> Mapping[str, Any]:
    """The account's policies of one type."""
    kind, name = call.params["policyType"], call.params.get("policyName")
    found = [p for p in call.table("account policies").values() if p["policyType"] == kind]
    return {"accountPolicies": [p for p in found if name in (None, p["policyName"])]}


@extension.adds("DeleteAccountPolicy")
def delete_account_policy(call: Call) -> None:
    """Forget a policy."""
    call.table("account policies").pop(f"{call.params['policyType']} {call.params['policyName']}", None)


@extension.adds("PutDataProtectionPolicy")
def put_data_protection_policy(call: Call) -> Mapping[str, Any]:
    """What is to be masked in a log group."""
    group = call.params["logGroupIdentifier"]
    call.table("data protection")[group] = call.params["policyDocument"]
    return _data_protection(call, group)


@extension.adds("GetDataProtectionPolicy")
def get_data_protection_policy(call: Call) -> Mapping[str, Any]:
    """What is masked in a log group."""
    return _data_protection(call, call.params["logGroupIdentifier"])


@extension.adds("DeleteDataProtectionPolicy")
def delete_data_protection_policy(call: Call) -> None:
    """Mask nothing."""
    call.table("data protection").pop(call.params["logGroupIdentifier"], None)


def _data_protection(call: Call, group: str) -> Mapping[str, Any]:
    return {"logGroupIdentifier": group, "policyDocument": call.table("data protection").get(group)}
