"""Elastic Compute Cloud, with VPC.

Moto 5.2.5 drops the tags of CreateDhcpOptions and the descriptions of security group rules that refer to groups or
prefix lists, writes a launch template's own tags into its data, and lacks MonitorInstances, the account's default EBS
key, the account's blocks on public images and snapshots and its metadata defaults. It fails where two entries of a
network ACL are deleted at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "ec2")


@extension.amends("CreateDhcpOptions")
def create_dhcp_options(call: Call, result: dict[str, Any]) -> None:
    """A set's tags come with its creation."""
    options = result["DhcpOptions"]
    for specification in call.params.get("TagSpecifications", []):
        tags = specification.get("Tags", [])
        call.backend.create_tags([options["DhcpOptionsId"]], {tag["Key"]: tag["Value"] for tag in tags})
        options["Tags"] = tags


@extension.wraps("moto.ec2.models.launch_templates:LaunchTemplateBackend.create_launch_template")
def create_launch_template(
    original: Callable[..., Any], backend: Any, name: str, description: str, data: dict[str, Any], tags: Any
) -> Any:
    """The tags of the template itself are not those of what is launched from it."""
    if specifications := data.pop("TagSpecifications", None):
        kept = [s for s in specifications if s.get("ResourceType") != "launch-template"]
        data |= {"TagSpecifications": kept} if kept else {}
    return original(backend, name, description, data, tags)


@extension.adds("MonitorInstances", "UnmonitorInstances")
def monitor_instances(call: Call) -> Mapping[str, Any]:
    """Detailed monitoring, on or off."""
    state = "enabled" if call.operation == "MonitorInstances" else "disabled"
    for instance in call.backend.get_multi_instances_by_id(call.params["InstanceIds"]):
        instance.monitoring_state = state
    return {
        "InstanceMonitorings": [{"InstanceId": i, "Monitoring": {"State": state}} for i in call.params["InstanceIds"]]
    }


_ONE_AT_A_TIME = threading.Lock()


@extension.wraps("moto.ec2.models.network_acls:NetworkAclBackend.delete_network_acl_entry")
def delete_network_acl_entry(original: Callable[..., Any], backend: Any, *args: Any, **kwargs: Any) -> Any:
    """Moto overlooks the entry that it looks for when another one leaves the list meanwhile."""
    with _ONE_AT_A_TIME:
        return original(backend, *args, **kwargs)


# -- settings of the account -------------------------------------------------------------------------------------------


@extension.adds("GetEbsDefaultKmsKeyId", "ResetEbsDefaultKmsKeyId")
@extension.replaces("ModifyEbsDefaultKmsKeyId")
def ebs_default_key(call: Call) -> Mapping[str, Any]:
    """The key for volumes that name none."""
    settings = call.table("settings")
    if call.operation == "ModifyEbsDefaultKmsKeyId":
        settings["ebs key"] = call.params["KmsKeyId"]
    elif call.operation == "ResetEbsDefaultKmsKeyId":
        settings.pop("ebs key", None)
    return {"KmsKeyId": settings.get("ebs key", call.arn("alias/aws/ebs", service="kms"))}


@extension.adds("EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess", "GetImageBlockPublicAccessState")
def image_block_public_access(call: Call) -> Mapping[str, Any]:
    """Whether images of the account may be public."""
    settings = call.table("settings")
    if call.operation == "EnableImageBlockPublicAccess":
        settings["image block"] = call.params["ImageBlockPublicAccessState"]
    elif call.operation == "DisableImageBlockPublicAccess":
        settings["image block"] = "unblocked"
    return {"ImageBlockPublicAccessState": settings.get("image block", "unblocked")}


@extension.adds(
    "EnableSnapshotBlockPublicAccess", "DisableSnapshotBlockPublicAccess", "GetSnapshotBlockPublicAccessState"
)
def snapshot_block_public_access(call: Call) -> Mapping[str, Any]:
    """Whether snapshots of the account may be public."""
    settings = call.table("settings")
    if call.operation == "EnableSnapshotBlockPublicAccess":
        settings["snapshot block"] = call.params["State"]
    elif call.operation == "DisableSnapshotBlockPublicAccess":
        settings["snapshot block"] = "unblocked"
    return {"State": settings.get("snapshot block", "unblocked")}


@extension.adds("ModifyInstanceMetadataDefaults", "GetInstanceMetadataDefaults")
def instance_metadata_defaults(call: Call) -> Mapping[str, Any]:
    """What instances that say nothing of their metadata service get."""
    known = call.table("metadata defaults")
    if call.operation == "GetInstanceMetadataDefaults":
        return {"AccountLevel": dict(known)}
    for name in ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags"):
        value = call.params.get(name)
        if value in ("no-preference", -1):
            known.pop(name, None)
        elif value is not None:
            known[name] = value
    return {"Return": True}


# -- security group rules ----------------------------------------------------------------------------------------------


@extension.wraps("moto.ec2.models.security_groups:SecurityGroupRule.description")
def description_of_rule(original: Callable[[Any], str | None], rule: Any) -> str | None:
    """A rule that refers to a group or list has a description too, unless a later change gave it another."""
    told = getattr(rule, "prefix_list_description", None)
    return original(rule) or rule.source_group.get("Description") or told


@extension.wraps("moto.ec2.models.security_groups:SecurityGroupRule.__init__")
def new_rule(original: Callable[..., None], rule: Any, *args: Any, **kwargs: Any) -> None:
    """Of a prefix list Moto keeps the identifier alone."""
    original(rule, *args, **kwargs)
    prefix_list = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None)
    rule.prefix_list_description = (prefix_list or {}).get("Description")
