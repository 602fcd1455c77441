"""Elastic Kubernetes Service.

Moto 5.2.5 lacks add-ons, access entries and their policies, pod identity associations and the observation of updates;
it drops the access, upgrade and zonal-shift configuration of clusters and the update and repair configuration of node
groups, answers every node group with a remote access nobody asked for, answers an update of a cluster's configuration
with the cluster (the AWS provider then crashes), and gives all clusters one identity issuer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension, random_id, random_uuid
from ..memory import Memory, Tagging

extension = Extension(__name__, "eks")

TAGGING = Tagging(arn="resourceArn", tags="tags", keys="tagKeys")
TAGGING.add(extension, shared=True)

CLUSTERS = Memory(
    "clusters",
    "name",
    {
        "accessConfig": {"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True},
        "computeConfig": None,
        "deletionProtection": False,
        "storageConfig": None,
        "upgradePolicy": {"supportType": "EXTENDED"},
        "zonalShiftConfig": None,
    },
)
NODE_GROUPS = Memory(
    "node groups",
    "nodegroupArn",
    {"remoteAccess": None, "nodeRepairConfig": None, "updateConfig": {"maxUnavailable": 1}},
)


@extension.amends("CreateCluster")
def create_cluster(call: Call, result: dict[str, Any]) -> None:
    """All that was said of a cluster, and an issuer of its own."""
    cluster = call.backend.describe_cluster(name=call.params["name"])
    issuer = f"https://oidc.eks.{call.region}.amazonaws.com/id/{random_id(32).upper()}"
    cluster.identity = result["cluster"]["identity"] = {"oidc": {"issuer": issuer}}
    CLUSTERS.write(call, result["cluster"], call.params, new=True)


@extension.amends("DescribeCluster", "DeleteCluster")
def describe_cluster(call: Call, result: dict[str, Any]) -> None:
    """The cluster, with all that was said of it."""
    CLUSTERS.read(call, result["cluster"])


@extension.amends("UpdateClusterConfig")
def update_cluster_config(call: Call, result: dict[str, Any]) -> None:
    """Change it; the answer is the update."""
    known = call.table("clusters").get(call.params["name"], {})
    said = dict(call.params)
    if "accessConfig" in said:
        before = known.get("accessConfig", CLUSTERS.members["accessConfig"])
        said["accessConfig"] = {**before, **said["accessConfig"]}
    CLUSTERS.write(call, {"name": call.params["name"]}, said)
    result["update"] = _update(call, "VpcConfigUpdate")


@extension.adds("UpdateClusterVersion")
def update_cluster_version(call: Call) -> Mapping[str, Any]:
    """Upgrade at once."""
    call.backend.describe_cluster(name=call.params["name"]).version = call.params["version"]
    return {"update": _update(call, "VersionUpdate")}


@extension.amends("CreateNodegroup")
def create_nodegroup(call: Call, result: dict[str, Any]) -> None:
    """All that was said of a node group."""
    result["nodegroup"].pop("remoteAccess", None)
    NODE_GROUPS.write(call, result["nodegroup"], call.params, new=True)


@extension.amends("DescribeNodegroup", "DeleteNodegroup")
def describe_nodegroup(call: Call, result: dict[str, Any]) -> None:
    """The node group, with all that was said of it."""
    result["nodegroup"].pop("remoteAccess", None)
    NODE_GROUPS.read(call, result["nodegroup"])


@extension.amends("UpdateNodegroupConfig")
def update_nodegroup_config(call: Call, result: dict[str, Any]) -> None:
    """Change it; the answer is the update."""
    group = call.backend.describe_nodegroup(
        cluster_name=call.params["clusterName"], nodegroup_name=call.params["nodegroupName"]
    )
    NODE_GROUPS.write(call, {"nodegroupArn": group.arn}, call.params)
    result["update"] = _update(call, "ConfigUpdate")


@extension.adds("UpdateNodegroupVersion")
def update_nodegroup_version(call: Call) -> Mapping[str, Any]:
    """Upgrade at once."""
    group = call.backend.describe_nodegroup(
        cluster_name=call.params["clusterName"], nodegroup_name=call.params["nodegroupName"]
    )
    group.version = call.params.get("version", group.version)
    group.release_version = call.params.get("releaseVersion", group.release_version)
    if template := call.params.get("launchTemplate"):
        group.launch_template = {**(group.launch_template or {}), **template}
    return {"update": _update(call, "VersionUpdate")}


@extension.adds("DescribeUpdate")
def describe_update(call: Call) -> Mapping[str, Any]:
    """Every update has succeeded."""
    return {"update": call.find("updates", call.params["updateId"])}


def _update(call: Call, kind: str) -> dict[str, Any]:
    update = {
        "id": random_uuid(),
        "status": "Successful",
        "type": kind,
        "params": [],
        "createdAt": datetime.now(UTC),
        "errors": [],
    }
    call.table("updates")[str(update["id"])] = update
    return update


# -- what belongs to a cluster -----------------------------------------------------------------------------------------


def _of_cluster(call: Call, kind: str) -> dict[str, Any]:
    cluster = call.params["clusterName"]
    call.backend.describe_cluster(name=cluster)  # refuses a cluster that there is not
    return call.table(f"{kind} of {cluster}")


def _found(call: Call, kind: str, key: str) -> Any:
    try:
        return _of_cluster(call, kind)[key]
    except KeyError:
        raise AwsError("ResourceNotFoundException", f"{key} was not found in the cluster.") from None


@extension.adds("CreateAddon")
def create_addon(call: Call) -> Mapping[str, Any]:
    """Install an add-on."""
    addons, name = _of_cluster(call, "addons"), call.params["addonName"]
    if name in addons:
        raise AwsError("ResourceInUseException", f"Addon already exists: {name}")
    now = datetime.now(UTC)
    arn = call.arn(f"addon/{call.params['clusterName']}/{name}/{random_uuid()}")
    addons[name] = {
        "addonName": name,
        "clusterName": call.params["clusterName"],
        "status": "ACTIVE",
        "addonVersion": call.params.get("addonVersion", "v1.0.0-eksbuild.1"),
        "health": {"issues": []},
        "addonArn": arn,
        "createdAt": now,
        "modifiedAt": now,
        "serviceAccountRoleArn": call.params.get("serviceAccountRoleArn"),
        "configurationValues": call.params.get("configurationValues"),
        "podIdentityAssociations": _associate(call),
        "tags": TAGGING.note(call, arn),
    }
    return {"addon": addons[name]}


@extension.adds("DescribeAddon")
def describe_addon(call: Call) -> Mapping[str, Any]:
    """One add-on."""
    return {"addon": _found(call, "addons", call.params["addonName"])}


@extension.adds("ListAddons")
def list_addons(call: Call) -> Mapping[str, Any]:
    """A cluster's add-ons."""
    return {"addons": list(_of_cluster(call, "addons"))}


@extension.adds("UpdateAddon")
def update_addon(call: Call) -> Mapping[str, Any]:
    """Change an add-on."""
    addon = _found(call, "addons", call.params["addonName"])
    for member in ("addonVersion", "serviceAccountRoleArn", "configurationValues"):
        addon[member] = call.params.get(member, addon[member])
    if "podIdentityAssociations" in call.params:
        addon["podIdentityAssociations"] = _associate(call)
    addon["modifiedAt"] = datetime.now(UTC)
    return {"update": _update(call, "AddonUpdate")}


@extension.adds("DeleteAddon")
def delete_addon(call: Call) -> Mapping[str, Any]:
    """Remove an add-on."""
    addon = _found(call, "addons", call.params["addonName"])
    del _of_cluster(call, "addons")[addon["addonName"]]
    return {"addon": {**addon, "status": "DELETING"}}


@extension.adds("DescribeAddonVersions")
def describe_addon_versions(call: Call) -> Mapping[str, Any]:
    """The one version that an add-on has here."""
    name = call.params.get("addonName", "vpc-cni")
    compatible = {"clusterVersion": call.params.get("kubernetesVersion", "1.32"), "defaultVersion": True}
    version = {"addonVersion": "v1.0.0-eksbuild.1", "compatibilities": [compatible]}
    return {"addons": [{"addonName": name, "type": "networking", "addonVersions": [version]}]}


@extension.adds("CreateAccessEntry")
def create_access_entry(call: Call) -> Mapping[str, Any]:
    """Let a principal in."""
    entries, principal = _of_cluster(call, "access entries"), call.params["principalArn"]
    if principal in entries:
        raise AwsError("ResourceInUseException", "The specified access entry resource is already in use")
    now = datetime.now(UTC)
    name = principal.rpartition("/")[2]
    arn = call.arn(f"access-entry/{call.params['clusterName']}/role/{call.account_id}/{name}/{random_uuid()}")
    entries[principal] = {
        "clusterName": call.params["clusterName"],
        "principalArn": principal,
        "kubernetesGroups": call.params.get("kubernetesGroups", []),
        "accessEntryArn": arn,
        "createdAt": now,
        "modifiedAt": now,
        "username": call.params.get("username", principal),
        "type": call.params.get("type", "STANDARD"),
        "tags": TAGGING.note(call, arn),
    }
    return {"accessEntry": entries[principal]}


@extension.adds("DescribeAccessEntry")
def describe_access_entry(call: Call) -> Mapping[str, Any]:
    """One principal's entry."""
    return {"accessEntry": _found(call, "access entries", call.params["principalArn"])}


@extension.adds("ListAccessEntries")
def list_access_entries(call: Call) -> Mapping[str, Any]:
    """Who may enter a cluster."""
    return {"accessEntries": list(_of_cluster(call, "access entries"))}


@extension.adds("UpdateAccessEntry")
def update_access_entry(call: Call) -> Mapping[str, Any]:
    """Change an entry."""
    entry = _found(call, "access entries", call.params["principalArn"])
    for member in ("kubernetesGroups", "username"):
        entry[member] = call.params.get(member, entry[member])
    entry["modifiedAt"] = datetime.now(UTC)
    return {"accessEntry": entry}


@extension.adds("DeleteAccessEntry")
def delete_access_entry(call: Call) -> None:
    """Lock a principal out."""
    entry = _found(call, "access entries", call.params["principalArn"])
    del _of_cluster(call, "access entries")[entry["principalArn"]]
    call.table(f"policies of {entry['accessEntryArn']}").clear()


def _policies(call: Call) -> dict[str, Any]:
    return call.table(f"policies of {_found(call, 'access entries', call.params['principalArn'])['accessEntryArn']}")


@extension.adds("AssociateAccessPolicy")
def associate_access_policy(call: Call) -> Mapping[str, Any]:
    """Give a principal rights."""
    now = datetime.now(UTC)
    policies = _policies(call)
    policies[call.params["policyArn"]] = {
        "policyArn": call.params["policyArn"],
        "accessScope": call.params["accessScope"],
        "associatedAt": now,
        "modifiedAt": now,
    }
    about = {"clusterName": call.params["clusterName"], "principalArn": call.params["principalArn"]}
    return {**about, "associatedAccessPolicy": policies[call.params["policyArn"]]}


@extension.adds("ListAssociatedAccessPolicies")
def list_associated_access_policies(call: Call) -> Mapping[str, Any]:
    """A principal's rights."""
    about = {"clusterName": call.params["clusterName"], "principalArn": call.params["principalArn"]}
    return {**about, "associatedAccessPolicies": list(_policies(call).values())}


@extension.adds("DisassociateAccessPolicy")
def disassociate_access_policy(call: Call) -> None:
    """Take rights away."""
    _policies(call).pop(call.params["policyArn"], None)


def _associate(call: Call) -> list[str]:
    """The pod identities that an add-on brings."""
    wanted = call.params.get("podIdentityAssociations", [])
    made = [_association(call, pod["serviceAccount"], "kube-system", pod["roleArn"]) for pod in wanted]
    return [association["associationArn"] for association in made]


def _association(call: Call, account: str, namespace: str, role: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    identifier = f"a-{random_id(17)}"
    arn = call.arn(f"podidentityassociation/{call.params['clusterName']}/{identifier}")
    association = {
        "clusterName": call.params["clusterName"],
        "namespace": namespace,
        "serviceAccount": account,
        "roleArn": role,
        "targetRoleArn": call.params.get("targetRoleArn"),
        "disableSessionTags": call.params.get("disableSessionTags", False),
        "associationArn": arn,
        "associationId": identifier,
        "createdAt": now,
        "modifiedAt": now,
        "tags": TAGGING.note(call, arn),
    }
    _of_cluster(call, "pod identities")[identifier] = association
    return association


@extension.adds("CreatePodIdentityAssociation")
def create_pod_identity(call: Call) -> Mapping[str, Any]:
    """A role for a service account."""
    account, namespace = call.params["serviceAccount"], call.params["namespace"]
    return {"association": _association(call, account, namespace, call.params["roleArn"])}


@extension.adds("DescribePodIdentityAssociation")
def describe_pod_identity(call: Call) -> Mapping[str, Any]:
    """One association."""
    return {"association": _found(call, "pod identities", call.params["associationId"])}


@extension.adds("ListPodIdentityAssociations")
def list_pod_identities(call: Call) -> Mapping[str, Any]:
    """A cluster's associations."""
    wanted = {name: call.params[name] for name in ("namespace", "serviceAccount") if name in call.params}
    known = _of_cluster(call, "pod identities").values()
    return {"associations": [a for a in known if all(a[name] == value for name, value in wanted.items())]}


@extension.adds("UpdatePodIdentityAssociation")
def update_pod_identity(call: Call) -> Mapping[str, Any]:
    """Another role."""
    association = _found(call, "pod identities", call.params["associationId"])
    for member in ("roleArn", "targetRoleArn", "disableSessionTags"):
        association[member] = call.params.get(member, association[member])
    association["modifiedAt"] = datetime.now(UTC)
    return {"association": association}


@extension.adds("DeletePodIdentityAssociation")
def delete_pod_identity(call: Call) -> Mapping[str, Any]:
    """Take the role away."""
    association = _found(call, "pod identities", call.params["associationId"])
    del _of_cluster(call, "pod identities")[association["associationId"]]
    return {"association": association}
