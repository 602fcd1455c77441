"""OpenSearch Serverless.

Moto 5.2.5 lacks access and lifecycle policies, the deletion of security policies, and updates of collections; a
collection that is encrypted with AWS's own key breaks it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id

extension = Extension(__name__, "opensearchserverless")


@extension.wraps("moto.opensearchserverless.models:Collection.__init__")
def new_collection(original: Callable[..., None], collection: Any, *args: Any, **kwargs: Any) -> None:
    """AWS's own key serves where the policy names none (or Moto took the network policy, a list, for it)."""
    policy = kwargs["policy"] if isinstance(kwargs["policy"], dict) else {}
    original(collection, *args, **{**kwargs, "policy": {"KmsARN": "auto", **policy}})


def _key(call: Call) -> str:
    return f"{call.params['type']} {call.params['name']}"


def _milliseconds() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def _policies(operation: str, kind: str, member: str, summaries: str) -> None:
    """The five operations on one kind of policy: access and lifecycle policies differ in names only."""

    def detail(policy: Mapping[str, Any]) -> dict[str, Any]:
        return {member: policy}

    @extension.adds(f"Create{operation}")
    def create(call: Call) -> Mapping[str, Any]:
        if _key(call) in call.table(kind):
            raise AwsError("ConflictException", f"Policy with name {call.params['name']} already exists")
        policy = {
            "type": call.params["type"],
            "name": call.params["name"],
            "policyVersion": random_id(20),
            "description": call.params.get("description"),
            "policy": json.loads(call.params["policy"]),
            "createdDate": _milliseconds(),
            "lastModifiedDate": _milliseconds(),
        }
        call.table(kind)[_key(call)] = policy
        return detail(policy)

    @extension.adds(f"Update{operation}")
    def update(call: Call) -> Mapping[str, Any]:
        policy = call.find(kind, _key(call))
        if "policy" in call.params:
            policy["policy"] = json.loads(call.params["policy"])
        policy["description"] = call.params.get("description", policy["description"])
        policy["policyVersion"] = random_id(20)
        policy["lastModifiedDate"] = _milliseconds()
        return detail(policy)

    @extension.adds(f"Delete{operation}")
    def delete(call: Call) -> None:
        call.find(kind, _key(call))
        del call.table(kind)[_key(call)]

    plural = operation.removesuffix("Policy") + "Policies"

    @extension.adds(f"List{plural}")
    def listed(call: Call) -> Mapping[str, Any]:
        of_type = [p for p in call.table(kind).values() if p["type"] == call.params["type"]]
        return {summaries: [{name: value for name, value in p.items() if name != "policy"} for p in of_type]}


_policies("AccessPolicy", "access policies", "accessPolicyDetail", "accessPolicySummaries")
_policies("LifecyclePolicy", "lifecycle policies", "lifecyclePolicyDetail", "lifecyclePolicySummaries")


@extension.adds("GetAccessPolicy")
def get_access_policy(call: Call) -> Mapping[str, Any]:
    """One policy on who may read and write."""
    return {"accessPolicyDetail": call.find("access policies", _key(call))}


@extension.adds("BatchGetLifecyclePolicy")
def batch_get_lifecycle_policy(call: Call) -> Mapping[str, Any]:
    """Policies on how long data is kept."""
    wanted = [f"{i['type']} {i['name']}" for i in call.params["identifiers"]]
    known = call.table("lifecycle policies")
    return {"lifecyclePolicyDetails": [known[key] for key in wanted if key in known]}


@extension.adds("DeleteSecurityPolicy")
def delete_security_policy(call: Call) -> None:
    """Forget an encryption or network policy."""
    policies = call.backend.security_policies
    wanted = (call.params["name"], call.params["type"])
    for key in [key for key, policy in policies.items() if (policy.name, policy.type) == wanted]:
        del policies[key]


@extension.adds("UpdateCollection")
def update_collection(call: Call) -> Mapping[str, Any]:
    """Describe a collection otherwise."""
    collection = call.backend.collections.get(call.params["id"])
    if collection is None:
        raise AwsError("ResourceNotFoundException", f"Collection with ID {call.params['id']} cannot be found.")
    collection.description = call.params.get("description", collection.description)
    found: dict[str, Any] = collection.to_dict()
    return {"updateCollectionDetail": found}
