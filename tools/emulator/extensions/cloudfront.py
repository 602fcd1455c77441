"""CloudFront.

Moto 5.2.5 drops much of a distribution's configuration (error pages, origin access controls, policies of behaviours)
and lacks policies of response headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id, random_uuid

extension = Extension(__name__, "cloudfront")

_MISSING = "NoSuchResponseHeadersPolicy"
_NONE = {"Quantity": 0}
_UNSAID = {
    "Aliases": _NONE,
    "CacheBehaviors": _NONE,
    "CustomErrorResponses": _NONE,
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "OriginGroups": _NONE,
}
"""What AWS answers where the caller said nothing."""


@extension.amends("CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution")
def put_distribution(call: Call, result: dict[str, Any]) -> None:
    """Keep the configuration as it was said."""
    said = call.params.get("DistributionConfig") or call.params["DistributionConfigWithTags"]["DistributionConfig"]
    call.table("distributions")[result["Distribution"]["Id"]] = {**_UNSAID, **said}
    get_distribution(call, result)


@extension.amends("GetDistribution")
def get_distribution(call: Call, result: dict[str, Any]) -> None:
    """A distribution with the configuration that it was given."""
    kept = call.table("distributions").get(result["Distribution"]["Id"])
    if kept is not None:
        result["Distribution"]["DistributionConfig"] = kept


@extension.amends("GetDistributionConfig")
def get_distribution_config(call: Call, result: dict[str, Any]) -> None:
    """The configuration alone."""
    kept = call.table("distributions").get(call.params["Id"])
    if kept is not None:
        result["DistributionConfig"] = kept


# -- policies of response headers --------------------------------------------------------------------------------------


@extension.adds("CreateResponseHeadersPolicy")
def create_response_headers_policy(call: Call) -> Mapping[str, Any]:
    """Make a policy; names are unique."""
    known = call.table("response headers policies")
    config = call.params["ResponseHeadersPolicyConfig"]
    if any(
        entry["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]["Name"] == config["Name"]
        for entry in known.values()
    ):
        raise AwsError("ResponseHeadersPolicyAlreadyExists", f"There is a policy {config['Name']} already.")
    identifier = random_uuid()
    known[identifier] = _entry(identifier, config)
    return {
        **known[identifier],
        "Location": f"https://cloudfront.amazonaws.com/2020-05-31/response-headers-policy/{identifier}",
    }


@extension.adds("GetResponseHeadersPolicy")
def get_response_headers_policy(call: Call) -> Mapping[str, Any]:
    """One policy."""
    return _found(call)


@extension.adds("GetResponseHeadersPolicyConfig")
def get_response_headers_policy_config(call: Call) -> Mapping[str, Any]:
    """The configuration of one policy."""
    found = _found(call)
    config = found["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    return {"ResponseHeadersPolicyConfig": config, "ETag": found["ETag"]}


@extension.adds("UpdateResponseHeadersPolicy")
def update_response_headers_policy(call: Call) -> Mapping[str, Any]:
    """Change a policy of which the caller knows the latest state."""
    _latest(call)
    identifier = call.params["Id"]
    entry = _entry(identifier, call.params["ResponseHeadersPolicyConfig"])
    call.table("response headers policies")[identifier] = entry
    return entry


@extension.adds("DeleteResponseHeadersPolicy")
def delete_response_headers_policy(call: Call) -> None:
    """Forget a policy that no distribution uses."""
    _latest(call)
    for config in call.table("distributions").values():
        behaviours = [config["DefaultCacheBehavior"], *(config.get("CacheBehaviors", {}).get("Items") or [])]
        if any(each.get("ResponseHeadersPolicyId") == call.params["Id"] for each in behaviours):
            raise AwsError("ResponseHeadersPolicyInUse", "A distribution uses this policy.")
    del call.table("response headers policies")[call.params["Id"]]


@extension.amends("DeleteDistribution")
def delete_distribution(call: Call, _: dict[str, Any]) -> None:
    """Forget what was kept."""
    call.table("distributions").pop(call.params["Id"], None)


def _found(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = call.find("response headers policies", call.params["Id"], _MISSING)
    return found


def _latest(call: Call) -> None:
    if call.params.get("IfMatch") != _found(call)["ETag"]:
        raise AwsError("PreconditionFailed", "The policy was changed since: get it again.")


def _entry(identifier: str, config: Mapping[str, Any]) -> dict[str, Any]:
    policy = {"Id": identifier, "LastModifiedTime": datetime.now(UTC), "ResponseHeadersPolicyConfig": config}
    return {"ResponseHeadersPolicy": policy, "ETag": random_id(14).upper()}
